import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { PublicKey } from '@muniment/documents/verify';
import { type FolderLock, readSealed, takeFolder, writeSealed } from '../../machine/index.ts';
import type { Trust } from '../../vendor/index.ts';
import { nameOf } from '../places.ts';
import type { StoredRevocations } from '../state.ts';

/** What a program wants seats for, and for whom. */
export interface Wanted {
  readonly feature: string;
  readonly seats: number;
  /** Who works there, as the program knows them. */
  readonly user: string;
  /** The computer, as people call it. */
  readonly host: string;
  readonly groups: readonly string[];
}

/** A document that was removed here and is not yet known to be back. */
export interface PendingReturn {
  readonly nonce: string;
  /** Milliseconds since 1970. */
  readonly removedAt: number;
}

/** Seats of a lease that are away from the network. */
export interface BorrowRecord {
  /** The end that was asked for and is not answered yet; null where nothing is under way. */
  readonly asked: string | null;
  /** Until when the seats may be away, by the newest document; null before the first. */
  readonly until: string | null;
  /** The newest document, letter by letter; null before the first, and once it is removed. */
  readonly document: string | null;
  /** The highest number that was ever here: an older document stays out. */
  readonly number: number;
  /** The instant by which the document was judged when it came; milliseconds since 1970. */
  readonly judgedAt: number;
  /** Whose documents are believed; null before the first. */
  readonly trust: Trust | null;
  /** The vendor's slug, which a receipt is for; null before the first document. */
  readonly vendor: string | null;
  /** Whether the seats are of a test installation, as the first document that was believed says; null before it. */
  readonly isTest: boolean | null;
  /** Somebody called the seats back: the document is not renewed any more. */
  readonly recalled: boolean;
  /** What whoever did said; missing before anybody was asked. */
  readonly recallReason?: string | null;
  readonly receipt: PendingReturn | null;
}

/** A lease as it is on the disk, written before anybody asks for it. */
export interface LeaseRecord extends Wanted {
  readonly leaseId: string;
  /** Who asked: another key asks for seats of its own. */
  readonly by: string;
  /** Null while its seats are those of a program on the network. */
  readonly borrow: BorrowRecord | null;
}

/** With what this installation borrows: its own key, and the salt by which it knows its machine. */
export interface BorrowerFile {
  /** The private half is in this file and nowhere else. */
  readonly privateKeyPem: string;
  readonly publicKey: PublicKey;
  readonly salt: string;
  /** Addresses that seats were borrowed from, by who asked: each vendor has its own. */
  readonly servers: Readonly<Record<string, readonly string[]>>;
  /** Number of the newest revocation list that was ever here for seats, by vendor: an older one stays out, and one that is gone is missed. */
  readonly lists: Readonly<Record<string, number>>;
}

export const seatsFolder = (folder: string): string => join(folder, 'seats');

const borrowerIn = (folder: string): string => join(seatsFolder(folder), 'borrower.json');
export const readBorrower = (folder: string) => readSealed<BorrowerFile>(borrowerIn(folder));
/** Only for whoever holds the folder of the seats. */
export const writeBorrower = (folder: string, content: BorrowerFile): void => writeSealed(borrowerIn(folder), content);

/** Where a vendor's revocation list lies that came for seats: apart from the workstation's own, which may be another vendor's. */
const listNameOf = (vendor: string): string => `revocations-${nameOf(vendor)}.json`;
export const readList = (folder: string, vendor: string) =>
  ({ name: listNameOf(vendor), file: readSealed<StoredRevocations>(join(seatsFolder(folder), listNameOf(vendor))) }) as const;
/** Only for whoever holds the folder of the seats. */
export const writeList = (folder: string, vendor: string, content: StoredRevocations): void =>
  writeSealed(join(seatsFolder(folder), listNameOf(vendor)), content);

/** Where one lease lies: a folder of its own, so that programs of one machine do not wait for one another. */
export const placeOf = (folder: string, leaseId: string): string => join(seatsFolder(folder), leaseId);
const fileIn = (place: string): string => join(place, 'lease.json');

/** The lease in a folder; null where it is gone, or was cut off before it was there. */
export function readLease(place: string): LeaseRecord | null {
  const read = readSealed<LeaseRecord>(fileIn(place));
  return read.state === 'read' ? read.content : null;
}

/** Only for whoever holds the lease. */
export const writeLease = (place: string, record: LeaseRecord): void => writeSealed(fileIn(place), record);

/** Every lease that is written down here. */
export function listLeases(folder: string): readonly LeaseRecord[] {
  return placesIn(folder)
    .map(readLease)
    .filter((record) => record !== null);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(seatsFolder(folder)).sort();
  } catch {
    // Nobody has taken seats here yet.
    return [];
  }
}

export const placesIn = (folder: string): readonly string[] =>
  namesIn(folder)
    .filter((name) => name.startsWith('lse_'))
    .map((name) => placeOf(folder, name));

/** A lease that this process holds. */
export interface HeldPlace {
  readonly place: string;
  readonly record: LeaseRecord;
  readonly lock: FolderLock;
}

/**
 * Writes a new lease down, held by this process. Its folder comes with what is written in it: whoever looks for leases of processes that
 * died finds none that only begins. One that is taken for such a lease before it is held is left to whoever took it, who gives it back.
 */
export async function newPlace(folder: string, wanted: Wanted, by: string): Promise<HeldPlace> {
  for (;;) {
    const record: LeaseRecord = { leaseId: `lse_${randomUUID()}`, ...wanted, by, borrow: null };
    const place = placeOf(folder, record.leaseId);
    const begun = join(seatsFolder(folder), `${unfinished}${record.leaseId}`);
    mkdirSync(begun, { recursive: true, mode: 0o700 });
    writeLease(begun, record);
    renameSync(begun, place);
    const taken = await takeFolder(place);
    if (!('lock' in taken)) continue;
    if (readLease(place) !== null) return { place, record, lock: taken.lock };
    tidyPlace({ place, lock: taken.lock });
  }
}

/** Forgets a lease for good. Only for whoever holds it. */
export function removePlace(place: string): void {
  rmSync(place, { recursive: true, force: true });
}

/** The same where it may fail: what is left is for whoever takes a seat here next, and keeps nobody from hearing what became of this one. */
export function tidyPlace({ place, lock }: Pick<HeldPlace, 'place' | 'lock'>): void {
  try {
    removePlace(place);
  } catch {
    // A disk that takes nothing, or another program that looks into the folder just now.
    releaseQuietly(lock);
  }
}

/** Leaves a lease to whoever comes next. Where that fails, its lock is that of a dead process once this one ends. */
export function releaseQuietly(lock: FolderLock): void {
  try {
    lock.release();
  } catch {
    // Nobody is to be told.
  }
}

const unfinished = 'new-';
/** Whoever makes a folder needs a moment, and no minute. Milliseconds. */
const longestMaking = 60_000;

/** Removes what processes that died left half made. */
export function removeUnfinished(folder: string): void {
  for (const name of namesIn(folder)) {
    if (!name.startsWith(unfinished)) continue;
    const path = join(seatsFolder(folder), name);
    const made = statSync(path, { throwIfNoEntry: false });
    if (made !== undefined && Math.abs(Date.now() - made.mtimeMs) > longestMaking) rmSync(path, { recursive: true, force: true });
  }
}
