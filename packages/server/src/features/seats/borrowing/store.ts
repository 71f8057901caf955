import type { LicenseMachine, PublicKey } from '@muniment/documents/verify';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../../core/context.ts';

/** The seats of a counter by date, and those that may be used beyond them. */
export async function stepsOf(
  tx: Tx,
  vendorId: Uuid,
  counterId: Uuid,
): Promise<{ at: Temporal.Instant; seats: number; overdraft: number }[]> {
  return tx.query(
    'seats-steps-of',
    `SELECT s.at, s.seats, c.overdraft FROM counters c CROSS JOIN LATERAL unnest(c.step_from, c.step_seats) AS s (at, seats)
     WHERE c.vendor_id = $1 AND c.id = $2 ORDER BY s.at`,
    [vendorId, counterId],
  );
}

/** What others than a lease have away of its counter, and until when, as far as that was granted. */
export async function awayBeside(
  tx: Tx,
  vendorId: Uuid,
  leaseId: Uuid,
  now: Temporal.Instant,
): Promise<{ seats: number; until: Temporal.Instant; is_before: boolean }[]> {
  return tx.query(
    'seats-away-beside',
    `SELECT l.seats, CASE WHEN l.recalled_at IS NULL THEN greatest(l.borrowed_until, l.expires_at) ELSE l.expires_at END AS until,
       (l.since, l.id) < (o.since, o.id) AS is_before
     FROM leases o JOIN leases l ON l.vendor_id = o.vendor_id AND l.counter_id = o.counter_id AND l.id <> o.id
     WHERE o.vendor_id = $1 AND o.id = $2 AND l.borrowed_until IS NOT NULL AND l.expires_at > $3`,
    [vendorId, leaseId, now],
  );
}

export interface Borrowing {
  readonly id: Uuid;
  readonly borrowedUntil: Temporal.Instant;
  readonly documentUntil: Temporal.Instant;
  readonly renewals: number;
  readonly number: number;
  readonly key: PublicKey;
  readonly machine: LicenseMachine | null;
}

/** What is signed of it: which question the document answers is not kept. */
export interface BorrowedRow extends Borrowing {
  readonly nonce: string | null;
}

/**
 * A locked lease is away: its seats are held, without a sign of life, as long as any document says so that was ever signed for it.
 * Which of them the borrower has, nobody knows: an answer may be lost, and a computer restored from a copy.
 */
export async function saveBorrowed(tx: Tx, vendorId: Uuid, row: Borrowing, now: Temporal.Instant): Promise<void> {
  await tx.run(
    'seats-save-borrowed',
    `UPDATE leases SET borrowed_until = $3, document_until = $4,
       expires_at = CASE WHEN borrowed_until IS NULL THEN $4 ELSE greatest(expires_at, $4) END, look_at = least(look_at, $4),
       renewals = $5, document_number = $6, borrower_key = $7::jsonb, fingerprint = $8::jsonb, seen_at = $9, idle_since = NULL
     WHERE vendor_id = $1 AND id = $2`,
    [
      vendorId,
      row.id,
      row.borrowedUntil,
      row.documentUntil,
      row.renewals,
      row.number,
      JSON.stringify(row.key),
      row.machine === null ? null : JSON.stringify(row.machine.fingerprint),
      now,
    ],
  );
}

/** A lease that was given back with a receipt. */
export interface ReturnedRow {
  readonly project_id: Uuid;
  /** Whose key it was borrowed with; null of those that came back before that was kept. */
  readonly borrower_key: Readonly<Record<string, unknown>> | null;
}

/** Whose lease was given back with a receipt, and by the holder of which key. */
export async function wasReturned(tx: Tx, vendorId: Uuid, leaseId: Uuid): Promise<ReturnedRow | null> {
  const rows = await tx.query<ReturnedRow>(
    'seats-was-returned',
    "SELECT project_id, borrower_key FROM lease_ends WHERE vendor_id = $1 AND lease_id = $2 AND why = 'returned'",
    [vendorId, leaseId],
  );
  return rows[0] ?? null;
}
