import { agreementFor, findProduct } from '@muniment/domain/catalog';
import { sha256Bytes } from '@muniment/platform/hash';
import { fromId, toId, uuidv7 } from '@muniment/platform/ids';
import { asOwner, type Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Actor, Context, OrganizationFacts, Vendor } from '../core/context.ts';
import { listVendors } from '../core/store.ts';
import { currentPack, type InspectedPack } from '../features/catalog/index.ts';
import { activateLicenses, attachLicenses, detachLicenses, makeHardwareKey, shipOrder } from '../features/channel/index.ts';
import { startDemo } from '../features/demos/index.ts';
import { childrenOf, createChildDevice, createCustomer, createDevice } from '../features/devices/index.ts';
import { depositExternalFile, supplyExternalFile } from '../features/external-files/index.ts';
import { createPerson, hashPassword } from '../features/identity/index.ts';
import { importLicenseFile } from '../features/imports/index.ts';
import { createOrganization, grantAllowance } from '../features/organizations/index.ts';
import { contextFor, type OperatorParts } from './context.ts';
import { makeVendor, readCatalog } from './create-vendor.ts';
import { type Demo, type DemoEntry, type DemoPerson, readDemo } from './demo-file.ts';

export interface LoadedDemo {
  /** Slug. */
  readonly vendor: string;
  /** The same for everybody. */
  readonly password: string;
  readonly people: readonly { readonly email: string; readonly name: string; readonly role: string; readonly organization: string }[];
}

/** A step that is refused is a mistake in the file: the whole demo is left out, with the reason. */
function must<T>(
  what: string,
  result:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly refusal: { readonly code: string; readonly facts: object } },
): T {
  if (result.ok) return result.value;
  throw new Error(`demo: ${what}: ${result.refusal.code} ${JSON.stringify(result.refusal.facts)}`);
}

/** A device that is there; `id` as the API writes it. */
interface Placed {
  readonly id: string;
  readonly product: string;
  readonly variant: string | null;
  readonly hardwareKey: string;
}

interface Activated {
  readonly externalFiles: readonly { readonly id: string }[];
}

/** Everything that was made so far, by the names the file gives it, and the way to act as somebody some days ago. */
interface Stage {
  readonly demo: Demo;
  /** Of the password that everybody has. */
  readonly passwordHash: string;
  readonly organizations: Map<string, OrganizationFacts>;
  readonly actors: Map<string, Actor>;
  readonly devices: Map<string, Placed>;
  /** Files made elsewhere that devices wait for, by the device's name. */
  readonly awaited: Map<string, string>;
  as(actor: Actor, daysAgo: number): Context;
}

function named<T>(map: ReadonlyMap<string, T>, id: string): T {
  const found = map.get(id);
  if (found === undefined) throw new Error(`demo: nothing is called ${id}`);
  return found;
}

/** The day everything began: before the first entry of the history. */
function firstDay(demo: Demo): number {
  const days = demo.history.flatMap((entry) => Object.values(entry).map((act) => act.daysAgo));
  return Math.max(0, ...days) + 30;
}

async function addPeople(stage: Stage, operator: Actor, organization: OrganizationFacts, people: readonly DemoPerson[]): Promise<void> {
  for (const { id, role, name, email, language } of people) {
    const memberships = [{ organizationId: organization.id, role }];
    const person = { name, email, language, passwordHash: stage.passwordHash, memberships };
    const { personId } = must(email, await createPerson(stage.as(operator, firstDay(stage.demo)), person));
    const actor = { kind: 'person' as const, id: personId, name, organization, role, scopes: ['all' as const], sessionId: null, language };
    stage.actors.set(id, actor);
  }
}

async function addPartners(stage: Stage, operator: Actor): Promise<void> {
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

const input = <P, B>(params: P, body: B) => ({ params, query: {}, body });

/** Somebody of an organization who may act for it: the first whose role is not only reading. */
function workerOf(stage: Stage, organizationId: string): Actor {
  const { people } = stage.demo.organizations.find(({ id }) => id === organizationId)!;
  return named(stage.actors, people.find(({ role }) => role !== 'read-only')!.id);
}

async function addCustomers(stage: Stage, operator: Actor): Promise<void> {
  const { demo } = stage;
  const begin = firstDay(demo) - 1;
  for (const { id, name, servedBy, address, referenceNote, people } of demo.customers) {
    const context = stage.as(workerOf(stage, servedBy), begin);
    const made = must(name, await createCustomer(context, { params: {}, query: {}, body: { name, address, referenceNote } })) as {
      id: string;
    };
    const organization = { id: fromId('org', made.id)!, name, kind: 'customer' as const };
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

/** A device by its name in the file, or what appeared by itself below one, as `id/relation`. */
async function placed(stage: Stage, context: Context, name: string): Promise<Placed> {
  const [above, relation] = name.split('/');
  if (relation === undefined) return named(stage.devices, name);
  const children = await childrenOf(context.tx, context.vendor.id, fromId('dev', named(stage.devices, above!).id)!);
  const below = children.find((child) => child.relation === relation);
  if (below === undefined) throw new Error(`demo: nothing is called ${name}`);
  return { id: toId('dev', below.id), product: below.product, variant: below.variant, hardwareKey: below.hardware_key };
}

type Reservation = NonNullable<DemoEntry['attach']>;

const linesOf = ({ lines }: Reservation) => lines.map(({ salesOrder, part, quantity }) => ({ order: salesOrder, part, quantity }));

/** The agreement that the device's product asks for, accepted in the actor's language. */
async function acceptedBy(context: Context, { product, variant }: Placed) {
  const { pack } = (await currentPack(context))!;
  const text = agreementFor(pack, findProduct(pack, product, variant)!);
  const language = context.actor.language ?? pack.vendor.languages[0]!;
  return text === null ? undefined : { id: text.id, version: text.version, language, accepted: true };
}

async function tellShipment(stage: Stage, { by, daysAgo, receiver, ...order }: NonNullable<DemoEntry['ship']>): Promise<void> {
  const body = { ...order, receiverId: toId('org', named(stage.organizations, receiver).id) };
  must(`ship ${order.salesOrder}`, await shipOrder(stage.as(named(stage.actors, by), daysAgo), input({}, body)));
}

/** What comes of files that are made elsewhere. */
async function tellFile(stage: Stage, { deposit, supply }: Pick<DemoEntry, 'deposit' | 'supply'>): Promise<void> {
  const content = (text: string) => Buffer.from(text).toString('base64');
  if (deposit !== undefined) {
    const { by, daysAgo, salesOrder: order, product, fileName, text } = deposit;
    const body = { order, product, fileName, content: content(text) };
    must(`deposit with ${order}`, await depositExternalFile(stage.as(named(stage.actors, by), daysAgo), input({}, body)));
  }
  if (supply !== undefined) {
    const { by, daysAgo, device, fileName, text } = supply;
    const params = { externalFileId: named(stage.awaited, device) };
    const body = { fileName, content: content(text) };
    must(`supply ${device}`, await supplyExternalFile(stage.as(named(stage.actors, by), daysAgo), input(params, body)));
  }
}

async function tell(stage: Stage, entry: DemoEntry): Promise<void> {
  const { ship, attach, detach, activate, makeKey, startDemo: demo, importFile } = entry;
  if (ship !== undefined) return tellShipment(stage, ship);
  if (entry.deposit !== undefined || entry.supply !== undefined) return tellFile(stage, entry);
  const act = attach ?? detach ?? activate ?? makeKey ?? demo ?? importFile;
  if (act === undefined) return;
  const context = stage.as(named(stage.actors, act.by), act.daysAgo);
  const device = await placed(stage, context, act.device);
  const params = { deviceId: device.id };
  if (attach !== undefined) must(`attach to ${act.device}`, await attachLicenses(context, input(params, { lines: linesOf(attach) })));
  if (detach !== undefined) must(`detach from ${act.device}`, await detachLicenses(context, input(params, { lines: linesOf(detach) })));
  if (activate !== undefined) {
    const body = { agreement: await acceptedBy(context, device) };
    const done = must(`activate ${act.device}`, await activateLicenses(context, input(params, body))) as Activated;
    for (const { id } of done.externalFiles) stage.awaited.set(act.device, id);
  }
  if (makeKey !== undefined) {
    const body = { keyInput: makeKey.keyInput, agreement: await acceptedBy(context, device) };
    must(`make the key of ${act.device}`, await makeHardwareKey(context, input(params, body)));
  }
  if (demo !== undefined) {
    const body = { demo: demo.demo, agreement: await acceptedBy(context, device) };
    must(`start a demo on ${act.device}`, await startDemo(context, input(params, body)));
  }
  if (importFile !== undefined)
    must(`import on ${act.device}`, await importLicenseFile(context, input(params, fileOf(device, importFile))));
}

/** A licence file of before for a device (docs/licence-file-import.md), with the checksum that makes it one. */
function fileOf({ product, hardwareKey }: Placed, { createdAt, features }: NonNullable<DemoEntry['importFile']>) {
  const license = [`Format=1`, `Product=${product}`, `HardwareKey=${hardwareKey}`, `Created=${createdAt}`];
  const lines = Object.entries(features).map(([code, quantity]) => `${code}=${quantity}`);
  const checked = `${['[LICENSE]', ...license, '[FEATURES]', ...lines].join('\n')}\n`;
  return { content: `${checked}[CHECKSUM]\nSHA256=${sha256Bytes(checked).toString('hex')}\n` };
}

interface Told extends Pick<Stage, 'demo' | 'passwordHash'> {
  readonly catalog: InspectedPack;
}

/** Tells the whole demo inside one transaction; false if another process was first. */
async function perform(parts: OperatorParts, tx: Tx, vendor: Vendor, told: Told, now: Temporal.Instant) {
  const { demo, catalog, passwordHash } = told;
  if ((await listVendors(tx)).length > 0) return false;
  // A minute a step, so that what happened on one day still happened one after the other.
  let steps = 0;
  const daysBefore = (days: number) => now.subtract({ hours: days * 24 + 12 }).add({ minutes: steps++ % 600 });
  const made = await makeVendor(parts, tx, vendor, catalog, now.subtract({ hours: (firstDay(demo) + 1) * 24 }));
  if (!made.ok) {
    tx.discard();
    return false;
  }
  const operator = made.value.context.actor;
  const stage: Stage = {
    demo,
    passwordHash,
    organizations: new Map([['vendor', made.value.organization]]),
    actors: new Map(),
    devices: new Map(),
    awaited: new Map(),
    as: (actor, daysAgo) => contextFor(parts, tx, vendor, actor, daysBefore(daysAgo)),
  };
  await addPeople(stage, operator, made.value.organization, demo.vendor.people);
  await addPartners(stage, operator);
  await addCustomers(stage, operator);
  for (const entry of demo.history) await tell(stage, entry);
  return true;
}

/**
 * Loads the demo of a catalog directory into an installation without vendors, through the same use cases as everybody's
 * acts, whole or not at all. Null if there is a vendor already.
 */
export async function loadDemo(parts: OperatorParts, directory: string): Promise<LoadedDemo | null> {
  const told = await readDemo(directory);
  const catalog = must('the pack', await readCatalog(told.catalog));
  const vendor: Vendor = { id: uuidv7(), slug: told.demo.vendor.slug, name: catalog.summary.vendorName };
  const now = await parts.clock.now();
  if ((await asOwner(parts.pool, { vendorId: null }, listVendors)).length > 0) return null;
  const passwordHash = await hashPassword(told.demo.password);
  const loaded = await asOwner(parts.pool, { vendorId: vendor.id }, (tx) =>
    perform(parts, tx, vendor, { ...told, catalog, passwordHash }, now),
  );
  return loaded ? toLoaded(told.demo, vendor.name) : null;
}

function toLoaded({ vendor, password, organizations, customers }: Demo, vendorName: string): LoadedDemo {
  const groups = [{ name: vendorName, people: vendor.people }, ...organizations, ...customers];
  const people = groups.flatMap(({ name: organization, people }) =>
    people.map(({ email, name, role }) => ({ email, name, role, organization })),
  );
  return { vendor: vendor.slug, password, people };
}

/** Who can sign in to the demo: null for an installation that is not one. */
export async function describeDemo(parts: Pick<OperatorParts, 'pool'>, directory: string): Promise<LoadedDemo | null> {
  const { demo } = await readDemo(directory);
  const vendors = await asOwner(parts.pool, { vendorId: null }, listVendors);
  const vendor = vendors.find(({ slug }) => slug === demo.vendor.slug);
  return vendor === undefined ? null : toLoaded(demo, vendor.name);
}
