import { Temporal } from 'temporal-polyfill';
import type { TermRules } from '../catalog/index.ts';

/** A term that runs: the first day without. */
interface Ending {
  readonly until: Temporal.PlainDate;
}

/** Whole days from today until the first day without; none or less when it has ended. */
export function daysLeft({ until }: Ending, today: Temporal.PlainDate): number {
  return today.until(until, { largestUnit: 'days' }).days;
}

/**
 * Whether a licence is to be extended by now (A11): so many days before its end, or later, however long nothing ran. What
 * had ended when extending was switched on stays ended. Where licences do not combine, the next begins when one has ended.
 */
export function isDueForExtension(
  licence: Ending,
  since: Temporal.PlainDate,
  today: Temporal.PlainDate,
  { combine, extendDaysBefore }: Pick<TermRules, 'combine' | 'extendDaysBefore'>,
): boolean {
  if (Temporal.PlainDate.compare(licence.until, since) <= 0) return false;
  return daysLeft(licence, today) <= (combine ? extendDaysBefore : 0);
}

/** Of several days of notice the one to tell of today: the nearest that has come; null while none has, or when it is over. */
export function noticeDue(licence: Ending, noticeDays: readonly number[], today: Temporal.PlainDate): number | null {
  const left = daysLeft(licence, today);
  if (left <= 0) return null;
  return noticeDays.reduce<number | null>((nearest, days) => (left <= days && (nearest === null || days < nearest) ? days : nearest), null);
}
