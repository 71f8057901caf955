import type { Temporal } from 'temporal-polyfill';
import type { Part } from '../catalog/index.ts';
import type { Lot } from './types.ts';

/** The days a lot issued today is good for, by its part's term. */
export function lotPeriod(part: Part, today: Temporal.PlainDate): Pick<Lot, 'validFrom' | 'validUntil'> {
  if (part.term === undefined) return { validFrom: null, validUntil: null };
  return { validFrom: today, validUntil: today.add({ days: part.term.days }) };
}
