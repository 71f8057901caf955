import type { Borrowable } from '@muniment/leasing';
import type { LeaseRow } from './store.ts';

/** A lease as far as borrowing looks at it. */
export function borrowableOf(row: Pick<LeaseRow, 'seats' | 'borrowed_until' | 'expires_at' | 'renewals' | 'recalled_at'>): Borrowable {
  return {
    seats: row.seats,
    borrowedUntil: row.borrowed_until?.epochMilliseconds ?? null,
    heldUntil: row.expires_at.epochMilliseconds,
    renewals: row.renewals,
    recalled: row.recalled_at !== null,
  };
}
