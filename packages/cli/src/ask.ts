import type { Values } from './context.ts';
import type { Field } from './flags/fields.ts';
import { type Io, isInteractive, readAll } from './io.ts';

/** Loaded when somebody is asked: most commands ask nothing. */
const loadPrompts = () => import('@clack/prompts');

/** What a person answered; `left` is Ctrl-C. */
export type Asked = 'yes' | 'no' | 'left';

/**
 * Puts a question. Ctrl-D, and a terminal that went away, leave it as Ctrl-C does: the question would otherwise stay open
 * while nothing is left to answer it.
 */
async function put<T>(io: Io, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const left = new AbortController();
  const leave = () => left.abort();
  const onKey = (_: unknown, key: { readonly ctrl?: boolean; readonly name?: string } | undefined) => {
    if (key?.ctrl && key.name === 'd') leave();
  };
  io.stdin.on('keypress', onKey).on('end', leave).on('close', leave);
  try {
    return await ask(io.signal ? AbortSignal.any([io.signal, left.signal]) : left.signal);
  } finally {
    io.stdin.off('keypress', onKey).off('end', leave).off('close', leave);
  }
}

/** Asks for a yes or no; Enter alone is a no. */
export async function askYesNo(io: Io, message: string): Promise<Asked> {
  const { confirm, isCancel } = await loadPrompts();
  const answer = await put(io, (signal) => confirm({ message, initialValue: false, input: io.stdin, output: io.stdout, signal }));
  if (isCancel(answer)) return 'left';
  return answer ? 'yes' : 'no';
}

const label = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/**
 * Fills in the secrets nobody typed as flags: from the lines of the standard input when told so, else by asking.
 * Answers false when the person left.
 */
export async function fillSecrets(io: Io, fields: readonly Field[], input: Values, fromStdin: boolean): Promise<boolean> {
  const open = fields.filter(
    (field) => field.shape.kind === 'text' && field.shape.secret && field.required && input[field.name] === undefined,
  );
  if (open.length === 0) return true;
  if (fromStdin) {
    const lines = (await readAll(io)).toString('utf8').split(/\r?\n/);
    for (const [index, field] of open.entries()) input[field.name] = lines[index];
    return true;
  }
  if (!isInteractive(io)) return true;
  const { isCancel, password } = await loadPrompts();
  for (const field of open) {
    const answer = await put(io, (signal) =>
      password({ message: `Your ${label(field.name)}`, input: io.stdin, output: io.stdout, signal }),
    );
    if (isCancel(answer)) return false;
    input[field.name] = answer;
  }
  return true;
}
