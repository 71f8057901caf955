import type { IdempotencyStore, Input } from '@muniment/platform/http';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationFacts, Uuid } from './context.ts';
import { type Aims, claimKey, readKey, releaseKey, saveAnswer, seesAll } from './store.ts';

/** Whose keys: another caller's key of the same text is another key. */
export interface KeyOwner {
  readonly vendorId: Uuid;
  readonly principal: string;
  readonly operation: string;
  /** Whom the sender acts for; null for nobody in particular. */
  readonly organization: OrganizationFacts | null;
  readonly input: Input;
  readonly now: Temporal.Instant;
}

const publicId = /^(dev|org|op|prj)_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** Ids in the fields that are meant for them: what people write in a note names nothing. */
function* idsIn(value: unknown, field = ''): Generator<readonly [prefix: string, id: Uuid]> {
  if (typeof value === 'string') {
    const [, prefix, id] = /(^i|I)ds?$/.test(field) ? (publicId.exec(value) ?? []) : [];
    if (prefix !== undefined && id !== undefined) yield [prefix, id];
  } else if (Array.isArray(value)) {
    for (const one of value) yield* idsIn(one, field);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value)) yield* idsIn(one, name);
  }
}

/** Everything an answer and its request name that somebody may cease to see. */
function aimsOf(value: unknown): Aims {
  const found: Record<string, Set<Uuid>> = { dev: new Set(), org: new Set(), op: new Set(), prj: new Set() };
  for (const [prefix, id] of idsIn(value)) found[prefix]!.add(id);
  return { devices: [...found.dev!], organizations: [...found.org!], operations: [...found.op!], projects: [...found.prj!] };
}

/**
 * Answers kept in the act's own transaction. A second request with the key waits in `claim` until the first has
 * committed (and then gets its answer) or rolled back (and then acts itself): the same key twice is one act. Care for a
 * customer may have ended since: what is seen is decided for the repeat, as for everything else.
 */
export function answersOf({ vendorId, principal, operation, organization, input, now }: KeyOwner): IdempotencyStore<Tx> {
  return {
    async claim(tx, claim) {
      const hash = Buffer.from(claim.fingerprint, 'base64url');
      if (await claimKey(tx, vendorId, principal, claim.key, operation, hash, now)) return { state: 'new' };
      const stored = await readKey(tx, vendorId, principal, claim.key);
      if (stored === null || stored.status === null) return { state: 'in-progress' };
      const { answer } = stored;
      // The vendor sees everything, always.
      const bounded = organization !== null && organization.kind !== 'vendor';
      const hidden = bounded && !(await seesAll(tx, vendorId, organization, aimsOf([input.params, input.body, answer]), now));
      return { state: 'answered', fingerprint: stored.body_hash.toString('base64url'), answer, hidden };
    },
    async release(tx, claim) {
      await releaseKey(tx, vendorId, principal, claim.key);
    },
    async keep(tx, claim, answer) {
      await saveAnswer(tx, vendorId, principal, claim.key, 200, answer);
    },
  };
}
