import { readClock } from '@muniment/domain/clock';
import { Temporal } from 'temporal-polyfill';

/** What time it is for decisions; milliseconds since 1970. */
export interface Time {
  /** What the machine's clock says. */
  readonly clock: number;
  /** The latest instant that was ever seen here. */
  readonly latest: number;
  /** The later of both: setting the clock back brings nothing back. */
  readonly now: number;
  /** The clock is behind by more than it may be, or nobody knows whether it is. */
  readonly isSetBack: boolean;
}

/** A clock may be put right by this much without anybody being told. */
const usualTolerance = 3_600_000;

/** The time for decisions, from the clock and from what was seen before. */
export function timeOf(clock: number, latest: number, tolerance = usualTolerance): Time {
  const { now, standing } = readClock(latest, clock, tolerance);
  return { clock, latest, now, isSetBack: standing === 'set-back' };
}

/** How far a period such as `P40D` or `-PT3H` moves a clock, from now on, in milliseconds; null where it is no period (ISO 8601). */
export function shiftBy(period: string): number | null {
  try {
    const now = Temporal.Now.instant();
    const shifted = now.toZonedDateTimeISO('UTC').add(Temporal.Duration.from(period)).toInstant();
    return shifted.epochMilliseconds - now.epochMilliseconds;
  } catch {
    return null;
  }
}

/** An instant as text (RFC 3339). */
export const instantText = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** Whether a text is a calendar day. */
export function isDay(text: unknown): text is string {
  try {
    return typeof text === 'string' && Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}

/** The last day of a period that has ended on the day given. */
export const dayBefore = (day: string): string => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();
