import type { Temporal } from 'temporal-polyfill';
import type { Part } from '../catalog/index.ts';
import type { Lot } from './types.ts';

type Dates = Pick<Lot, 'validFrom' | 'validUntil' | 'termDays'>;

/**
 * What a lot issued today is good for, by its part's term: dates where the term is fixed; days that do not run yet where
 * it runs while assigned or from activation.
 */
export function lotPeriod(part: Part, today: Temporal.PlainDate): Dates {
  if (part.term === undefined) return { validFrom: null, validUntil: null, termDays: null };
  if (part.term.runs !== 'fixed') return { validFrom: null, validUntil: null, termDays: part.term.days };
  return datesFrom(today, part.term.days);
}

/** A term that begins today, whatever else it waits for: a demo, a licence file of before, an activation. */
export function periodFromToday(part: Part, today: Temporal.PlainDate): Dates {
  return part.term === undefined ? lotPeriod(part, today) : datesFrom(today, part.term.days);
}

function datesFrom(today: Temporal.PlainDate, days: number): Dates {
  return { validFrom: today, validUntil: today.add({ days }), termDays: null };
}
