import type { JobTask } from '@muniment/platform/jobs';
import { inTransaction, type Pool, type Tx } from '@muniment/platform/postgres';
import type { Actor, Context, OrganizationFacts, Vendor } from './context.ts';
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

/** What one run of a periodic job does for one vendor, in one transaction; true if there may be more. */
export type Sweep = (context: Context) => Promise<boolean>;

/** Work for one vendor: each call of `act` is a transaction of its own, with a context in which the system acts. */
export type VendorWork = (act: <T>(work: (context: Context) => Promise<T>) => Promise<T>, signal: AbortSignal) => Promise<void>;

/** A periodic job that acts for the vendors, one after the other: forced security shows no transaction more than one. */
export function actForVendors({ pool, services }: SystemParts, work: VendorWork): JobTask {
  return async ({ now, id, signal }) => {
    const vendors = await inTransaction(pool, { vendorId: null, readOnly: true }, listVendors);
    const failures: unknown[] = [];
    for (const vendor of vendors) {
      if (signal.aborted) break;
      await work(
        (act) => inTransaction(pool, { vendorId: vendor.id }, async (tx) => act(await systemContext(tx, vendor, services, now, id))),
        signal,
      ).catch((error: unknown) => failures.push(error));
    }
    // Told once everybody was served: what keeps failing for one vendor must not keep the others waiting.
    if (failures.length > 0) throw failures[0];
  };
}

/**
 * The same in portions, each a transaction, so that nobody waits for all of them; what is left when the process ends is done
 * by the next run.
 */
export function sweepVendors(parts: SystemParts, sweep: Sweep): JobTask {
  return actForVendors(parts, async (act, signal) => {
    let more = true;
    while (more && !signal.aborted) more = await act(sweep);
  });
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
