import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import { hourAfter, hourNow, hoursOver } from '../hours/store.ts';
import { judgeOveruseAt } from '../overuse/store.ts';

/** Why a lease is taken away otherwise than by its holder or by running out. */
export interface Ending {
  readonly why: 'ended' | 'returned';
  /** Who ended it, as the audit log writes it; null: its holder, by a receipt. */
  readonly by: string | null;
  /** What the holder is told. */
  readonly reason: string | null;
  readonly at: Temporal.Instant;
}

/** Locks a lease, as everybody does before its counter; false where it is gone. */
export async function lockLease(tx: Tx, vendorId: string, leaseId: string): Promise<boolean> {
  const rows = await tx.query('leasing-lock-lease', 'SELECT 1 FROM leases WHERE vendor_id = $1 AND id = $2 FOR UPDATE', [
    vendorId,
    leaseId,
  ]);
  return rows.length === 1;
}

const owned = 'COALESCE(c.step_seats[width_bucket($3::timestamptz, c.step_from)], 0)';

/** Ends a lease that is locked, borrowed ones too: its seats are free at once, and word is left for its holder. */
export async function endLease(tx: Tx, vendorId: string, leaseId: string, { why, by, reason, at }: Ending): Promise<void> {
  const counters = await tx.query<{ id: string }>(
    'leasing-lock-counter-of-lease',
    `SELECT c.id FROM counters c WHERE c.vendor_id = $1
       AND c.id = (SELECT l.counter_id FROM leases l WHERE l.vendor_id = $1 AND l.id = $2) FOR UPDATE`,
    [vendorId, leaseId],
  );
  await judgeOveruseAt(
    tx,
    vendorId,
    counters.map(({ id }) => id),
    at,
  );
  await tx.run(
    'leasing-end-lease',
    `WITH clock AS MATERIALIZED (SELECT $3::timestamptz AS at), ${hourNow},
       gone AS (DELETE FROM leases WHERE vendor_id = $1 AND id = $2 RETURNING id, counter_id, project_id, seats),
       told AS (
         INSERT INTO lease_ends (vendor_id, lease_id, counter_id, project_id, ended_at, why, ended_by, reason)
         SELECT $1, id, counter_id, project_id, $3, $4, $5, $6 FROM gone
         ON CONFLICT (vendor_id, lease_id) DO UPDATE
         SET ended_at = excluded.ended_at, why = excluded.why, ended_by = excluded.ended_by, reason = excluded.reason),
       ${hoursOver('gone')},
       over AS (
         INSERT INTO counter_overuses (vendor_id, counter_id, since, until, most)
         SELECT $1, c.id, c.over_since, greatest(c.over_since, $3), greatest(c.over_most, c.used - (${owned}))
         FROM counters c JOIN gone g ON g.counter_id = c.id
         WHERE c.vendor_id = $1 AND c.over_since IS NOT NULL AND c.used - g.seats <= ${owned} ON CONFLICT DO NOTHING)
     UPDATE counters c SET used = c.used - g.seats, ceiling = greatest(${owned} + c.overdraft, c.used - g.seats),
       over_since = CASE WHEN c.used - g.seats > ${owned} THEN COALESCE(c.over_since, $3) END,
       over_most = CASE WHEN c.used - g.seats > ${owned} THEN greatest(c.over_most, c.used - (${owned})) ELSE 0 END,
       ${hourAfter('c.used - g.seats')}
     FROM gone g WHERE c.vendor_id = $1 AND c.id = g.counter_id`,
    [vendorId, leaseId, at, why, by, reason],
  );
}
