import { inTransaction } from '@muniment/platform/postgres';
import type { Vendor } from '../core/context.ts';
import { createPerson as create, type NewPerson } from '../features/identity/index.ts';
import type { OperatorParts } from './context.ts';

/** Adds a person with a password without an invitation: for demo data and for whoever lost the last administrator. */
export async function createPerson(parts: Pick<OperatorParts, 'pool' | 'clock'>, vendor: Vendor, person: NewPerson): Promise<void> {
  const now = await parts.clock.now();
  await inTransaction(parts.pool, { vendorId: vendor.id }, async (tx) => {
    const made = await create({ tx, now, vendor }, person);
    if (!made.ok) throw new Error(`${made.refusal.code}: ${person.email}`);
  });
}
