import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');
export const main = join(root, 'packages', 'muniment', 'src', 'main.ts');

/** A process of the program, and what it has printed so far. */
export interface Running {
  readonly child: ChildProcess;
  output(): string;
  /** Exit code, or the signal's name. */
  readonly ended: Promise<number | string>;
}

export interface Finished {
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

const directories: string[] = [];
const started: Running[] = [];

export function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'muniment-launcher-'));
  directories.push(directory);
  return directory;
}

type Environment = Readonly<Record<string, string>>;

/** A process of a program of ours, as soon as it is there. */
export function launch(program: string, args: readonly string[], dataDirectory: string, environment: Environment = {}): Running {
  const env = {
    ...process.env,
    NODE_COMPILE_CACHE: join(root, '.data', 'compile-cache'),
    MUNIMENT_DATA: dataDirectory,
    MUNIMENT_DEMO: 'off',
    PORT: '0',
    HOME: dataDirectory,
    ...environment,
  };
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env, cwd: root });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (text += data.toString()));
  const ended = new Promise<number | string>((resolve) => child.on('close', (code, signal) => resolve(code ?? String(signal))));
  const running = { child, output: () => text, ended };
  started.push(running);
  return running;
}

/** `muniment …` as a process of its own. */
export async function muniment(args: readonly string[], dataDirectory: string, environment: Environment = {}): Promise<Finished> {
  const { child, ended } = launch(main, args, dataDirectory, environment);
  let stdout = '';
  let stderr = '';
  child.stdout!.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr!.on('data', (data: Buffer) => (stderr += data.toString()));
  return { code: await ended, stdout, stderr };
}

/** A server, and where it listens. */
export interface Serving extends Running {
  readonly url: string;
}

/** Starts a server and answers once it has said where it listens. */
export async function serve(dataDirectory: string, environment: Environment = {}, program = main): Promise<Serving> {
  const running = launch(program, ['serve'], dataDirectory, environment);
  const url = await until(() => /Muniment runs at (\S+)[\s\S]*Press Ctrl-C/.exec(running.output())?.[1], 120_000, running.output);
  return { ...running, url };
}

/** Waits for something to become true, and fails with what was printed if it does not. */
export async function until<T>(
  look: () => T | Promise<T>,
  milliseconds = 60_000,
  context: () => string = () => '',
): Promise<NonNullable<T>> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (performance.now() > end) throw new Error(`Not within ${milliseconds} ms. ${context()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Number of the database server that works in a data directory; null if none does. */
export function postgresIn(dataDirectory: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(join(dataDirectory, 'postgres', 'postmaster.pid'), 'utf8'), 10);
    return /\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')) ? null : pid;
  } catch {
    return null;
  }
}

/** What of an installation is killed. */
export const blows = ['server', 'database', 'both'] as const;
export type Blow = (typeof blows)[number];

/** `kill -9`. A killed database is started again by its server, so that is waited for. */
export async function strike(blow: Blow, server: Serving, dataDirectory: string): Promise<void> {
  const database = postgresIn(dataDirectory)!;
  if (blow !== 'server') process.kill(database, 'SIGKILL');
  if (blow === 'database') {
    await until(() => ![null, database].includes(postgresIn(dataDirectory)));
    await until(async () => (await fetch(`${server.url}/readyz`).catch(() => null))?.status === 200);
  } else {
    server.child.kill('SIGKILL');
    await server.ended;
  }
}

/** Who serves after a blow: the same server where only its database was killed, or a new one on what the old one left. */
export async function rise(blow: Blow, server: Serving, dataDirectory: string): Promise<Serving> {
  if (blow === 'database') return server;
  await until(() => postgresIn(dataDirectory) === null);
  return serve(dataDirectory);
}

/** Ends what a test started and left, and removes its directories. */
export async function cleanUp(): Promise<void> {
  for (const { child, ended } of started.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
  }
  for (const directory of directories.splice(0)) {
    await until(() => postgresIn(directory) === null);
    rmSync(directory, { recursive: true, force: true });
  }
}
