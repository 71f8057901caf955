import { readFile } from 'node:fs/promises';
import type { Client } from '@muniment/client';
import { moveClock } from '@muniment/platform/clock';
import {
  acceptance,
  activate,
  type Party,
  setUpChannel,
  ship,
  startTestServer,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// The device list of a project (A13): what is known of each device, filters, and an order by any column.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let client: Client;
let customerId: string;

const columns = `
deviceAttributes:
  - { id: site, label: { en: Site, de: Standort } }
  - { id: ip, label: { en: IP address, de: IP-Adresse }, type: ip-address }
  - { id: firmware, label: { en: Firmware, de: Firmware }, type: version }
`;
const product = 'SV8100';
const seat = 'EX81-SEAT-20';

const rows = [
  { name: 'Aachen', key: 1, site: 'Halle 4', ip: '10.0.0.10', firmware: '10.80' },
  { name: 'Berlin', key: 5, site: 'Halle 4', ip: '10.0.0.9', firmware: '9.24.0100' },
  { name: 'Celle', key: 3, site: 'Büro', ip: '2001:DB8::1', firmware: '10.9' },
  { name: 'Dresden', key: 4, site: '', ip: '', firmware: '' },
  { name: 'Essen', key: 2, site: 'halle 10', ip: '9.255.0.1', firmware: '10.80' },
];
const keyOf = (number: number) => `19040${String(number).padStart(7, '0')}`;
const ids = new Map<string, string>();

beforeAll(async () => {
  server = await startTestServer({ testClock: true });
  channel = await setUpChannel(server, 'columns', `${await readFile('catalogs/pbx-channel/pack.yaml', 'utf8')}${columns}`);
  dealer = await channel.partner('dealer', 'Dealer');
  client = dealer.client;
  customerId = (await value(client.createCustomer({ name: 'Harbour' }))).id;
  for (const { name, key, ...attributes } of rows) {
    ids.set(name, (await value(client.createDevice({ customerId, name, product, hardwareKey: keyOf(key), attributes }))).id);
  }
});
afterAll(() => server?.stop());

type Query = Omit<Parameters<Client['listDevices']>[0], 'limit' | 'cursor'>;

/** Names of the devices that a list has, page by page of two; as many as it says. */
async function names(query: Query, by = client): Promise<string[]> {
  const all: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await value(by.listDevices({ ...query, limit: 2, ...(cursor ? { cursor } : {}) }));
    all.push(...page.items.map(({ name }) => name));
    cursor = page.next;
    if (cursor === null) expect(page.total).toBe(all.length);
  } while (cursor);
  return all;
}

describe('What is known of a device beside its keys', () => {
  it('is said when it is added and changed later, each value by its type, and stands in every list', async () => {
    const deviceId = ids.get('Celle')!;
    const before = await client.getDevice({ deviceId });
    expect(before).toMatchObject({ value: { attributes: { site: 'Büro', ip: '2001:db8::1', firmware: '10.9' } } });
    const changed = await value(
      client.updateDevice({ deviceId, attributes: { site: 'Lager', firmware: '' } }, { ifMatch: before.ok ? before.etag! : '' }),
    );
    expect(changed.attributes).toEqual({ site: 'Lager', ip: '2001:db8::1' });
    const [act] = (await value(client.listOperations({ deviceId, limit: 1 }))).items;
    expect(act).toMatchObject({ kind: 'update-device', details: { changed: ['attribute:site', 'attribute:firmware'] } });
    expect(JSON.stringify(act)).not.toContain('Lager');
    await value(client.updateDevice({ deviceId, attributes: { site: 'Büro', firmware: '10.9' } }, { ifMatch: '*' }));
    expect((await value(client.listDevices({ q: 'Celle' }))).items[0]!.attributes).toEqual({
      site: 'Büro',
      ip: '2001:db8::1',
      firmware: '10.9',
    });
  });

  it('is refused where it is not of its type or not in the catalog, and nothing is changed', async () => {
    const add = (attributes: Record<string, string>) =>
      client.createDevice({ customerId, name: 'No', product, hardwareKey: keyOf(99), attributes });
    expect(await add({ ip: '10.0.0' })).toMatchObject({
      problem: { code: 'attribute-invalid', facts: { attribute: 'ip', type: 'ip-address' } },
    });
    expect(await add({ colour: 'red' })).toMatchObject({ problem: { code: 'attribute-unknown' } });
    const many = await value(client.createDevices({ customerId, product, devices: [{ hardwareKey: keyOf(99), attributes: { ip: 'x' } }] }));
    expect(many).toMatchObject({ created: 0, results: [{ problem: { code: 'attribute-invalid' } }] });
    expect(await client.updateDevice({ deviceId: ids.get('Essen')!, name: 'No', attributes: { ip: 'x' } }, { ifMatch: '*' })).toMatchObject(
      { ok: false },
    );
    expect((await value(client.listDevices({ q: 'No' }))).items.map(({ name }) => name)).not.toContain('No');
    expect((await value(client.listDevices({ hardwareKey: keyOf(99) }))).total).toBe(0);
  });
});

describe('list-devices', () => {
  it.each([
    ['name', ['Aachen', 'Berlin', 'Celle', 'Dresden', 'Essen']],
    ['created', ['Aachen', 'Berlin', 'Celle', 'Dresden', 'Essen']],
    ['hardware-key', ['Aachen', 'Essen', 'Celle', 'Dresden', 'Berlin']],
    ['attribute:ip', ['Dresden', 'Essen', 'Berlin', 'Aachen', 'Celle']],
    ['attribute:firmware', ['Dresden', 'Berlin', 'Celle', 'Aachen', 'Essen']],
    ['attribute:site', ['Dresden', 'Celle', 'Essen', 'Aachen', 'Berlin']],
  ])('is ordered by %s, page by page, and from the end', async (sort, expected) => {
    const forwards = await names({ sort });
    // What is alike stands in the order of its ids, which is that in which it was added.
    expect(forwards).toEqual(expected);
    expect(await names({ sort: `-${sort}` })).toEqual(expected.toReversed());
  });

  it('has what the filters leave, all of them together', async () => {
    expect(await names({ attribute: ['site:HALLE'] })).toEqual(['Aachen', 'Berlin', 'Essen']);
    expect(await names({ attribute: ['site:halle', 'firmware:10.'] })).toEqual(['Aachen', 'Essen']);
    expect(await names({ attribute: ['nowhere:x'] })).toEqual([]);
    expect(await names({ hardwareKey: keyOf(5).slice(4) })).toEqual(['Berlin']);
    expect(await names({ product, customerId })).toHaveLength(5);
    expect(await names({ variant: 'none' })).toEqual([]);
    const { projectId } = await value(client.getDevice({ deviceId: ids.get('Aachen')! }));
    expect(await names({ projectId })).toHaveLength(5);
    expect(await client.listDevices({ sort: 'colour' })).toMatchObject({ problem: { code: 'invalid-request' } });
  });

  it('shows the licence that ends last and until when, and filters and sorts by it as of today', async () => {
    const [aachen, berlin, celle] = ['Aachen', 'Berlin', 'Celle'].map((name) => ids.get(name)!);
    const { lots } = await ship(channel, dealer, 'SO 1', { [seat]: 10 });
    const lines = [{ lotId: lots[seat]!, quantity: 1 }];
    await value(client.attachLicenses({ deviceId: aachen!, lines }));
    await activate(client, { id: aachen!, product });
    await value(client.startDemo({ deviceId: berlin!, demo: 'demo', agreement: await acceptance(client, product) }));
    await value(client.attachLicenses({ deviceId: celle!, lines }));

    const of = async (name: string) => (await value(client.listDevices({ q: name }))).items[0]!;
    expect(await of('Aachen')).toMatchObject({ licensed: true, license: { part: seat, until: null, lastDay: null }, status: 'active' });
    const demo = (await of('Berlin')).license!;
    expect(demo.until).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(await of('Celle')).toMatchObject({ licensed: false, license: null, status: 'reserved' });
    expect(await names({ sort: 'licensed-until' })).toEqual(['Celle', 'Dresden', 'Essen', 'Berlin', 'Aachen']);
    expect(await names({ licensed: true })).toEqual(['Aachen', 'Berlin']);
    expect(await names({ licensed: false })).toEqual(['Celle', 'Dresden', 'Essen']);
    expect(await names({ licensedBefore: demo.until! })).toEqual(['Berlin']);
    expect(await names({ licensedBefore: '2000-01-01' })).toEqual([]);
    expect(await names({ status: 'active' })).toEqual(['Aachen', 'Berlin']);
    expect(await names({ status: 'reserved' })).toEqual(['Celle']);
    expect(await names({ status: 'unlicensed' })).toEqual(['Dresden', 'Essen']);
    // Whoever reserved nothing does not learn that somebody did.
    expect((await value(channel.vendor.client.listDevices({ status: 'reserved' }))).total).toBe(1);

    await moveClock(server.database.pool, { advance: 'P400D' });
    const later = await channel.session(dealer.id, 'dealer', 'later@columns.example');
    expect((await value(later.client.listDevices({ licensed: true }))).items.map(({ name }) => name)).toEqual(['Aachen']);
    expect((await value(later.client.listDevices({ q: 'Berlin' }))).items[0]).toMatchObject({
      licensed: false,
      license: { part: demo.part },
    });
  });
});

describe('Lists by name', () => {
  it('put numbers in their order and small letters beside capitals, page by page', async () => {
    // Another partner's: nobody else sees them. A session would have ended by now.
    const towers = (await channel.partner('dealer', 'Towers')).client;
    const customer = await value(towers.createCustomer({ name: 'Tower' }));
    const given = ['Controller 10', 'controller 3', 'Controller 2', 'Controller 02b', 'Ähre', 'Zebra', 'Äpfel 1', 'Apfel 2'];
    for (const [index, name] of given.entries()) {
      await value(towers.createDevice({ customerId: customer.id, name, product, hardwareKey: keyOf(500 + index) }));
    }
    const inOrder = ['Ähre', 'Äpfel 1', 'Apfel 2', 'Controller 2', 'Controller 02b', 'controller 3', 'Controller 10', 'Zebra'];
    expect(await names({ customerId: customer.id, sort: 'name' }, towers)).toEqual(inOrder);
    expect(await names({ customerId: customer.id, sort: '-name' }, towers)).toEqual(inOrder.toReversed());
    const assignees = await value(towers.listAssignments({ projectId: customer.projects[0]!.id }));
    expect(assignees.items.map(({ assignee }) => assignee.name)).toEqual(inOrder);
  });
});
