import { createHmac } from 'node:crypto';
import { type Fingerprint, type FingerprintComponent, mostHashesOf } from '@muniment/domain/fingerprint';
import { readLinux } from './linux.ts';
import { readMacos } from './macos.ts';
import { completedBy, meaningful, type RawMachine, type Surroundings } from './raw.ts';
import { readWindows } from './windows.ts';

/** What is asked of a machine. */
export interface CollectRequest {
  /** The vendor's: with another one the same machine has another fingerprint, so that no two vendors know it by the same. */
  readonly salt: string;
  /** Those of the product's policy: no more of a machine is looked at than is told. */
  readonly components: readonly FingerprintComponent[];
  /** The folder that the files of a Linux machine lie below; the machine's own, `/`, if left out. */
  readonly root?: string;
}

function reasonFor(
  id: FingerprintComponent,
  denied: RawMachine['denied'],
  unread: RawMachine['unread'],
): CollectedFingerprint['untold'][number]['reason'] {
  if (unread.includes(id)) return 'not-readable';
  return denied.includes(id) ? 'not-allowed' : 'not-there';
}

/** What a machine is known by, and what it did not tell. */
export interface CollectedFingerprint {
  readonly fingerprint: Fingerprint;
  /** Components that were asked for and are not in the fingerprint. `not-allowed`: another user may read them. `not-readable`: the system did not answer. */
  readonly untold: readonly { readonly id: FingerprintComponent; readonly reason: 'not-there' | 'not-allowed' | 'not-readable' }[];
  readonly surroundings: Surroundings;
}

/** With the component's name in it: the same text is another hash elsewhere. */
const hashOf = (salt: string, id: FingerprintComponent, value: string): string =>
  createHmac('sha256', salt).update(`${id}\u0000${value}`).digest('base64url');

let lastRead: { readonly machine: RawMachine; readonly at: number } | null = null;

/** For how long a reading holds where it takes seconds; milliseconds. A part that is changed is no matter of moments. */
const readingHolds = 60_000;

/** Reads a machine by commands that take long and may fail: at most once a minute, and what is not answered is as it was in this process. */
async function readSlowly(read: () => Promise<RawMachine>): Promise<RawMachine> {
  const now = performance.now();
  const isWhole = lastRead !== null && lastRead.machine.unread.length === 0;
  if (lastRead !== null && isWhole && now - lastRead.at < readingHolds) return lastRead.machine;
  const machine = completedBy(await read(), lastRead?.machine ?? null);
  lastRead = { machine, at: now };
  return machine;
}

function readMachine(root: string | undefined): RawMachine | Promise<RawMachine> {
  if (root !== undefined || process.platform === 'linux') return readLinux(root ?? '/');
  if (process.platform === 'darwin') return readSlowly(readMacos);
  if (process.platform === 'win32') return readSlowly(readWindows);
  throw new Error(`No fingerprint can be taken on ${process.platform}`);
}

/**
 * Takes the fingerprint of this machine (C4). What its parts say stays in here: what is answered are hashes that only tell whether
 * something is the same.
 */
export async function collectFingerprint({ salt, components, root }: CollectRequest): Promise<CollectedFingerprint> {
  if (salt.length < 16) throw new TypeError('The salt of a fingerprint has 16 characters at least');
  const { values, denied, unread, surroundings } = await readMachine(root);
  const hashes = components.map((id) => {
    const said = (values[id] ?? []).map(meaningful).filter((value) => value !== null);
    return [
      id,
      [...new Set(said)]
        .sort()
        .slice(0, mostHashesOf(id))
        .map((value) => hashOf(salt, id, value))
        .sort(),
    ] as const;
  });
  const untold = hashes.filter(([, list]) => list.length === 0).map(([id]) => ({ id, reason: reasonFor(id, denied, unread) }));
  return { fingerprint: Object.fromEntries(hashes.filter(([, list]) => list.length > 0)), untold, surroundings };
}
