import { existsSync, linkSync, lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { removeLeftovers, temporaryFor, writeDurably } from './durable-file.ts';
import { isAlive, ownIdentity, type ProcessIdentity } from './processes.ts';
import { NoRegularFile, readRegularFile } from './regular-file.ts';

/** Who works in a folder. */
export interface Holder extends ProcessIdentity {
  /** Where it listens; null while it does not, or is a command that holds the folder for a moment. */
  readonly url: string | null;
  /** What it is called and does, for people; missing in locks of earlier versions, as is the time. */
  readonly by?: string;
  /** Since when, by the clock of this machine; milliseconds since 1970. */
  readonly since?: number;
}

/** What this process is called where it does not say: its program's file. */
const ownName = (): string => {
  const path = process.argv[1] ?? process.execPath;
  return basename(path, extname(path));
};

export interface FolderLock {
  /** Tells others where this process listens. */
  publish(url: string): void;
  /** Gives the folder back. A process that dies without it leaves a lock that the next one recognises as dead. */
  release(): void;
}

export type Taken = { readonly lock: FolderLock } | { readonly holder: Holder };

const lockIn = (folder: string): string => join(folder, 'lock');

function readHolder(folder: string): Holder | null {
  try {
    const holder = JSON.parse(readRegularFile(lockIn(folder))) as Holder;
    return typeof holder.pid === 'number' ? holder : null;
  } catch {
    return null;
  }
}

/** Who works in the folder now; null if nobody does. */
function holderOf(folder: string): Holder | null {
  const holder = readHolder(folder);
  return holder !== null && isAlive(holder) ? holder : null;
}

/** Writes the lock in one step: a link fails if the name exists, and the content is complete before the name is there. */
function tryTake(path: string, me: Holder): boolean {
  const temporary = temporaryFor(path);
  try {
    writeFileSync(temporary, JSON.stringify(me), { mode: 0o600, flag: 'wx' });
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
 * What bears the lock's name and is none, such as a link or a folder, was put there by somebody, and no process that died: it is not for
 * us to remove, and nobody gets past it.
 */
function requireLock(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile()) throw new NoRegularFile(path);
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Takes a dead lock away. Only one may do so at a time: otherwise a second would remove the lock that the first has just
 * put in its place. The guard itself can only be left behind by a process killed within these few microseconds; after two
 * seconds it is taken for dead.
 */
async function removeDead(folder: string): Promise<void> {
  const guard = `${lockIn(folder)}.cleaning`;
  for (const end = performance.now() + 2000; performance.now() < end; await pause(20)) {
    try {
      mkdirSync(guard);
      break;
    } catch {
      if (holderOf(folder) !== null) return;
    }
  }
  // Where it is gone already, the next one may be put in place at this moment.
  if (existsSync(lockIn(folder)) && holderOf(folder) === null) rmSync(lockIn(folder), { force: true });
  rmSync(guard, { recursive: true, force: true });
}

/**
 * Takes the folder for this process, or says who has it. What a process that was killed left behind is cleared away.
 * @throws {NoRegularFile} where something stands in the lock's place that is none
 */
export async function takeFolder(folder: string, by = ownName()): Promise<Taken> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = lockIn(folder);
  const me: Holder = { ...ownIdentity(), url: null, by, since: Date.now() };
  for (;;) {
    if (tryTake(path, me)) break;
    requireLock(path);
    const holder = holderOf(folder);
    if (holder !== null) return { holder };
    await removeDead(folder);
  }
  removeLeftovers(folder);
  return { lock: { publish: (url) => writeDurably(path, JSON.stringify({ ...me, url })), release: () => giveBack(folder, me) } };
}

/** Removes the lock if it is still ours: somebody may have removed the folder meanwhile, and somebody else be in a new one. */
function giveBack(folder: string, { pid, startedAt }: ProcessIdentity): void {
  const holder = readHolder(folder);
  if (holder?.pid === pid && holder.startedAt === startedAt) rmSync(lockIn(folder), { force: true });
}
