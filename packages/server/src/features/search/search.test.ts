import { readFile } from 'node:fs/promises';
import { createPerson } from '@muniment/server/operator';
import { randomPackOf, setUpChannel, startTestServer, type TestChannel, type TestServer, testPassword, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let server: TestServer;
let channel: TestChannel;
const random = randomPackOf(8);
const product = random.pack.products[0]!.id;
const part = random.partsOf(product).quantity[0]!;

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'acme', JSON.stringify({ ...random.pack, orderFields: [] }));
});
afterAll(() => server.stop());

const shapeOf = (answer: { readonly hits: readonly { readonly kind: string; readonly title: string }[] }) =>
  answer.hits.map(({ kind, title }) => `${kind}: ${title}`);

/** A customer of a dealer with one device; the n-th key of the product. */
async function deviceOf(dealer: Awaited<ReturnType<TestChannel['partner']>>, name: string, n: number) {
  const customer = await value(dealer.client.createCustomer({ name: `${name} Ltd` }));
  const device = await value(
    dealer.client.createDevice({ customerId: customer.id, name: `${name} site`, product, hardwareKey: random.keyFor(product, n) }),
  );
  return { customer, device };
}

describe('search', () => {
  it('finds by part of a name, hardware key, order number, person and part, whatever the case', async () => {
    const dealer = await channel.partner('dealer', 'Finder');
    const { customer, device } = await deviceOf(dealer, 'Quartz', 1);
    const shipped = await value(
      channel.vendor.client.shipOrder({
        salesOrder: 'SO-4711',
        purchaseOrder: 'PO-0815',
        receiverId: dealer.id,
        lines: [{ part: part.number, quantity: 5 }],
      }),
    );
    expect(shapeOf(await value(dealer.client.search({ q: 'QUART' }))).sort()).toEqual(['customer: Quartz Ltd', 'device: Quartz site']);
    const byKey = await value(dealer.client.search({ q: device.hardwareKey }));
    expect(byKey.hits[0]).toMatchObject({ kind: 'device', id: device.id, matched: device.hardwareKey.toLowerCase() });
    expect(byKey.hits[0]!.subtitle).toContain(customer.name);
    expect((await value(dealer.client.search({ q: '4711' }))).hits).toMatchObject([{ kind: 'order', id: shipped.order!.id }]);
    expect((await value(dealer.client.search({ q: 'po-08' }))).hits).toMatchObject([{ kind: 'order', title: 'SO-4711' }]);
    expect((await value(dealer.client.search({ q: dealer.email }))).hits).toMatchObject([
      { kind: 'person', subtitle: expect.stringContaining('Finder') },
    ]);
    const parts = (await value(dealer.client.search({ q: part.number }))).hits;
    expect(parts[0]).toMatchObject({ kind: 'part', id: part.number });
  });

  it('still finds a device by its key as it was entered after the device was renamed', async () => {
    const other = await setUpChannel(server, 'typed', await readFile('catalogs/pbx-channel/pack.yaml', 'utf8'));
    const dealer = await other.partner('dealer', 'Typist');
    const customer = await value(dealer.client.createCustomer({ name: 'Typed Ltd' }));
    const device = { customerId: customer.id, name: 'Typed', product: 'SV8100', hardwareKey: '19-0400 324-412' };
    const made = await value(dealer.client.createDevice(device));
    expect(made.hardwareKey).toBe('190400324412');
    const edit = (change: object) => value(dealer.client.updateDevice({ deviceId: made.id, ...change }, { ifMatch: '*' }));
    const found = async (q: string) => (await value(dealer.client.search({ q }))).hits.map(({ id }) => id);
    await edit({ name: 'Renamed' });
    for (const q of ['190400324412', '19-0400 324-412', 'renamed']) expect(await found(q)).toEqual([made.id]);
    await edit({ hardwareKey: '19 0400 324 413' });
    for (const q of ['190400324413', '19 0400 324 413']) expect(await found(q)).toEqual([made.id]);
    expect(await found('19-0400 324-412')).toEqual([]);
  });

  it('finds who belongs to two organizations for both, whatever they change as a member of one', async () => {
    const [first, second, third] = [
      await channel.partner('dealer', 'Left Hand'),
      await channel.partner('dealer', 'Right Hand'),
      await channel.partner('dealer', 'No Hand'),
    ];
    const memberships = [first, second].map(({ id }) => ({ organizationId: id.slice('org_'.length), role: 'dealer' as const }));
    const person = { email: 'both@hands.example', name: 'Bea Thoma', language: 'en', password: testPassword, memberships };
    await createPerson(server.operator, { id: channel.vendorId, slug: channel.slug, name: channel.vendor.name }, person);
    const found = async (client: typeof first.client, q: string) => (await value(client.search({ q }))).hits.length;
    for (const { client } of [first, second, channel.vendor]) expect(await found(client, 'Bea Thoma')).toBe(1);
    const { token } = await value(server.client().signIn({ vendor: channel.slug, email: person.email, password: testPassword }));
    await value(server.client(token, second.id).updateMe({ name: 'Bea Winter' }, { ifMatch: '*' }));
    for (const { client } of [first, second, channel.vendor]) {
      expect(await found(client, 'Bea Winter')).toBe(1);
      expect(await found(client, 'Bea Thoma')).toBe(0);
    }
    expect(await found(third.client, 'Bea Winter')).toBe(0);
  });

  it('leads from an id straight to its object, and only if it is visible', async () => {
    const [one, two] = [await channel.partner('dealer', 'Straight'), await channel.partner('dealer', 'Curious')];
    const { customer, device } = await deviceOf(one, 'Topaz', 2);
    expect((await value(one.client.search({ q: device.id }))).hits).toMatchObject([{ kind: 'device', title: 'Topaz site' }]);
    expect((await value(one.client.search({ q: customer.id }))).hits).toMatchObject([{ kind: 'customer', title: 'Topaz Ltd' }]);
    expect((await value(two.client.search({ q: device.id }))).hits).toEqual([]);
    expect((await value(two.client.search({ q: customer.id }))).hits).toEqual([]);
    expect((await value(two.client.search({ q: 'topaz' }))).hits).toEqual([]);
    expect((await value(channel.vendor.client.search({ q: 'topaz' }))).hits).toHaveLength(2);
  });

  it('takes the characters of patterns as they are', async () => {
    const dealer = await channel.partner('dealer', 'Literal');
    await value(dealer.client.createCustomer({ name: '100% of_it \\ all' }));
    for (const q of ['100%', 'of_it', '\\', '%']) expect((await value(dealer.client.search({ q }))).hits).toHaveLength(1);
    expect((await value(dealer.client.search({ q: 'of%it' }))).hits).toEqual([]);
    expect((await value(dealer.client.search({ q: '   ' }))).hits).toEqual([]);
  });

  it('gives exact hits first, then what begins with the text, then the newest', async () => {
    const dealer = await channel.partner('dealer', 'Ranking');
    for (const name of ['In the Opal', 'Opal Mine', 'Opal', 'Opal Works']) await value(dealer.client.createCustomer({ name }));
    const titles = (await value(dealer.client.search({ q: 'opal' }))).hits.map((hit) => hit.title);
    expect(titles).toEqual(['Opal', 'Opal Works', 'Opal Mine', 'In the Opal']);
    expect((await value(dealer.client.search({ q: 'opal', limit: 2 }))).hits).toHaveLength(2);
  });

  it('gives a customer once while its only project bears its name, and before that project once it has others', async () => {
    const dealer = await channel.partner('dealer', 'Namesake');
    const customer = await value(dealer.client.createCustomer({ name: 'Jasper' }));
    const found = async () => shapeOf(await value(dealer.client.search({ q: 'JASPER' })));
    expect(await found()).toEqual(['customer: Jasper']);
    const [first] = (await value(dealer.client.listProjects({ customerId: customer.id }))).items;
    expect(shapeOf(await value(dealer.client.search({ q: first!.id })))).toEqual(['project: Jasper']);
    await value(dealer.client.createProject({ customerId: customer.id, name: 'Jasper annex' }));
    expect(await found()).toEqual(['customer: Jasper', 'project: Jasper', 'project: Jasper annex']);
  });
});

describe('the home page', () => {
  it('shows what arrived, what waits and where I was, of my own organization only', async () => {
    const [dealer, other] = [await channel.partner('dealer', 'At Home'), await channel.partner('dealer', 'Next Door')];
    const { device } = await deviceOf(dealer, 'Agate', 3);
    await deviceOf(other, 'Beryl', 4);
    await value(
      channel.vendor.client.shipOrder({ salesOrder: 'SO-1', receiverId: dealer.id, lines: [{ part: part.number, quantity: 5 }] }),
    );
    await value(channel.vendor.client.shipOrder({ salesOrder: 'SO-2', receiverId: other.id, lines: [{ part: part.number, quantity: 9 }] }));
    const before = await value(dealer.client.getHome());
    expect(before.arrivals).toMatchObject([{ salesOrder: 'SO-1', shipper: channel.vendor.name, available: 5 }]);
    expect(before.counts).toEqual({ customers: 1, devices: 1, unlicensed: 1, binUnits: 5 });
    expect(before.recent).toMatchObject([{ deviceId: device.id, name: 'Agate site', customer: 'Agate Ltd' }]);
    expect(before.tasks).toMatchObject([{ kind: 'devices-unlicensed', count: 1 }]);

    const bin = await value(dealer.client.getOrder({ order: before.arrivals[0]!.orderId }));
    await value(dealer.client.attachLicenses({ deviceId: device.id, lines: [{ lotId: bin.lines[0]!.lotId, quantity: 2 }] }));
    const after = await value(dealer.client.getHome());
    expect(after.reserved).toMatchObject([{ deviceId: device.id, units: 2 }]);
    expect(after.counts).toEqual({ customers: 1, devices: 1, unlicensed: 0, binUnits: 3 });
    expect(after.tasks).toMatchObject([{ kind: 'devices-reserved', count: 1, detail: expect.stringMatching(/ holds licences/) }]);
    expect(after.arrivals).toMatchObject([{ available: 3 }]);
    expect((await value(channel.vendor.client.getHome())).counts).toMatchObject({ devices: 4, customers: 10 });
  });
});
