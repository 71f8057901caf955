import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from './context.ts';

export interface StoredAnswer {
  body_hash: Buffer;
  status: number | null;
  answer: unknown;
}

/** True if the key is new; waits for another transaction that is using it. */
export async function claimKey(
  tx: Tx,
  vendorId: Uuid,
  principal: string,
  key: string,
  operation: string,
  hash: Buffer,
  now: Temporal.Instant,
): Promise<boolean> {
  const inserted = await tx.run(
    'core-claim-idempotency-key',
    `INSERT INTO idempotency_keys (vendor_id, principal, key, operation, body_hash, created_at)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [vendorId, principal, key, operation, hash, now],
  );
  return inserted === 1;
}

export async function readKey(tx: Tx, vendorId: Uuid, principal: string, key: string): Promise<StoredAnswer | null> {
  const rows = await tx.query<StoredAnswer>(
    'core-read-idempotency-key',
    'SELECT body_hash, status, answer FROM idempotency_keys WHERE vendor_id = $1 AND principal = $2 AND key = $3',
    [vendorId, principal, key],
  );
  return rows[0] ?? null;
}

export async function saveAnswer(tx: Tx, vendorId: Uuid, principal: string, key: string, status: number, answer: unknown): Promise<void> {
  await tx.run(
    'core-save-idempotency-answer',
    'UPDATE idempotency_keys SET status = $4, answer = $5::json WHERE vendor_id = $1 AND principal = $2 AND key = $3',
    [vendorId, principal, key, status, JSON.stringify(answer)],
  );
}

/** Answers older than the instant are forgotten: their keys may be used anew. */
export async function forgetAnswers(tx: Tx, vendorId: Uuid, before: Temporal.Instant): Promise<number> {
  return tx.run('core-forget-idempotency-keys', 'DELETE FROM idempotency_keys WHERE vendor_id = $1 AND created_at < $2', [
    vendorId,
    before,
  ]);
}

/** Every vendor of the installation, the oldest first. Vendors stand outside row-level security. */
export async function listVendors(tx: Tx): Promise<{ id: Uuid; slug: string; name: string }[]> {
  return tx.query('core-list-vendors', 'SELECT id, slug, name FROM vendors ORDER BY created_at, id');
}
