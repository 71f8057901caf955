import { Temporal } from 'temporal-polyfill';
import type { TermRules } from '../catalog/index.ts';

/** A term that runs: the first day without. */
interface Ending {
  readonly until: Temporal.PlainDate;
}

/** Terms by their first day without: those in `(after, last]`. */
export interface EndingWindow {
  readonly after: Temporal.PlainDate;
  readonly last: Temporal.PlainDate;
}

/** For so many days after its end a licence is still extended by itself; a device that went without for longer is left alone. */
export const extendedForDays = 90;

/** Whole days from today until the first day without; none or less when it has ended. */
export function daysLeft({ until }: Ending, today: Temporal.PlainDate): number {
  return today.until(until, { largestUnit: 'days' }).days;
}

/**
 * How many days before its end a licence is extended (A11): as the pack says, but later where the shortest licence that may
 * follow is not longer than that, since it would be due again the moment it was extended. Where licences do not combine,
 * the next begins when one has ended.
 */
export function extendAhead({ combine, extendDaysBefore }: Pick<TermRules, 'combine' | 'extendDaysBefore'>, shortestDays: number): number {
  return combine ? Math.max(1, Math.min(extendDaysBefore, shortestDays - 1)) : 0;
}

/**
 * Whether a licence is to be extended by now: so many days before its end, or later, though nothing ran for days. What had
 * ended when extending was switched on stays ended, as does what ended too long ago.
 */
export function isDueForExtension(licence: Ending, since: Temporal.PlainDate, today: Temporal.PlainDate, ahead: number): boolean {
  const left = daysLeft(licence, today);
  return Temporal.PlainDate.compare(licence.until, since) > 0 && left <= ahead && left >= -extendedForDays;
}

/** Where to look for what is to be extended, the first to be served first: what runs goes before what has ended. */
export function extensionWindows(since: Temporal.PlainDate, today: Temporal.PlainDate, ahead: number): EndingWindow[] {
  const running = { after: later(since, today), last: today.add({ days: ahead }) };
  const ended = { after: later(since, today.subtract({ days: extendedForDays + 1 })), last: today };
  return [running, ended].filter(({ after, last }) => Temporal.PlainDate.compare(after, last) < 0);
}

function later(one: Temporal.PlainDate, other: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(one, other) < 0 ? other : one;
}

/**
 * What is to be told of today for each day of notice, the nearest end first: of several days of notice that have come only the
 * nearest is told, and of what has ended none.
 */
export function noticeWindows(noticeDays: readonly number[], today: Temporal.PlainDate): (EndingWindow & { readonly days: number })[] {
  return [...noticeDays]
    .sort((a, b) => a - b)
    .map((days, index, nearest) => ({ days, after: today.add({ days: nearest[index - 1] ?? 0 }), last: today.add({ days }) }));
}
