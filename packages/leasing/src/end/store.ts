import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import { hourAfter, hourNow, hoursOver } from '../hours/store.ts';
import { judgeOveruseAt, most, overAfter, overuseEnded } from '../overuse/store.ts';

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

const afterEnding = { used: 'c.used - f.seats', gone: 'gone' };

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
       gone AS (DELETE FROM leases WHERE vendor_id = $1 AND id = $2 RETURNING id, counter_id, project_id, seats, borrower_key),
       told AS (
         INSERT INTO lease_ends (vendor_id, lease_id, counter_id, project_id, ended_at, why, ended_by, reason, borrower_key)
         SELECT $1, id, counter_id, project_id, $3, $4, $5, $6, borrower_key FROM gone
         ON CONFLICT (vendor_id, lease_id) DO UPDATE
         SET ended_at = excluded.ended_at, why = excluded.why, ended_by = excluded.ended_by, reason = excluded.reason,
           borrower_key = excluded.borrower_key),
       ${hoursOver('gone')}, ${overuseEnded('gone', afterEnding)}
     UPDATE counters c SET used = c.used - f.seats, ceiling = greatest(${most}, c.used - f.seats), ${overAfter(afterEnding)},
       ${hourAfter('c.used - f.seats')}
     FROM gone f WHERE c.vendor_id = $1 AND c.id = f.counter_id`,
    [vendorId, leaseId, at, why, by, reason],
  );
}
