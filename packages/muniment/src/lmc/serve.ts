import { clean, exitCodes, frameOf, UsageError } from '@muniment/cli';
import { waitForEnd } from '../wait-for-end.ts';
import { type Lmc, tell, tellFailure } from './context.ts';

/** Where the service listens unless told: the server's port and one. */
export const defaultPort = '7071';

function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new UsageError(`--port must be a number from 0 to 65535, not \u201c${text}\u201d.`);
}

/** `muniment lmc serve`: answers applications of this computer until it is told to end. */
export async function serve(lmc: Lmc, { port }: { readonly port: string }): Promise<number> {
  const { agent, folder, io, language, json } = lmc;
  const ended = waitForEnd(new Promise(() => undefined));
  const onFault = (error: unknown) => void io.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  const serving = await agent.startServing(folder, io.env, { port: portOf(port), onFault });
  if (!serving.ok) return tellFailure(lmc, serving);
  const { url, status, stop } = serving.value;
  const { hardwareKey, childKey, reason, problems } = agent.statusBody(status(), language);
  for (const { code, detail, nextStep } of problems)
    io.stderr.write(`${code}: ${clean(detail)}\n${frameOf(io).next}: ${clean(nextStep)}\n`);
  tell(
    lmc,
    { url, pid: process.pid, folder },
    [
      `The licence manager listens at ${url}`,
      `Hardware key ${childKey ?? hardwareKey}. ${reason}`,
      '',
      'Press Ctrl-C to stop; everything is kept.',
    ].join('\n'),
  );
  await ended;
  if (!json) io.stdout.write('Stopping\u2026\n');
  await stop();
  return exitCodes.ok;
}
