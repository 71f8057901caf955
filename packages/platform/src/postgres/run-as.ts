import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Binaries, PostgresError } from './binaries.ts';

/** How PostgreSQL's programs are started: it refuses to run as root. */
export interface RunAs {
  readonly kind: 'self' | 'user-namespace' | 'other-user';
  /** The command line that starts a program with arguments. */
  command(program: string, args: readonly string[]): readonly [string, readonly string[]];
  readonly uid?: number;
  readonly gid?: number;
}

const nobody = 65_534;

const self: RunAs = { kind: 'self', command: (program, args) => [program, args] };

/** Root outside, nobody inside: files stay root's, so a data directory below a private home works. */
const userNamespace: RunAs = {
  kind: 'user-namespace',
  command: (program, args) => ['unshare', ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`, '--', program, ...args]],
};

/** For where namespaces are forbidden, as in many containers, and for a cluster that already belongs to another user. */
function otherUser(uid: number, gid: number): RunAs {
  return { kind: 'other-user', command: (program, args) => [program, args], uid, gid };
}

function works(as: RunAs): boolean {
  const [program, args] = as.command('true', []);
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

/** Whether the other user reaches a program: every folder on the way must let it through. */
function reachable(as: RunAs, path: string): boolean {
  return spawnSync('test', ['-x', path], { uid: as.uid, gid: as.gid, cwd: '/', stdio: 'ignore' }).status === 0;
}

/** The way for this process and a cluster that may exist already. `wanted` is for tests; otherwise the first that works. */
export function chooseRunAs(cluster: string, wanted?: RunAs['kind']): RunAs {
  if (process.getuid?.() !== 0) return self;
  // Root in a namespace of its own may not open what belongs to somebody else, so the cluster's owner runs it.
  const owner = existsSync(cluster) ? statSync(cluster) : null;
  if (owner !== null && owner.uid !== 0) return otherUser(owner.uid, owner.gid);
  if (wanted !== 'other-user' && works(userNamespace)) return userNamespace;
  return otherUser(nobody, nobody);
}

/** Programs that the other user can reach: where they are, or a copy below the data directory. */
export function reachableBinaries(binaries: Binaries, as: RunAs, dataDirectory: string): Binaries {
  if (as.kind !== 'other-user' || reachable(as, binaries.postgres)) return binaries;
  const directory = join(dataDirectory, `postgres-programs-${binaries.major}`);
  if (!existsSync(directory)) {
    cpSync(binaries.directory, `${directory}.new`, { recursive: true, verbatimSymlinks: true });
    renameSync(`${directory}.new`, directory);
  }
  const bin = join(directory, 'native', 'bin');
  if (!reachable(as, join(bin, 'postgres'))) {
    throw new PostgresError(
      `PostgreSQL cannot run as root, and the user ${as.uid} it would run as cannot reach ${dataDirectory}. ` +
        'Set MUNIMENT_DATA to a directory that others may pass through (such as /var/lib/muniment), start as an ordinary user, or name a PostgreSQL in DATABASE_URL.',
    );
  }
  return { ...binaries, directory, initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
}

/** Gives a directory to the user the programs run as, where that is another. */
export function giveTo(as: RunAs, directory: string): void {
  if (as.uid !== undefined) execFileSync('chown', ['-R', `${as.uid}:${as.gid}`, directory]);
}
