import { join } from 'node:path';
import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import { type FolderLock, holdFolder, type Taking, takeFolder } from '../../machine/index.ts';
import type { WorkstationRefusal } from '../refusals.ts';
import type { Online } from '../servers.ts';
import { type LeaseRecord, placeOf, readLease } from './records.ts';

/** Does something to a lease that is away, which nobody else changes meanwhile. */
export async function withLease<T>(
  folder: string,
  leaseId: string,
  work: (place: string, record: LeaseRecord) => Promise<Online<T>>,
  taking: Taking = {},
): Promise<Online<T>> {
  const place = placeOf(folder, leaseId);
  // A folder is made where it is taken: one that is gone is not made by asking.
  if (readLease(place) === null) return refuse('nothing-borrowed', { leaseId });
  const held = await holdFolder(place, taking);
  if (!held.ok) return held;
  if (!('lock' in held.value)) return refuse('folder-in-use', { folder: place, ...held.value });
  try {
    const record = readLease(place);
    return record === null ? refuse('nothing-borrowed', { leaseId }) : await work(place, record);
  } finally {
    held.value.lock.release();
  }
}

const slotIn = (place: string, number: number): string => join(place, `use-${number}`);

type Slots = Decision<readonly FolderLock[], WorkstationRefusal>;

/** Takes so many of the seats of a lease that is away, for this process alone; all or none. */
export async function takeSlots(place: string, { seats, feature }: LeaseRecord, wanted: number): Promise<Slots> {
  const taken: FolderLock[] = [];
  for (let number = 1; number <= seats && taken.length < wanted; number++) {
    const slot = await takeFolder(slotIn(place, number));
    if ('lock' in slot) taken.push(slot.lock);
  }
  if (taken.length === wanted) return accept(taken);
  const used = seats - taken.length;
  for (const lock of taken) lock.release();
  return refuse('no-seat-free', { feature, seats, used, asked: wanted });
}
