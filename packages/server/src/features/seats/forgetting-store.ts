import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';
import type { Forgetting } from '../../core/housekeeping.ts';

/** Documents of a lease that was given back may stand on the list of what counts no more for years: until then its id is no other lease's. */
function forgetEnds(tx: Tx, vendorId: Uuid, before: Temporal.Instant, most: number): Promise<number> {
  return tx.run(
    'seats-forget-ends',
    `DELETE FROM lease_ends WHERE vendor_id = $1 AND lease_id IN (
       SELECT e.lease_id FROM lease_ends e WHERE e.vendor_id = $1 AND e.ended_at < $2 AND NOT EXISTS (
         SELECT 1 FROM revocations r WHERE r.vendor_id = $1 AND r.kind = 'borrow' AND r.subject_id = e.lease_id AND r.until > $2)
       ORDER BY e.ended_at LIMIT $3)`,
    [vendorId, before, most],
  );
}

/** One id may wait at several counters: the place that has lapsed goes, and no other. */
function forgetTickets(tx: Tx, vendorId: Uuid, before: Temporal.Instant, most: number): Promise<number> {
  return tx.run(
    'seats-forget-tickets',
    `DELETE FROM seat_tickets WHERE vendor_id = $1 AND (id, counter_id) IN (
       SELECT id, counter_id FROM seat_tickets WHERE vendor_id = $1 AND expires_at < $2 LIMIT $3)`,
    [vendorId, before, most],
  );
}

/**
 * A program that was off over the holidays still learns why its seat is gone, and a receipt that was sent twice still has its
 * answer. Whoever waits asks again within minutes. Who held seats is not kept at all once they are given back: a lease is deleted
 * with its names; what was in use, hour by hour, and beyond what there is, stays without them.
 */
export const seatForgetting: readonly Forgetting[] = [
  { what: 'lease-ends', keptDays: 60, isLogged: false, forget: forgetEnds },
  { what: 'seat-tickets', keptDays: 1, isLogged: false, forget: forgetTickets },
];
