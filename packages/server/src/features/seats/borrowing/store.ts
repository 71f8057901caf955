import type { PublicKey } from '@muniment/documents/verify';
import type { Fingerprint } from '@muniment/domain/fingerprint';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../../core/context.ts';

/** The seats of a counter by date. */
export async function stepsOf(tx: Tx, vendorId: Uuid, counterId: Uuid): Promise<{ at: Temporal.Instant; seats: number }[]> {
  return tx.query(
    'seats-steps-of',
    `SELECT s.at, s.seats FROM counters c CROSS JOIN LATERAL unnest(c.step_from, c.step_seats) AS s (at, seats)
     WHERE c.vendor_id = $1 AND c.id = $2 ORDER BY s.at`,
    [vendorId, counterId],
  );
}

export interface BorrowedRow {
  readonly id: Uuid;
  readonly borrowedUntil: Temporal.Instant;
  readonly documentUntil: Temporal.Instant;
  readonly renewals: number;
  readonly number: number;
  readonly key: PublicKey;
  readonly fingerprint: Fingerprint | null;
}

/** A locked lease is away: its seats are held as long as its document says so, without a sign of life. */
export async function saveBorrowed(tx: Tx, vendorId: Uuid, row: BorrowedRow, now: Temporal.Instant): Promise<void> {
  await tx.run(
    'seats-save-borrowed',
    `UPDATE leases SET borrowed_until = $3, document_until = $4, expires_at = $4, renewals = $5, document_number = $6, borrower_key = $7::jsonb,
       fingerprint = $8::jsonb, seen_at = $9, idle_since = NULL
     WHERE vendor_id = $1 AND id = $2`,
    [
      vendorId,
      row.id,
      row.borrowedUntil,
      row.documentUntil,
      row.renewals,
      row.number,
      JSON.stringify(row.key),
      row.fingerprint === null ? null : JSON.stringify(row.fingerprint),
      now,
    ],
  );
}

/** Whether a lease of a project was given back with a receipt. */
export async function wasReturned(tx: Tx, vendorId: Uuid, leaseId: Uuid): Promise<{ project_id: Uuid } | null> {
  const rows = await tx.query<{ project_id: Uuid }>(
    'seats-was-returned',
    "SELECT project_id FROM lease_ends WHERE vendor_id = $1 AND lease_id = $2 AND why = 'returned'",
    [vendorId, leaseId],
  );
  return rows[0] ?? null;
}
