import { inTransaction } from '@muniment/platform/postgres';
import type { Vendor } from '../core/context.ts';
import { appendLeaf } from '../features/audit/index.ts';
import { createPerson as create, hashPassword, type NewPerson } from '../features/identity/index.ts';
import { type OperatorParts, operatorActor, operatorRequest } from './context.ts';
import { vendorOrganization } from './store.ts';

/** Adds a person with a password without an invitation, in the operator's name; the log says who and with which roles. */
export async function createPerson(
  parts: Pick<OperatorParts, 'pool' | 'clock'>,
  vendor: Vendor,
  { password, ...person }: Omit<NewPerson, 'passwordHash'> & { readonly password: string },
): Promise<void> {
  const passwordHash = await hashPassword(password);
  const now = await parts.clock.now();
  await inTransaction(parts.pool, { vendorId: vendor.id }, async (tx) => {
    const made = await create({ tx, now, vendor }, { ...person, passwordHash });
    if (!made.ok) throw new Error(`${made.refusal.code}: ${person.email}`);
    const actor = operatorActor(await vendorOrganization(tx, vendor.id));
    const facts = { memberships: person.memberships.map(({ organizationId, role }) => ({ organizationId, role })) };
    await appendLeaf({ tx, now, vendor, actor, ...operatorRequest }, { kind: 'create-person', subject: made.value.personId, facts });
  });
}
