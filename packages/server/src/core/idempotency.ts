import type { IdempotencyStore } from '@muniment/platform/http';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from './context.ts';
import { claimKey, readKey, saveAnswer } from './store.ts';

/** Whose keys: another caller's key of the same text is another key. */
export interface KeyOwner {
  readonly vendorId: Uuid;
  readonly principal: string;
  readonly operation: string;
  readonly now: Temporal.Instant;
}

/**
 * Answers kept in the act's own transaction. A second request with the key waits in `claim` until the first has
 * committed (and then gets its answer) or rolled back (and then acts itself): the same key twice is one act.
 */
export function answersOf({ vendorId, principal, operation, now }: KeyOwner): IdempotencyStore<Tx> {
  return {
    async claim(tx, claim) {
      const hash = Buffer.from(claim.fingerprint, 'base64url');
      if (await claimKey(tx, vendorId, principal, claim.key, operation, hash, now)) return { state: 'new' };
      const stored = await readKey(tx, vendorId, principal, claim.key);
      if (stored === null || stored.status === null) return { state: 'in-progress' };
      return { state: 'answered', fingerprint: stored.body_hash.toString('base64url'), answer: stored.answer };
    },
    async keep(tx, claim, answer) {
      await saveAnswer(tx, vendorId, principal, claim.key, 200, answer);
    },
  };
}
