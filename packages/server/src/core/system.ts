import type { JobTask } from '@muniment/platform/jobs';
import { inTransaction, type Pool, type Tx } from '@muniment/platform/postgres';
import type { Actor, Context, OrganizationFacts, Vendor } from './context.ts';
import { serveEach } from './serve-each.ts';
import type { Services } from './services.ts';
import { listVendors, vendorOrganization } from './store.ts';

/** What acts that nobody asks for need. */
export interface SystemParts {
  readonly pool: Pool;
  readonly services: Services;
}

/** The system acts for the vendor's organization; the log says that it was the system. */
function systemActor(organization: OrganizationFacts): Actor {
  return {
    kind: 'system',
    id: null,
    name: 'Muniment',
    organization,
    role: 'administrator',
    scopes: ['all'],
    sessionId: null,
    language: null,
  };
}

/** A transaction of its own, with a context in which the system acts. */
export type SystemAct = <T>(work: (context: Context) => Promise<T>) => Promise<T>;

/** Work for one vendor, in as many transactions as there are calls of `act`, so that nobody waits for all of it. */
export type VendorWork = (act: SystemAct, signal: AbortSignal) => Promise<void>;

/**
 * A periodic job that acts for the vendors, one after the other: forced security shows no transaction more than one. What is
 * left when the process ends is done by the next run.
 */
export function actForVendors({ pool, services }: SystemParts, work: VendorWork): JobTask {
  return async ({ now, id, signal }) => {
    const vendors = await inTransaction(pool, { vendorId: null, readOnly: true }, listVendors);
    await serveEach(vendors, signal, (vendor) =>
      work(
        (act) => inTransaction(pool, { vendorId: vendor.id }, async (tx) => act(await systemContext(tx, vendor, services, now, id))),
        signal,
      ),
    );
  };
}

async function systemContext(tx: Tx, vendor: Vendor, services: Services, now: Context['now'], requestId: string): Promise<Context> {
  return {
    tx,
    now,
    vendor,
    actor: systemActor(await vendorOrganization(tx, vendor.id)),
    dryRun: false,
    channel: 'job',
    requestId,
    address: null,
    language: null,
    idempotencyKey: null,
    ifVersion: null,
    services,
  };
}
