import { uuidv7 } from '@muniment/platform/ids';
import { asOwner, type Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Vendor } from '../../core/context.ts';
import { listVendors } from '../../core/store.ts';
import type { InspectedPack } from '../../features/catalog/index.ts';
import { hashPassword } from '../../features/identity/index.ts';
import { contextFor, type OperatorParts } from '../context.ts';
import { makeVendor, readCatalog } from '../create-vendor.ts';
import { type Demo, type DemoEntry, readDemo } from './demo-file.ts';
import { addCustomers, addPartners, addPeople, firstDay } from './parties.ts';
import { must, type Stage } from './stage.ts';
import { tellChannel } from './tell-channel.ts';
import { tellControllers } from './tell-controllers.ts';
import { tellKeys } from './tell-keys.ts';
import { tellPools } from './tell-pools.ts';
import { tellSeats } from './tell-seats.ts';
import { tellWorkstations } from './tell-workstations.ts';

export interface LoadedDemo {
  /** Slug. */
  readonly vendor: string;
  readonly vendorName: string;
  /** The same for everybody. */
  readonly password: string;
  readonly people: readonly { readonly email: string; readonly name: string; readonly role: string; readonly organization: string }[];
}

export interface DemoOptions {
  /** Slugs of demos that may be there already: the first has none. */
  readonly beside?: readonly string[];
  /** Gives the loading up, with nothing done. */
  readonly signal?: AbortSignal;
}

interface Told extends Pick<Stage, 'demo' | 'passwordHash'>, DemoOptions {
  readonly catalog: InspectedPack;
}

/** Whether a demo may come to the vendors that are there: only other demos, and not itself. */
const isWelcome = (vendors: readonly Pick<Vendor, 'slug'>[], { beside = [] }: DemoOptions): boolean =>
  vendors.every(({ slug }) => beside.includes(slug));

/** A customer's first project has its name; the others were made in the history. */
function customerOf({ history }: Demo, project: string): string {
  return history.find(({ createProject }) => createProject?.id === project)?.createProject?.customer ?? project;
}

const tellers = [tellPools, tellKeys, tellControllers, tellSeats, tellWorkstations];

/** Tells one entry of the history; false where it is an act of the channel. */
async function tellEntry(stage: Stage, entry: DemoEntry): Promise<boolean> {
  for (const tell of tellers) if (await tell(stage, entry)) return true;
  return false;
}

/** Tells the whole demo inside one transaction; false if another process was first. */
async function perform(parts: OperatorParts, tx: Tx, vendor: Vendor, told: Told, now: Temporal.Instant) {
  const { demo, catalog, passwordHash, signal } = told;
  const vendors = await listVendors(tx);
  if (!isWelcome(vendors, told)) return false;
  // A minute a step, so that what happened on one day still happened one after the other.
  let steps = 0;
  const daysBefore = (days: number) => now.subtract({ hours: days * 24 + 12 }).add({ minutes: steps++ % 600 });
  const begin = now.subtract({ hours: (firstDay(demo) + 1) * 24 });
  // Where an address names no vendor the first one is meant: it stays first, however long the history of another is.
  const made = await makeVendor(parts, tx, vendor, catalog, begin, vendors.length === 0 ? begin : now);
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
    projects: new Map(),
    users: new Map(),
    keys: new Map(),
    registered: new Map(),
    away: new Map(),
    machines: new Map(),
    programs: new Map(),
    customerOf: (project) => customerOf(demo, project),
    awaited: new Map(),
    as: (actor, daysAgo) => contextFor(parts, tx, vendor, actor, daysBefore(daysAgo)),
  };
  await addPeople(stage, operator, made.value.organization, demo.vendor.people);
  await addPartners(stage, operator);
  await addCustomers(stage, operator);
  for (const entry of demo.history) {
    signal?.throwIfAborted();
    if (!(await tellEntry(stage, entry))) await tellChannel(stage, entry);
  }
  return true;
}

/**
 * Loads the demo of a catalog directory into an installation without vendors but those of other demos, through the same use
 * cases as everybody's acts, whole or not at all. Null if there is another vendor, or the demo itself.
 */
export async function loadDemo(parts: OperatorParts, directory: string, options: DemoOptions = {}): Promise<LoadedDemo | null> {
  const told = await readDemo(directory);
  const catalog = must('the pack', await readCatalog(told.catalog));
  const vendor: Vendor = { id: uuidv7(), slug: told.demo.vendor.slug, name: catalog.summary.vendorName };
  const now = await parts.clock.now();
  if (!isWelcome(await asOwner(parts.pool, { vendorId: null }, listVendors), options)) return null;
  const passwordHash = await hashPassword(told.demo.password);
  const loaded = await asOwner(parts.pool, { vendorId: vendor.id }, (tx) =>
    perform(parts, tx, vendor, { ...told, ...options, catalog, passwordHash }, now),
  );
  return loaded ? toLoaded(told.demo, vendor.name) : null;
}

function toLoaded({ vendor, password, organizations, customers }: Demo, vendorName: string): LoadedDemo {
  const groups = [{ name: vendorName, people: vendor.people }, ...organizations, ...customers];
  const people = groups.flatMap(({ name: organization, people }) =>
    people.map(({ email, name, role }) => ({ email, name, role, organization })),
  );
  return { vendor: vendor.slug, vendorName, password, people };
}

/** Demos of an installation: who can sign in to those that are there, and the directories of those that may still come. */
export interface DemosThere {
  readonly ready: readonly LoadedDemo[];
  readonly missing: readonly string[];
  readonly slugs: readonly string[];
}

/** Looks which demos are there. None may come to an installation that is somebody's own. */
export async function describeDemos(parts: Pick<OperatorParts, 'pool'>, directories: readonly string[]): Promise<DemosThere> {
  const told = await Promise.all(directories.map(async (directory) => ({ directory, demo: (await readDemo(directory)).demo })));
  const slugs = told.map(({ demo }) => demo.vendor.slug);
  const vendors = await asOwner(parts.pool, { vendorId: null }, listVendors);
  const found = told.map((one) => ({ ...one, vendor: vendors.find(({ slug }) => slug === one.demo.vendor.slug) }));
  return {
    slugs,
    ready: found.flatMap(({ demo, vendor }) => (vendor === undefined ? [] : [toLoaded(demo, vendor.name)])),
    missing: isWelcome(vendors, { beside: slugs })
      ? found.flatMap(({ directory, vendor }) => (vendor === undefined ? [directory] : []))
      : [],
  };
}
