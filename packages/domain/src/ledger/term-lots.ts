import { Temporal } from 'temporal-polyfill';
import { vendorPlace } from './accounts.ts';
import type { Holding } from './state.ts';
import type { PoolHolding } from './term-state.ts';
import type { AccountPlace, Lot, Move, TermComponent } from './types.ts';

/** A holding of a lot whose days run while it is assigned. */
export type TermHolding<H extends Holding> = H & { readonly lot: H['lot'] & { readonly termDays: number } };

export function isTermLicence<H extends Holding>(holding: H): holding is TermHolding<H> {
  return holding.part.term?.runs === 'while-assigned' && holding.lot.termDays != null;
}

/** What a term licence is made of; an original is made of itself. */
export function componentsOf(
  { id, termDays, components }: Pick<Lot, 'id' | 'termDays' | 'components'>,
  registeredAt: Temporal.Instant,
): readonly TermComponent[] {
  if (components !== undefined && components.length > 0) return components;
  return [{ lotId: id, days: termDays ?? 0, registeredAt }];
}

/** The order in which licences of a pool are taken where nothing else decides: the earlier registered first, then by id. */
export function inOrder(a: PoolHolding, b: PoolHolding): number {
  return Temporal.Instant.compare(a.registeredAt, b.registeredAt) || (a.lot.id < b.lot.id ? -1 : 1);
}

/** Licences with nothing left: they are retired. */
export function spendMoves(holdings: readonly Holding[], from: AccountPlace): readonly Move[] {
  return holdings.map(({ lot, quantity }) => ({ lotId: lot.id, from, to: vendorPlace('retired'), quantity }));
}

/** What an act on terms did to days. */
export interface Days {
  readonly daysIn: number;
  readonly daysUsed: number;
  readonly daysDeducted: number;
  readonly daysOut: number;
}

/** The third law, of acts on terms: days in = days out + days used + days deducted. Throws where they are not: that is a bug. */
export function daysIn(days: Days): Days {
  if (days.daysIn !== days.daysOut + days.daysUsed + days.daysDeducted) {
    throw new RangeError(`${days.daysIn} days in are not ${days.daysOut} out, ${days.daysUsed} used and ${days.daysDeducted} deducted`);
  }
  return days;
}
