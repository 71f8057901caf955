import type { Temporal } from 'temporal-polyfill';
import type { UnassignRule } from '../catalog/index.ts';

/** A term that runs: `days` whole days of the vendor's calendar, the first of them `startsOn`. */
export interface RunningTerm {
  readonly days: number;
  readonly startsOn: Temporal.PlainDate;
}

/** What a removal does to a term, with every day that the arithmetic looked at (F12). `days = used + deducted + remaining`. */
export interface RemovalSteps extends RunningTerm {
  /** The first day without, had it stayed. */
  readonly until: Temporal.PlainDate;
  readonly removedOn: Temporal.PlainDate;
  /** The day of removal, moved on by the vendor's rule. */
  readonly roundedTo: Temporal.PlainDate;
  /** Whether the rounded day itself counts as used. */
  readonly countsLastDay: boolean;
  readonly used: number;
  readonly deducted: number;
  readonly remaining: number;
}

/** The first day without: the term's days after its first. */
export function untilOf({ days, startsOn }: RunningTerm): Temporal.PlainDate {
  return startsOn.add({ days });
}

/** What is left of a term licence that is removed (A9), by the numbers of the vendor's rule. */
export function removalSteps(term: RunningTerm, removedOn: Temporal.PlainDate, rule: UnassignRule): RemovalSteps {
  const roundedTo = removedOn.add({ days: rule.roundUpDays });
  const passed = term.startsOn.until(roundedTo, { largestUnit: 'days' }).days + (rule.countLastDay ? 1 : 0);
  const used = Math.min(term.days, Math.max(0, passed));
  const deducted = Math.min(term.days - used, rule.deductDays);
  const until = untilOf(term);
  const remaining = term.days - used - deducted;
  return { ...term, until, removedOn, roundedTo, countsLastDay: rule.countLastDay, used, deducted, remaining };
}

/** A number of days that belongs to something. */
interface Share {
  readonly days: number;
}

/** What is left of shares of which the first is used up first; those with nothing left are gone. */
export function useUp<S extends Share>(shares: readonly S[], days: number): readonly S[] {
  let rest = days;
  return shares.flatMap((share) => {
    const taken = Math.min(rest, share.days);
    rest -= taken;
    return taken < share.days ? [{ ...share, days: share.days - taken }] : [];
  });
}

export function daysOf(shares: readonly Share[]): number {
  return shares.reduce((sum, { days }) => sum + days, 0);
}
