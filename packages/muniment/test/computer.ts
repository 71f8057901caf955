import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { type Io, run } from '@muniment/cli';
import { workstationCommands } from '../src/workstation/index.ts';
import { type Finished, newDirectory } from './process.ts';

/** A command line in this process: dozens of processes would only cost time. */
export async function command(
  env: Readonly<Record<string, string>>,
  argv: readonly string[],
  typed: readonly string[] = [],
): Promise<Finished> {
  const said = { stdout: '', stderr: '' };
  const into = (name: keyof typeof said) =>
    new Writable({
      write(chunk, _, done) {
        said[name] += String(chunk);
        done();
      },
    });
  const io: Io = { stdout: into('stdout'), stderr: into('stderr'), stdin: Readable.from([...typed]), env };
  return { code: await run(argv, io, workstationCommands), ...said };
}

const asTerminal = <T extends object>(stream: T) =>
  Object.assign(stream, { isTTY: true, columns: 120, rows: 40, setRawMode: () => stream });

/** The same before a person, who presses one key for every question. */
export async function atTerminal(
  env: Readonly<Record<string, string>>,
  argv: readonly string[],
  keys: readonly string[],
): Promise<Finished> {
  const said = { stdout: '', stderr: '' };
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const waiting = [...keys];
  stdout.on('data', (chunk: Buffer) => {
    said.stdout += chunk.toString();
    // A question shows both answers.
    if (/\u25cb No|\u25cf No/.test(chunk.toString()) && waiting.length > 0) {
      const key = waiting.shift()!;
      setImmediate(() => stdin.write(key));
    }
  });
  stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const io = { stdin: asTerminal(stdin), stdout: asTerminal(stdout), stderr, env: { NO_COLOR: '1', ...env } } as unknown as Io;
  return { code: await run(argv, io, workstationCommands), ...said };
}

/** A computer of its own: the parts it shows, a folder, and the commands on it. */
export function newComputer(name: string) {
  const home = newDirectory();
  const machine = join(home, 'machine');
  const put = (path: string, content: string): string => {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), content);
    return join(home, path);
  };
  const change = (part: string, content: string) => put(`machine/${part}`, `${content}\n`);
  change('etc/machine-id', `machine of ${name}`);
  change('sys/class/dmi/id/product_uuid', `uuid of ${name}`);
  change('sys/class/dmi/id/board_serial', `board of ${name}`);
  change('proc/sys/kernel/hostname', name);
  const env = { LC_ALL: 'C', MUNIMENT_TEST_MACHINE: machine, MUNIMENT_WORKSTATION_DATA: join(home, 'state') };
  return {
    home,
    put,
    change,
    env,
    run: (...argv: string[]) => command(env, argv),
    asked: (keys: readonly string[], ...argv: string[]) => atTerminal(env, argv, keys),
    german: (...argv: string[]) => command({ ...env, LC_ALL: 'de_DE.UTF-8' }, argv),
    later: (period: string, ...argv: string[]) => command({ ...env, MUNIMENT_TEST_CLOCK_SHIFT: period }, argv),
  };
}

/** The exact answer of a command. */
export const json = ({ stdout }: Finished) => JSON.parse(stdout) as Record<string, unknown>;
