import { Temporal } from 'temporal-polyfill';
import { accept, type Decision, refuse } from '../refusal/index.ts';

/**
 * What time it is for decisions, from what a machine's clock says and the latest time seen before. All in milliseconds since 1970:
 * they are kept in files and compared, never shown as they are.
 */
export interface ClockReading {
  /** What the machine's clock says. */
  readonly clock: number;
  /** The latest time seen, this one included: what is to be kept. */
  readonly latest: number;
  /** The time for decisions: the later of both, so that setting the clock back brings nothing back. */
  readonly now: number;
  /** `behind`: the clock is behind the latest time seen, and may be by so much. `set-back`: it is behind by more. */
  readonly standing: 'fine' | 'behind' | 'set-back';
}

/** Reads a clock (F14). It comes right by itself: as soon as the clock is not too far behind any more, it is believed again. */
export function readClock(latest: number, clock: number, toleranceMilliseconds: number): ClockReading {
  if (clock >= latest) return { clock, latest: clock, now: clock, standing: 'fine' };
  const standing = clock >= latest - toleranceMilliseconds ? 'behind' : 'set-back';
  return { clock, latest, now: latest, standing };
}

const textOf = (milliseconds: number): string => Temporal.Instant.fromEpochMilliseconds(milliseconds).toString();

/** The time for decisions, or why there is none: with both instants, for people to see which of them is wrong. */
export function trustedTime({ clock, latest, now, standing }: ClockReading): Decision<number, 'clock-set-back'> {
  return standing === 'set-back' ? refuse('clock-set-back', { clock: textOf(clock), latest: textOf(latest) }) : accept(now);
}

/** A question about the time to somebody whose signature is believed, and its answer. */
export interface TimeProof {
  /** The latest time seen when the question was made, with a nonce that was never used before. */
  readonly latestWhenAsked: number;
  /** When the answer to that very nonce was signed. */
  readonly signedAt: number;
}

/**
 * Whether a signed answer proves that a clock was once ahead by mistake: then the latest time seen is that of the answer again.
 *
 * The answer was signed after the question was made. So where it bears an earlier time than had been seen before the question, what
 * had been seen was wrong. If a later time was seen since, the answer is too old to say anything of it. A file that somebody kept is
 * no proof, however new it is: it only says that it was so early once.
 */
export function healClock(latest: number, { latestWhenAsked, signedAt }: TimeProof): number | null {
  return latest <= latestWhenAsked && signedAt < latest ? signedAt : null;
}
