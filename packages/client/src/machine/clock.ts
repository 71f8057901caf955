import { basename } from 'node:path';
import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import { type Damage, readSealed, setAside, writeSealed } from './sealed-file.ts';
import { shiftBy, type Time, timeOf } from './time.ts';

/** A clock that remembers the latest time it ever showed. */
export interface Clock {
  time(): Time;
  /** Remembers that this instant was seen; `heal` makes it the latest though a later one was. */
  seen(instant: number, heal?: boolean): void;
  /** Remembers an instant, the present unless another is given. A disk that takes nothing more is no reason to answer nobody. */
  note(instant?: number): void;
  /** What is the matter with the file that the latest time is kept in. */
  damage(): Damage | null;
}

/** The mark is written anew once it is this much behind: a disk is not worn for seconds. Milliseconds. */
const markStep = 60_000;

/** The high-water mark of time. */
interface Mark {
  /** Milliseconds since 1970. */
  readonly latest: number;
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

/** Opens the clock of a folder. `atLeast` was seen for sure, even if the file with the mark is gone; milliseconds since 1970. */
export function openClock(path: string, { shift, atLeast }: { readonly shift: number; readonly atLeast: number }): Clock {
  const file = readSealed<Mark>(path);
  const mark = file.state === 'read' ? file.content.latest : 0;
  let damage: Damage | null = file.state === 'damaged' ? { file: basename(path), reason: file.reason, keptAs: null } : null;
  let latest = Math.max(mark, atLeast);
  let written = mark;
  const now = () => Date.now() + shift;
  const seen: Clock['seen'] = (instant, heal = false) => {
    latest = heal ? instant : Math.max(latest, instant);
    if (!heal && latest - written < markStep) return;
    if (damage?.keptAs === null) damage = { ...damage, keptAs: setAside(path, now()) };
    writeSealed(path, { latest });
    written = latest;
  };
  return {
    time: () => timeOf(now(), latest),
    seen,
    note(instant = now()) {
      try {
        seen(instant);
      } catch {
        // The next time will tell.
      }
    },
    damage: () => damage,
  };
}
