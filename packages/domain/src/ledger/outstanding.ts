import { Temporal } from 'temporal-polyfill';
import type { Holding } from './state.ts';

/** The newest licence file of a device that nobody can reach. */
export interface OutstandingFile {
  readonly epoch: number;
  readonly number: number;
  /** The first day on which it is over by itself, whatever it grants (C6); null where it names no end. */
  readonly until: Temporal.PlainDate | null;
}

/**
 * When the file that stays on a device stops by itself: with the last of what it grants, or before, where it was to be renewed by then. Null
 * where it never does.
 */
export function goesOnUntil(granted: readonly Holding[], file: OutstandingFile | null): Temporal.PlainDate | null {
  if (granted.length === 0) return null;
  const ends = granted.flatMap(({ lot }) => lot.validUntil ?? []);
  // What has no end outlasts whatever has one.
  const last = ends.length < granted.length ? null : ends.toSorted(Temporal.PlainDate.compare).at(-1)!;
  const first = [last, file?.until ?? null].filter((end) => end !== null).toSorted(Temporal.PlainDate.compare);
  return first[0] ?? null;
}

/** The serial of a file, as an operation keeps it. */
export const serialOf = (file: OutstandingFile | null) => (file === null ? null : { epoch: file.epoch, number: file.number });
