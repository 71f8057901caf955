import { type Command, CommanderError } from 'commander';
import { exitCodes, type Io, UsageError } from './io.ts';
import { frameOf } from './output/frame.ts';
import { buildProgram } from './program.ts';

/**
 * Lets a launcher add the commands that need a server's code, such as `serve`. Whatever asks a person or waits does so with the `io` it is
 * given: only that one hears Ctrl-C.
 */
export type Extend = (program: Command, finish: (code: number) => void, io: Io) => void;

/** A reader that left early (`| head`) is no mistake of ours. */
function ignoreClosedPipe(io: Io): void {
  const ignore = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  };
  if (io.stdout.listenerCount('error') === 0) io.stdout.on('error', ignore);
}

/** An abort signal for Ctrl-C, where the caller brought none. A second Ctrl-C ends the process the hard way. */
function withInterrupt(io: Io): { readonly io: Io; readonly end: () => void } {
  if (io.signal) return { io, end: () => {} };
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once('SIGINT', onInterrupt);
  return { io: { ...io, signal: stop.signal }, end: () => process.removeListener('SIGINT', onInterrupt) };
}

/** Some terminals say that they have no columns; prompts would put every letter on a line of its own. */
function withWidth({ stdout }: Io): void {
  if (stdout.isTTY && stdout.columns === 0) Object.assign(stdout, { columns: 80 });
}

function codeOf(error: unknown, io: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (error instanceof UsageError) {
    const { error: mistake, help } = frameOf(io);
    io.stderr.write(`${mistake}: ${error.message}\n${help}\n`);
    return exitCodes.usage;
  }
  throw error;
}

/** Carries out one command line (without the program's name) and answers the exit code (`exitCodes`). */
export async function run(argv: readonly string[], given: Io, extend: Extend = () => {}): Promise<number> {
  const { io, end } = withInterrupt(given);
  ignoreClosedPipe(io);
  withWidth(io);
  let code: number = exitCodes.ok;
  const finish = (one: number) => {
    code = one;
  };
  try {
    const program = await buildProgram({ argv, io, finish, extend: (one) => extend(one, finish, io) });
    if (argv.length === 0) {
      program.outputHelp();
      return exitCodes.ok;
    }
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    return codeOf(error, io);
  } finally {
    end();
  }
}
