import { basename } from 'node:path';
import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import { type Damage, readSealed, setAside, writeSealed } from './sealed-file.ts';
import { shiftBy, type Time, timeOf } from './time.ts';

/** A clock that remembers the latest time it ever showed. */
export interface Clock {
  time(): Time;
  /** Remembers that this instant was seen; `heal` makes it the latest though a later one was. */
  seen(instant: number, heal?: boolean): void;
  /**
   * Remembers an instant, the present unless another is given; to the millisecond where it is to be exact. A disk that takes nothing more is no
   * reason to answer nobody.
   */
  note(instant?: number, isExact?: boolean): void;
  /** How often it was healed, as far as this process knows: what it remembers of the time from before that is not to be believed. */
  healings(): number;
  /** What is the matter with the file that the latest time is kept in. */
  damage(): Damage | null;
  /** No file says any more what was seen, though one must: the clock is not believed until it is healed, and nothing is written before. */
  isLost(): boolean;
}

/** The mark is written anew once it is this much behind: a disk is not worn for seconds. Milliseconds. */
const markStep = 60_000;

/** The year 10000: what comes later cannot be shown as a date. Milliseconds since 1970. */
const endOfTime = 253_402_300_800_000;

/** The high-water mark of time. */
interface Mark {
  /** Milliseconds since 1970. */
  readonly latest: number;
  /** How often it was healed: whoever read it before knows a time that is not believed any more. Missing before the first. */
  readonly healings?: number;
}

/** How far this process's clock is shifted, in milliseconds: only ever where nothing real is licensed. */
export function clockShift(
  env: Readonly<Record<string, string | undefined>>,
  isTest: boolean,
): Decision<number, 'clock-shift-not-allowed' | 'clock-shift-not-valid'> {
  const period = env.MUNIMENT_TEST_CLOCK_SHIFT;
  if (!period) return accept(0);
  if (!isTest) return refuse('clock-shift-not-allowed');
  const milliseconds = shiftBy(period);
  return milliseconds === null ? refuse('clock-shift-not-valid', { period }) : accept(milliseconds);
}

/** Where and how a clock remembers. */
export interface ClockSettings {
  /** Milliseconds by which the machine's clock is shifted. */
  readonly shift: number;
  /** What was seen for sure, even if the files with the mark are gone; milliseconds since 1970. */
  readonly atLeast: number;
  /** A second file with the mark: without the first, which somebody may have removed, the clock knows as much. */
  readonly copy?: string;
  /** Something depends on what was seen: where no file says it any more, somebody removed them. */
  readonly isNeeded?: boolean;
  /** By how much the clock may be behind before it counts as set back. */
  readonly toleranceMilliseconds?: number;
}

interface MarkFile {
  readonly path: string;
  readonly latest: number;
  readonly healings: number;
  damage: Damage | null;
}

function readMark(path: string): MarkFile {
  const file = readSealed<Mark>(path);
  const isTime = file.state === 'read' && Number.isFinite(file.content.latest) && file.content.latest < endOfTime;
  const reason = file.state === 'damaged' ? file.reason : file.state === 'read' && !isTime ? 'says no time' : null;
  const damage = reason === null ? null : { file: basename(path), reason, keptAs: null };
  const { latest, healings = 0 } = isTime ? file.content : { latest: 0 };
  return { path, latest, healings: Number.isSafeInteger(healings) ? healings : 0, damage };
}

/** What files say together: the latest of those that were healed last. */
function newestOf(files: readonly MarkFile[]): Required<Mark> {
  const healings = Math.max(...files.map((file) => file.healings));
  return { healings, latest: Math.max(...files.filter((file) => file.healings === healings).map(({ latest }) => latest)) };
}

/** Opens the clock of a folder. */
export function openClock(path: string, { shift, atLeast, copy, isNeeded = false, toleranceMilliseconds }: ClockSettings): Clock {
  const files = (copy === undefined ? [path] : [path, copy]).map(readMark);
  const known = newestOf(files).latest;
  let { healings } = newestOf(files);
  // Of two files, one that is not there was there.
  for (const file of files)
    if (known > 0 && file.latest === 0) file.damage ??= { file: basename(file.path), reason: 'missing', keptAs: null };
  let isLost = isNeeded && known === 0;
  let latest = Math.max(known, atLeast);
  let written = Math.min(...files.map((file) => file.latest));
  const now = () => Date.now() + shift;
  const write = (file: MarkFile) => {
    if (file.damage?.keptAs === null)
      file.damage = file.damage.reason === 'missing' ? null : { ...file.damage, keptAs: setAside(file.path, now()) };
    writeSealed(file.path, healings === 0 ? { latest } : { latest, healings });
  };
  const remember = (instant: number, heal: boolean, step: number) => {
    latest = heal ? instant : Math.max(latest, instant);
    if (!heal && (isLost || latest - written < step)) return;
    isLost = false;
    const there = newestOf(files.map(({ path: file }) => readMark(file)));
    if (heal) healings = Math.max(healings, there.healings) + 1;
    // Another process may have healed it meanwhile: what was seen before that is not believed any more.
    else if (there.healings > healings) [healings, latest] = [there.healings, Math.max(there.latest, now())];
    // Or it has seen more: that is not forgotten.
    else latest = Math.max(latest, there.latest);
    files.forEach(write);
    written = latest;
  };
  return {
    time() {
      const time = timeOf(now(), latest, toleranceMilliseconds);
      return isLost ? { ...time, isSetBack: true } : time;
    },
    seen: (instant, heal = false) => remember(instant, heal, markStep),
    note(instant = now(), isExact = false) {
      try {
        remember(instant, false, isExact ? 1 : markStep);
      } catch {
        // The next time will tell.
      }
    },
    healings: () => healings,
    isLost: () => isLost,
    damage: () => files.find(({ damage }) => damage !== null)?.damage ?? null,
  };
}
