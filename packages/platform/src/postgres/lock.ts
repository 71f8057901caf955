import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identityOf, isAlive, type ProcessIdentity, waitUntil } from './processes.ts';

/** Somebody else works in the directory. */
export interface DirectoryInUse {
  readonly ok: false;
  readonly pid: number;
}

export interface DirectoryLock {
  readonly ok: true;
  /** Gives the directory back. A process that dies without it leaves a lock that the next one recognises as dead. */
  release(): void;
}

function readOwner(path: string): ProcessIdentity | null {
  try {
    const owner = JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity;
    return typeof owner.pid === 'number' ? owner : null;
  } catch {
    return null;
  }
}

/** Writes the lock in one step: a link fails if the name exists, and the content is complete before the name is there. */
function tryTake(path: string, me: ProcessIdentity): boolean {
  const temporary = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(temporary, JSON.stringify(me), { mode: 0o600 });
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/**
 * Takes a dead lock away. Only one may do so at a time: otherwise a second would remove the lock that the first has
 * just put in its place. The guard itself can only be left behind by a process killed within these few microseconds;
 * after a while it is taken for dead.
 */
async function removeDead(path: string): Promise<void> {
  const guard = `${path}.cleaning`;
  const entered = await waitUntil(() => {
    try {
      mkdirSync(guard);
      return true;
    } catch {
      return false;
    }
  }, 5000);
  const owner = readOwner(path);
  if (owner === null || !isAlive(owner)) rmSync(path, { force: true });
  rmSync(guard, { recursive: true, force: true });
  if (!entered) await new Promise((resolve) => setTimeout(resolve, Math.random() * 100));
}

/** Takes the directory for this process. One left by a process that was killed is taken over. */
export async function lockDirectory(directory: string): Promise<DirectoryLock | DirectoryInUse> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, 'lock');
  const me = identityOf(process.pid)!;
  for (;;) {
    if (tryTake(path, me)) return { ok: true, release: () => rmSync(path, { force: true }) };
    const owner = readOwner(path);
    if (owner !== null && isAlive(owner)) return { ok: false, pid: owner.pid };
    await removeDead(path);
  }
}
