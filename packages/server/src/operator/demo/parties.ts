import { fromId, toId } from '@muniment/platform/ids';
import type { Actor, Context, OrganizationFacts } from '../../core/context.ts';
import { createChildDevice, createCustomer, createDevice } from '../../features/devices/index.ts';
import { createPerson } from '../../features/identity/index.ts';
import { createOrganization, grantAllowance } from '../../features/organizations/index.ts';
import type { Demo, DemoPerson } from './demo-file.ts';
import { input, must, named, type Placed, type Stage } from './stage.ts';

/** The day everything began: before the first entry of the history. */
export function firstDay(demo: Demo): number {
  const days = demo.history.flatMap((entry) => Object.values(entry).map((act) => act.daysAgo));
  return Math.max(0, ...days) + 30;
}

export async function addPeople(
  stage: Stage,
  operator: Actor,
  organization: OrganizationFacts,
  people: readonly DemoPerson[],
): Promise<void> {
  for (const { id, role, name, email, language } of people) {
    const memberships = [{ organizationId: organization.id, role }];
    const person = { name, email, language, passwordHash: stage.passwordHash, memberships };
    const { personId } = must(email, await createPerson(stage.as(operator, firstDay(stage.demo)), person));
    const actor = { kind: 'person' as const, id: personId, name, organization, role, scopes: ['all' as const], sessionId: null, language };
    stage.actors.set(id, actor);
  }
}

export async function addPartners(stage: Stage, operator: Actor): Promise<void> {
  const context = stage.as(operator, firstDay(stage.demo));
  for (const { id, name, kind, people } of stage.demo.organizations) {
    const made = must(name, await createOrganization(context, { params: {}, query: {}, body: { name, kind } })) as { id: string };
    const organization = { id: fromId('org', made.id)!, name, kind };
    stage.organizations.set(id, organization);
    await addPeople(stage, operator, organization, people);
  }
  for (const { from, to } of stage.demo.allowances) {
    const body = { fromId: toId('org', named(stage.organizations, from).id), toId: toId('org', named(stage.organizations, to).id) };
    must(`${from} to ${to}`, await grantAllowance(context, { params: {}, query: {}, body }));
  }
}

/** Somebody of an organization who may act for it: the first whose role is not only reading. */
function workerOf(stage: Stage, organizationId: string): Actor {
  const { people } = stage.demo.organizations.find(({ id }) => id === organizationId)!;
  return named(stage.actors, people.find(({ role }) => role !== 'read-only')!.id);
}

interface Customer {
  readonly id: string;
  readonly projects: readonly { readonly id: string }[];
}

export async function addCustomers(stage: Stage, operator: Actor): Promise<void> {
  const { demo } = stage;
  const begin = firstDay(demo) - 1;
  for (const { id, name, servedBy, address, referenceNote, people } of demo.customers) {
    const context = stage.as(workerOf(stage, servedBy), begin);
    const made = must(name, await createCustomer(context, input({}, { name, address, referenceNote }))) as Customer;
    const organization = { id: fromId('org', made.id)!, name, kind: 'customer' as const };
    stage.projects.set(id, made.projects[0]!.id);
    stage.organizations.set(id, organization);
    await addPeople(stage, operator, organization, people);
    for (const device of demo.devices.filter(({ customer }) => customer === id)) await addDevice(stage, context, made.id, device);
  }
}

/** A device and those that were added below it by hand. */
async function addDevice(stage: Stage, context: Context, customerId: string, device: Demo['devices'][number]): Promise<void> {
  const { id, customer: _, children, ...body } = device;
  const added = must(id, await createDevice(context, input({ customerId }, body))) as Placed;
  stage.devices.set(id, added);
  for (const { id: childId, ...child } of children) {
    const below = await createChildDevice(context, input({ deviceId: added.id }, { ...child, confirmed: true }));
    stage.devices.set(childId, must(childId, below) as Placed);
  }
}
