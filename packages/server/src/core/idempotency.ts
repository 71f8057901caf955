import type { IdempotencyClaim, Outcome } from '@muniment/platform/http';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from './context.ts';
import { claimKey, readKey, saveAnswer } from './store.ts';

export interface Kept {
  readonly value: unknown;
  /** The answer showed something once, which is not kept. */
  readonly secret: boolean;
}

interface Claimed {
  readonly vendorId: Uuid;
  readonly principal: string;
  readonly claim: IdempotencyClaim;
  readonly operation: string;
  readonly now: Temporal.Instant;
}

/**
 * Takes the key for this transaction, or answers as the first time. A second request with the key waits here until the
 * first has committed (and then gets its answer) or rolled back (and then acts itself): the same key twice is one act.
 */
export async function recallAnswer(tx: Tx, claimed: Claimed): Promise<Outcome | null> {
  const { vendorId, principal, claim } = claimed;
  const hash = Buffer.from(claim.fingerprint, 'base64url');
  if (await claimKey(tx, vendorId, principal, claim.key, claimed.operation, hash, claimed.now)) return null;
  tx.discard();
  const stored = await readKey(tx, vendorId, principal, claim.key);
  if (stored === null || stored.answer === null) return { ok: false, refusal: { code: 'idempotency-in-progress' } };
  if (!hash.equals(stored.body_hash)) return { ok: false, refusal: { code: 'idempotency-key-reused' } };
  if (stored.answer.secret) return { ok: false, refusal: { code: 'secret-already-shown', facts: { answer: stored.answer.value } } };
  return { ok: true, value: stored.answer.value, replayed: true };
}

/** Stores the answer in the act's own transaction: both are there, or neither. */
export async function keepAnswer(tx: Tx, vendorId: Uuid, principal: string, key: string, status: number, kept: Kept): Promise<void> {
  await saveAnswer(tx, vendorId, principal, key, status, kept);
}
