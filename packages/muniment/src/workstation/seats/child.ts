import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Codes of shells for a command that is not there, or is none. */
const [notFound, notExecutable] = [127, 126];

/** What ends a command, or tells it something: handed on to it. */
const relayed = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'] as const;

/** A command that is told to end and does not is ended after this time; milliseconds. */
const graceMilliseconds = 30_000;

/** A command that runs. */
export interface RunningCommand {
  /** Its exit code; 128 and the signal's number where it was killed, as shells have it. */
  readonly ended: Promise<number>;
  /** Tells it to end, and ends it where it does not. */
  stop(): void;
}

/** Hands signals on. What a terminal sends by itself reaches every process at it, and is not to come twice. */
function relay(child: ChildProcess): () => void {
  const handlers = relayed.map((signal) => {
    const fromTerminal = (signal === 'SIGINT' || signal === 'SIGQUIT') && process.stdin.isTTY === true;
    const handler = () => void (fromTerminal || child.kill(signal));
    process.on(signal, handler);
    return () => void process.off(signal, handler);
  });
  return () => {
    for (const leave of handlers) leave();
  };
}

/** Runs a command at this terminal, with its standard input and outputs. */
export function runCommand([program, ...args]: readonly string[]): RunningCommand {
  const child = spawn(program!, args, { stdio: 'inherit' });
  const leave = relay(child);
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<number>((resolve) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      process.stderr.write(`${program}: ${error.message}\n`);
      resolve(error.code === 'ENOENT' ? notFound : notExecutable);
    });
    child.on('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal!] ?? 0)));
  }).finally(() => {
    clearTimeout(timer);
    leave();
  });
  return {
    ended,
    stop() {
      child.kill('SIGTERM');
      timer ??= setTimeout(() => child.kill('SIGKILL'), graceMilliseconds);
    },
  };
}
