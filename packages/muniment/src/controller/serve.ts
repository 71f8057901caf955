import { clean, exitCodes, frameOf, UsageError } from '@muniment/cli';
import { waitForEnd } from '../wait-for-end.ts';
import { type CommonOptions, type Here, tell, tellFailure } from './context.ts';

/** Where the service listens unless told: beside the licence manager's. */
export const defaultPort = '7081';

function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new UsageError(`--port must be a number from 0 to 65535, not \u201c${text}\u201d.`);
}

/** `muniment controller serve`: runs the controller until it is told to end. */
export async function serve(here: Here, { port }: CommonOptions & { readonly port: string }): Promise<number> {
  const { agent, folder, io, language, json } = here;
  const ended = waitForEnd(new Promise(() => undefined));
  const onFault = (error: unknown) => void io.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  const serving = await agent.startServing(folder, io.env, { port: portOf(port), onFault });
  if (!serving.ok) return tellFailure(here, serving);
  const { url, status, stop } = serving.value;
  const { installCode, problems } = status(language);
  for (const { code, detail, nextStep } of problems)
    io.stderr.write(`${code}: ${clean(detail)}\n${frameOf(io).next}: ${clean(nextStep)}\n`);
  tell(
    here,
    { url, pid: process.pid, folder },
    [
      `The controller ${installCode} listens at ${url}`,
      'Open it in a browser to manage its licences.',
      '',
      'Press Ctrl-C to stop; everything is kept.',
    ].join('\n'),
  );
  await ended;
  if (!json) io.stdout.write('Stopping\u2026\n');
  await stop();
  return exitCodes.ok;
}
