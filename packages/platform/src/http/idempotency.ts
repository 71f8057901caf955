import type { Operation } from '@muniment/contract/operation';
import { digestOf } from '../hash/index.ts';
import type { IdempotencyClaim } from './request-info.ts';
import type { Input, Outcome } from './types.ts';

/**
 * What is known about a key: nothing yet (it is now ours), a finished answer, or somebody at it right now. An answer that
 * is `hidden` is about what its caller may not see any more.
 */
export type Claimed =
  | { readonly state: 'new' }
  | { readonly state: 'answered'; readonly fingerprint: string; readonly answer: unknown; readonly hidden?: boolean }
  | { readonly state: 'in-progress' };

/**
 * Where answers are kept. Both steps run in the act's own transaction, so that an act and its stored answer are there
 * together or not at all. A key belongs to who sent it: `claim` looks only among the caller's own.
 */
export interface IdempotencyStore<Tx> {
  claim(tx: Tx, claim: IdempotencyClaim): Promise<Claimed>;
  keep(tx: Tx, claim: IdempotencyClaim, answer: unknown): Promise<void>;
  /** Gives a claimed key back: nothing was answered under it that a repeat could be given. */
  release(tx: Tx, claim: IdempotencyClaim): Promise<void>;
}

const visible = /^[\x21-\x7e]{1,255}$/;

/** The key of an `Idempotency-Key` header: plain, or in quotes as the draft writes it; null if it is not one. */
export function readIdempotencyKey(header: string | string[] | undefined): string | null {
  if (typeof header !== 'string') return null;
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header;
  return visible.test(key) ? key : null;
}

/** What a request asks for, as one digest: the order of fields and the spaces between them do not matter. */
export function fingerprintOf(operation: Operation, input: Input): string {
  return digestOf([operation.id, input.params, input.query, input.body]);
}

function withoutSecrets(operation: Operation, value: unknown): unknown {
  if (operation.secrets.length === 0 || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !operation.secrets.includes(name)));
}

/**
 * Performs an act once per key. A repeat with the same key and input is answered from the store; with other input it is
 * refused. A refusal is not kept: the repeat is decided anew. An answer with a secret is kept without it, and its repeat
 * says so. An answer about what the caller may not see any more is not there for them.
 */
export async function once<Tx>(
  store: IdempotencyStore<Tx>,
  tx: Tx,
  operation: Operation,
  claim: IdempotencyClaim,
  act: () => Promise<Outcome>,
): Promise<Outcome> {
  const claimed = await store.claim(tx, claim);
  if (claimed.state === 'in-progress') {
    return { ok: false, refusal: { code: 'idempotency-in-progress' }, headers: { 'Retry-After': '1' } };
  }
  if (claimed.state === 'answered') {
    if (claimed.fingerprint !== claim.fingerprint) return { ok: false, refusal: { code: 'idempotency-key-reused' } };
    if (claimed.hidden === true) return { ok: false, refusal: { code: 'not-found' } };
    if (operation.secrets.length > 0) return { ok: false, refusal: { code: 'secret-already-shown', facts: { answer: claimed.answer } } };
    return { ok: true, value: claimed.answer, replayed: true };
  }
  const outcome = await act();
  if (outcome.ok) await store.keep(tx, claim, withoutSecrets(operation, outcome.value));
  // The transaction is committed nevertheless; the claim must not be, or the key would be in progress for good.
  else if (outcome.keep === true) await store.release(tx, claim);
  return outcome;
}
