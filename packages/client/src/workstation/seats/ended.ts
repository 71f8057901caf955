import { join } from 'node:path';
import { holdFolder, readSealed, writeSealed } from '../../machine/index.ts';
import { seatsFolder } from './records.ts';

/** A borrowed seat that is here no more, and that nobody gave back just now by hand: people are told why before it is forgotten (C7, F10). */
export interface EndedSeat {
  readonly leaseId: string;
  readonly feature: string;
  /** `recalled`: somebody called it back. `returned`: its time is over, or it was removed here before. `gone`: the server has no such lease any more. */
  readonly what: 'recalled' | 'returned' | 'gone';
  /** What whoever called it back said; null where nobody said anything, or nobody could be asked. */
  readonly reason: string | null;
}

/** Nobody reads more than this; the oldest are forgotten first. */
const most = 20;

const fileIn = (folder: string): string => join(seatsFolder(folder), 'ended.json');

/** Borrowed seats that are here no more, as long as nobody was told. A file that was damaged says nothing: it is news, and proves nothing. */
export function endedSeats(folder: string): readonly EndedSeat[] {
  const read = readSealed<readonly EndedSeat[]>(fileIn(folder));
  return read.state === 'read' ? read.content : [];
}

/** Changes what is to be told; where somebody has the folder for long it stays as it is. */
async function change(folder: string, next: (known: readonly EndedSeat[]) => readonly EndedSeat[]): Promise<void> {
  const held = await holdFolder(seatsFolder(folder));
  if (!held.ok || !('lock' in held.value)) return;
  try {
    writeSealed(fileIn(folder), next(endedSeats(folder)));
  } finally {
    held.value.lock.release();
  }
}

/** Notes why a seat is here no more. What was called back stays so, also once it is back at the server. */
export async function noteEnded(folder: string, seat: EndedSeat): Promise<void> {
  if (endedSeats(folder).some(({ leaseId, what }) => leaseId === seat.leaseId && what === 'recalled')) return;
  await change(folder, (known) => [...known.filter(({ leaseId }) => leaseId !== seat.leaseId), seat].slice(-most));
}

/** Somebody was told. */
export async function forgetEnded(folder: string, seats: readonly EndedSeat[]): Promise<void> {
  if (seats.length === 0) return;
  const told = new Set(seats.map(({ leaseId }) => leaseId));
  await change(folder, (known) => known.filter(({ leaseId }) => !told.has(leaseId)));
}
