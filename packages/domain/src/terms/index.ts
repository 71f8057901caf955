import { Temporal } from 'temporal-polyfill';

/** The calendar day at an instant in the vendor's zone: the only way from `now` to "today". */
export function vendorDay(now: Temporal.Instant, timeZone: string): Temporal.PlainDate {
  return now.toZonedDateTimeISO(timeZone).toPlainDate();
}

/** The instant a day begins in the zone: midnight, or the first moment after a clock change that skips it. */
export function startOfDay(day: Temporal.PlainDate, timeZone: string): Temporal.Instant {
  return day.toZonedDateTime(timeZone).toInstant();
}

/** The last day inside the half-open period that ends before `until`. */
export function lastDayOf(until: Temporal.PlainDate): Temporal.PlainDate {
  return until.subtract({ days: 1 });
}

/** A half-open period of days; a missing end is open. */
export interface Period {
  readonly validFrom: Temporal.PlainDate | null;
  readonly validUntil: Temporal.PlainDate | null;
}

/** Whether a period is over on a day: `validUntil` itself is the first day without. */
export function hasEnded({ validUntil }: Pick<Period, 'validUntil'>, day: Temporal.PlainDate): boolean {
  return validUntil !== null && Temporal.PlainDate.compare(validUntil, day) <= 0;
}

/** Whether a period has begun by a day. */
export function hasBegun({ validFrom }: Pick<Period, 'validFrom'>, day: Temporal.PlainDate): boolean {
  return validFrom === null || Temporal.PlainDate.compare(validFrom, day) <= 0;
}

/** Whether a day lies in `[validFrom, validUntil)`. */
export function isWithin(period: Period, day: Temporal.PlainDate): boolean {
  return hasBegun(period, day) && !hasEnded(period, day);
}

export {
  daysLeft,
  type EndingWindow,
  extendAhead,
  extendedForDays,
  extensionWindows,
  isDueForExtension,
  noticeWindows,
} from './expiry.ts';
export { daysOf, type RemovalSteps, type RunningTerm, removalSteps, untilOf, useUp } from './unassign.ts';
