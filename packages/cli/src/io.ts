import type { Readable, Writable } from 'node:stream';

/** Where a command reads and writes; a process hands over its own. */
export interface Io {
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends what is under way (Ctrl-C). */
  readonly signal?: AbortSignal;
}

/** What a command ends with; documented in `muniment --help`. */
export const exitCodes = { ok: 0, problem: 1, usage: 2, unreachable: 3, interrupted: 130 } as const;

/** Whether a person sits there to be asked. */
export const isInteractive = (io: Io): boolean => io.stdin.isTTY === true && io.stdout.isTTY === true && !io.env.CI;

/** Everything that stands on the standard input. */
export async function readAll(io: Io): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of io.stdin) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks);
}

/** A command line that cannot be carried out as written: exit code 2. */
export class UsageError extends Error {}
