import type { Clock } from '@muniment/platform/clock';
import { inTransaction, type Pool, type Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Actor, Context, OrganizationFacts, Outside, Vendor } from '../core/context.ts';
import type { Services } from '../core/services.ts';

/** What the operator's acts need: the database, the time, the keys. */
export interface OperatorParts {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly services: Services;
}

/** The operator acts for the vendor's organization; the log says that it was the operator. */
export function operatorActor(organization: OrganizationFacts): Actor {
  return {
    kind: 'operator',
    id: null,
    name: 'Operator',
    organization,
    role: 'administrator',
    scopes: ['all'],
    sessionId: null,
    language: null,
  };
}

/** How the log tells the operator's acts from requests. */
export const operatorRequest = { channel: 'operator', requestId: 'operator', address: null } as const;

export function contextFor(parts: OperatorParts, tx: Tx, vendor: Vendor, actor: Actor, now: Temporal.Instant): Context {
  return {
    tx,
    now,
    vendor,
    actor,
    dryRun: false,
    ...operatorRequest,
    language: null,
    idempotencyKey: null,
    ifVersion: null,
    services: parts.services,
  };
}

/** For what a use case prepares before its transaction. */
export function outsideFor(parts: OperatorParts, vendor: Vendor, actor: Actor, now: Temporal.Instant): Outside {
  return { vendor, actor, now, read: (work) => inTransaction(parts.pool, { vendorId: vendor.id, readOnly: true }, work) };
}

/** A result that must not be kept is rolled back. */
export async function act<T extends { readonly ok: boolean }>(
  parts: OperatorParts,
  vendor: Vendor,
  actor: Actor,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  const now = await parts.clock.now();
  return inTransaction(parts.pool, { vendorId: vendor.id }, async (tx) => {
    const result = await work(contextFor(parts, tx, vendor, actor, now));
    if (!result.ok) tx.discard();
    return result;
  });
}
