import { readFile } from 'node:fs/promises';
import type { Client } from '@muniment/client';
import { moveClock } from '@muniment/platform/clock';
import {
  customerIdOf,
  makeController,
  type Party,
  setUpChannel,
  ship,
  startTestServer,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// Home counts what the list over all projects holds, and that holds what the list of each project does.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let other: Client;
/** As the dealer, by a key: a session would end while a year goes by. */
let client: Client;
let tenant: Client;
let reader: Client;
let town: { readonly id: string; readonly projectId: string };
let mill: typeof town;
let pack: string;
let number = 0;

const agreement = { id: 'end-user-terms', version: '4', language: 'en', accepted: true };

async function customer(name: string): Promise<typeof town> {
  const { id, projects } = await value(dealer.client.createCustomer({ name }));
  return { id, projectId: projects[0]!.id };
}

/** A controller of a project with these parts active on it and so many things behind it. */
async function controller(name: string, projectId: string, units: Readonly<Record<string, number>>, lamps: number): Promise<void> {
  const hardwareKey = `17QE${String(++number).padStart(8, '0')}`;
  const customerId = await customerIdOf(dealer.client, projectId);
  const device = makeController(server, { name, hardwareKey, product: 'ESC-400', customerId, vendor: 'edge' });
  const { token } = await value(device.enrol());
  const own = device.client(token!);
  if (Object.keys(units).length > 0) {
    const { lots } = await ship(channel, dealer, `SO-${number}`, units);
    const lines = Object.entries(units).map(([part, quantity]) => ({ lotId: lots[part]!, quantity }));
    await value(dealer.client.giveLicenses({ projectId, lines }));
    const waiting = (await value(own.listCloudLicenses({}))).items.map(({ lotId }) => ({ lotId }));
    await value(own.activateCloudLicenses({ licenses: waiting, agreement }));
  }
  const endpoints = Array.from({ length: lamps }, (_, index) => ({
    id: `lamp-${index}`,
    protocol: index % 2 === 0 ? 'lon' : 'bacnet',
    name: `Lamp ${index}`,
    since: '2026-01-01T00:00:00Z',
    state: 'provisioned' as const,
  }));
  if (lamps > 0) await value(own.reportEndpoints({ endpoints }));
}

beforeAll(async () => {
  server = await startTestServer({ testClock: true });
  pack = await readFile('catalogs/edge-controller/pack.yaml', 'utf8');
  channel = await setUpChannel(server, 'edge', pack);
  dealer = await channel.partner('dealer', 'Lakeside Automation');
  other = (await channel.partner('dealer', 'Other Automation')).client;
  client = server.client((await value(dealer.client.createApiKey({ name: 'Tests', scopes: ['all'] }))).secret);
  [town, mill] = [await customer('Town of Harrow'), await customer('Old Mill')];
  tenant = await channel.person(town.id, 'customer', 'facility@harrow.example');
  reader = await channel.person(town.id, 'read-only', 'audit@harrow.example');
  await controller('Floor 2', town.projectId, { 'CAP-25': 2, 'MNT1-25': 1 }, 7);
  await controller('Floor 10', town.projectId, { 'CAP-5': 1, 'MNT1-10': 1 }, 9);
  await controller('Roof', town.projectId, {}, 0);
  // What was issued under another version of the catalog counts as well.
  await value(channel.vendor.client.loadCatalog({ pack: pack.replace('version: "2026.1"', 'version: "2026.2"') }));
  await controller('Wheel', mill.projectId, { 'CAP-10': 1, 'MNT3-10': 1 }, 10);
  await controller('Gate', mill.projectId, {}, 1);
});
afterAll(() => server?.stop());

const kinds = ['capacity', 'maintenance'] as const;
const names = async (of: Client, missing?: (typeof kinds)[number]) =>
  (await value(of.listAllCapacities(missing === undefined ? {} : { missing }))).items.map(({ device }) => device.name);
const tasks = async (of: Client) => {
  const found = (await value(of.getHome({}))).tasks.filter(({ kind }) => kind.endsWith('-missing'));
  return Object.fromEntries(found.map(({ kind, count, link }) => [kind, [count, link]]));
};

/** Home, the list over all projects and those of each must say the same. */
async function expectAlike(of: Client, projects: readonly string[]): Promise<void> {
  const home = await tasks(of);
  for (const missing of kinds) {
    const { items, total } = await value(of.listAllCapacities({ missing }));
    const each = await Promise.all(projects.map(async (projectId) => (await value(of.listCapacities({ projectId, missing }))).items));
    const facts = (list: readonly { device: { id: string }; capacities: object[] }[]) =>
      list.map(({ device, capacities }) => JSON.stringify([device.id, capacities])).sort();
    expect(facts(items)).toEqual(facts(each.flat()));
    expect(total).toBe(items.length);
    expect(home[`${missing}-missing`]).toEqual(total === 0 ? undefined : [total, `/capacities?missing=${missing}`]);
  }
}

describe('list-all-capacities and get-home', () => {
  it('tell of the controllers of all projects which lack capacity or maintenance, each to whom sees them', async () => {
    expect(await names(client)).toEqual(['Floor 2', 'Floor 10', 'Gate', 'Roof', 'Wheel']);
    expect(await names(client, 'capacity')).toEqual(['Floor 10', 'Gate']);
    expect(await names(client, 'maintenance')).toEqual(['Floor 2']);
    expect((await value(client.listAllCapacities({ missing: 'capacity' }))).items[0]).toMatchObject({
      project: { id: town.projectId },
      customer: { id: town.id, name: 'Town of Harrow' },
      capacities: [{ feature: 'devices', capacity: 5, endpoints: 9, missing: 4, covered: 10, uncovered: 0 }],
    });
    expect(await tasks(client)).toEqual({
      'capacity-missing': [2, '/capacities?missing=capacity'],
      'maintenance-missing': [1, '/capacities?missing=maintenance'],
    });
    await expectAlike(client, [town.projectId, mill.projectId]);
    await expectAlike(channel.vendor.client, [town.projectId, mill.projectId]);
    await expectAlike(tenant, [town.projectId]);
    expect(await names(tenant, 'capacity')).toEqual(['Floor 10']);
    expect([await names(other), await tasks(other)]).toEqual([[], {}]);
  });

  it('leave the task out for whoever only reads, and the list to them', async () => {
    expect(await names(reader, 'maintenance')).toEqual(['Floor 2']);
    expect(await tasks(reader)).toEqual({});
  });

  it('come in pages, all or those that lack something', async () => {
    const first = await value(client.listAllCapacities({ limit: 3 }));
    const rest = await value(client.listAllCapacities({ limit: 3, cursor: first.next! }));
    expect([first.total, rest.total, rest.next]).toEqual([5, 5, null]);
    expect([...first.items, ...rest.items].map(({ device }) => device.name)).toEqual(await names(client));
    const one = await value(client.listAllCapacities({ missing: 'capacity', limit: 1 }));
    const two = await value(client.listAllCapacities({ missing: 'capacity', limit: 1, cursor: one.next! }));
    expect([one.total, two.total, two.next]).toEqual([2, 2, null]);
    expect([...one.items, ...two.items].map(({ device }) => device.name)).toEqual(['Floor 10', 'Gate']);
    const mixed = await client.listAllCapacities({ missing: 'maintenance', cursor: one.next! });
    expect(mixed).toMatchObject({ ok: false, problem: { code: 'cursor-not-valid' } });
  });

  it('follow the day: maintenance that ends is missing from then on, though nobody did anything', async () => {
    await moveClock(server.database.pool, { advance: 'P366D' });
    expect(await names(client, 'maintenance')).toEqual(['Floor 2', 'Floor 10']);
    await expectAlike(client, [town.projectId, mill.projectId]);
    const home = await value(client.getHome({}));
    expect(home.tasks.find(({ kind }) => kind === 'maintenance-missing')).toMatchObject({
      count: 2,
      title: 'Segment controllers with less maintenance than capacity',
      detail: 'No newer firmware is granted until maintenance covers all that is licensed there.',
    });
  });
});
