import type { Client } from '@muniment/client';
import {
  activate,
  documentedPack,
  type Party,
  setUpChannel,
  ship,
  startTestServer,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// Devices below devices (B7): Tarn Vigil of docs/catalog-packs.md.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let client: Client;
let customerId: string;

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'tarn', await documentedPack());
  dealer = await channel.partner('dealer', 'Dealer');
  client = dealer.client;
  customerId = (await value(client.createCustomer({ name: 'Harbour' }))).id;
});
afterAll(() => server.stop());

type Wanted = Omit<Parameters<Client['createDevice']>[0], 'customerId' | 'name'>;
const ask = (wanted: Wanted) => client.createDevice({ customerId, name: 'Site', ...wanted });
const box = (n: string) => value(ask({ product: 'CENTRE', variant: 'box', hardwareKey: `C${n}`, productKey: `D${n.slice(-5)}` }));
const pair = (n: string) => value(ask({ product: 'CENTRE', variant: 'pair', hardwareKey: `P${n}` }));
const children = (deviceId: string) => value(client.listChildDevices({ deviceId }));
const second = (deviceId: string, n: string, more: object = {}) =>
  client.createChildDevice({ deviceId, relation: 'second', name: 'Second', hardwareKey: `P${n}`, confirmed: true, ...more });
const codeFrom = (answer: { ok: boolean; problem?: { code: string } }) => (answer.ok ? 'ok' : answer.problem!.code);

describe('a child that appears by itself', () => {
  it('is added with the device, under the key that follows from its', async () => {
    const device = await box('00000001');
    expect(device.childCount).toBe(1);
    const { items, relations } = await children(device.id);
    expect(items).toMatchObject([
      {
        product: 'EXPANDER',
        hardwareKey: 'X00000001',
        name: 'Site (Expander)',
        parent: { id: device.id, relation: 'expander', relationLabel: 'Expander', licensed: false },
      },
    ]);
    expect(relations).toMatchObject([{ id: 'expander', creation: 'automatic', there: 1, closed: 'automatic' }]);
    expect(codeFrom(await client.createChildDevice({ deviceId: device.id, relation: 'expander', name: 'Another' }))).toBe(
      'child-not-manual',
    );
    expect((await value(client.listDevices({ parentId: device.id }))).items.map(({ id }) => id)).toEqual([items[0]!.id]);
  });

  it('keeps the device out where its key is somebody else’s, and joins it where it is the customer’s own', async () => {
    const alone = await value(ask({ product: 'EXPANDER', hardwareKey: 'X00000011' }));
    const device = await box('00000011');
    expect((await children(device.id)).items.map(({ id }) => id)).toEqual([alone.id]);
    const other = await value(client.createCustomer({ name: 'Elsewhere' }));
    await value(client.createDevice({ customerId: other.id, name: 'Theirs', product: 'EXPANDER', hardwareKey: 'X00000012' }));
    expect(codeFrom(await ask({ product: 'CENTRE', variant: 'box', hardwareKey: 'C00000012', productKey: 'D00012' }))).toBe(
      'hardware-key-taken',
    );
    // Nothing of the refused device stays.
    expect((await value(client.listDevices({ q: 'C00000012' }))).total).toBe(0);
    expect((await value(ask({ product: 'CENTRE', variant: 'box', hardwareKey: 'C00000013', productKey: 'D00012' }))).productKey).toBe(
      'D00012',
    );
  });

  it('follows a key that is corrected, unless it has licences of its own', async () => {
    const device = await box('00000021');
    const edit = (hardwareKey: string) => client.updateDevice({ deviceId: device.id, hardwareKey }, { ifMatch: '*' });
    await value(edit('C00000022'));
    const [child] = (await children(device.id)).items;
    expect(child!.hardwareKey).toBe('X00000022');
    expect((await value(client.listDevices({ q: 'X00000021' }))).total).toBe(0);
    const { lots } = await ship(channel, dealer, 'SO-X', { 'TV-ZONE-8-X': 1 });
    await value(client.attachLicenses({ deviceId: child!.id, lines: [{ lotId: lots['TV-ZONE-8-X']!, quantity: 1 }] }));
    await activate(client, child!);
    expect(codeFrom(await edit('C00000023'))).toBe('hardware-key-in-use');
    expect((await value(client.getDevice({ deviceId: device.id }))).hardwareKey).toBe('C00000022');
  });

  it('never follows into a key that its own product does not take', async () => {
    const wider = (await documentedPack()).replace("pattern: 'C\\d{8}'", "pattern: 'C\\d{8,9}'");
    const other = await setUpChannel(server, 'tarn-wider', wider);
    const { client: partner } = await other.partner('dealer', 'Dealer');
    const { id } = await value(partner.createCustomer({ name: 'Harbour' }));
    const wanted = { customerId: id, name: 'Site', product: 'CENTRE', variant: 'box', productKey: 'D00001' };
    expect(codeFrom(await partner.createDevice({ ...wanted, hardwareKey: 'C123456789' }))).toBe('hardware-key-invalid');
    const device = await value(partner.createDevice({ ...wanted, hardwareKey: 'C12345678' }));
    const edited = await partner.updateDevice({ deviceId: device.id, hardwareKey: 'C123456789' }, { ifMatch: '*' });
    expect(codeFrom(edited)).toBe('hardware-key-invalid');
    const [child] = (await value(partner.listChildDevices({ deviceId: device.id }))).items;
    expect([(await value(partner.getDevice({ deviceId: device.id }))).hardwareKey, child!.hardwareKey]).toEqual(['C12345678', 'X12345678']);
  });

  it('appears no more once its product is withdrawn, and stays where it is', async () => {
    const withdrawn = await setUpChannel(server, 'tarn-withdrawn', await documentedPack());
    const { client: partner } = await withdrawn.partner('dealer', 'Dealer');
    const { id } = await value(partner.createCustomer({ name: 'Harbour' }));
    const add = (n: string) =>
      value(
        partner.createDevice({
          customerId: id,
          name: 'Site',
          product: 'CENTRE',
          variant: 'box',
          hardwareKey: `C0000000${n}`,
          productKey: `D0000${n}`,
        }),
      );
    const before = await add('1');
    const without = (await documentedPack()).replace(
      'label: { en: Expander }\n    keyFormats',
      'label: { en: Expander }\n    withdrawn: true\n    keyFormats',
    );
    await value(withdrawn.vendor.client.loadCatalog({ pack: without }));
    expect((await add('2')).childCount).toBe(0);
    expect((await value(partner.listChildDevices({ deviceId: before.id }))).items.map(({ hardwareKey }) => hardwareKey)).toEqual([
      'X00000001',
    ]);
  });

  it('shows its licences on the device above where the pack says so', async () => {
    const device = await box('00000031');
    const [child] = (await children(device.id)).items;
    const { lots } = await ship(channel, dealer, 'SO-SHOWN', { 'TV-ZONE-8-X': 2 });
    await value(client.attachLicenses({ deviceId: child!.id, lines: [{ lotId: lots['TV-ZONE-8-X']!, quantity: 2 }] }));
    await activate(client, child!);
    const shown = await value(client.listDeviceLicenses({ deviceId: device.id }));
    expect(shown.active).toEqual([]);
    expect(shown.children).toMatchObject([
      { device: { hardwareKey: 'X00000031', relationLabel: 'Expander' }, active: [{ part: 'TV-ZONE-8-X', quantity: 2 }] },
    ]);
  });

  it('stands below a virtual device as soon as its key is made, and not before', async () => {
    // This variant says for itself that nothing stands below it.
    const device = await value(ask({ product: 'CENTRE', variant: 'virtual' }));
    expect((await children(device.id)).relations).toEqual([]);
  });
});

describe('create-child-device', () => {
  it('adds the second of a pair before anything is activated, once, and confirmed', async () => {
    const first = await pair('00000001');
    expect((await children(first.id)).relations).toMatchObject([
      { id: 'second', there: 0, least: 1, most: 1, closed: null, confirmation: 'Both boxes stand on the same site.' },
    ]);
    expect(codeFrom(await second(first.id, '00000002', { confirmed: false }))).toBe('child-not-confirmed');
    expect(codeFrom(await second(first.id, '00000001'))).toBe('hardware-key-taken');
    expect(codeFrom(await second(first.id, '1'))).toBe('hardware-key-invalid');
    expect(codeFrom(await second(first.id, '00000002', { relation: 'third' }))).toBe('relation-unknown');
    const both = await Promise.all([second(first.id, '00000002'), second(first.id, '00000003')]);
    expect(both.map(codeFrom).sort()).toEqual(['child-too-many', 'ok']);
    expect((await value(client.getDevice({ deviceId: first.id }))).childCount).toBe(1);
  });

  it('is waited for by the first activation, and is too late after it', async () => {
    const first = await pair('00000011');
    const { lots } = await ship(channel, dealer, 'SO-PAIR', { 'TV-REL-4': 1, 'TV-ZONE-8': 1 });
    const line = (part: string) => ({ lines: [{ lotId: lots[part]!, quantity: 1 }] });
    await value(client.attachLicenses({ deviceId: first.id, ...line('TV-REL-4') }));
    const early = await client.activateLicenses({ deviceId: first.id });
    expect(early).toMatchObject({ problem: { code: 'child-missing', facts: { relation: 'second', least: 1, there: 0 } } });
    const twin = await value(second(first.id, '00000012'));
    expect(twin.parent).toMatchObject({ licensed: true });

    // Licences go to the first one only.
    const onTwin = await client.attachLicenses({ deviceId: twin.id, ...line('TV-ZONE-8') });
    expect(onTwin).toMatchObject({ problem: { code: 'licensed-with-parent' } });
    if (!onTwin.ok) expect(onTwin.problem.detail).toContain('Site (P00000011)');
    await activate(client, first);

    // Asked about either, both may do what is active on the first.
    const ask = (hardwareKey: string) => value(client.validateLicense({ product: 'CENTRE', hardwareKey, feature: 'release' }));
    const [one, two] = [await ask('P00000011'), await ask('P00000012')];
    expect(two).toMatchObject({ valid: true, hardwareKey: 'P00000012', deviceId: twin.id });
    expect(two.entitlements).toEqual(one.entitlements);

    const late = await value(client.listChildDevices({ deviceId: first.id }));
    expect(late.relations).toMatchObject([{ closed: 'too-many' }]);
    expect(codeFrom(await second(first.id, '00000013'))).toBe('child-too-many');
  });

  it('has nothing below the second of a pair that would be licensed with it: two are a pair, and no chain', async () => {
    const first = await pair('00000014');
    const twin = await value(second(first.id, '00000015'));
    expect((await children(twin.id)).relations).toEqual([]);
    expect(codeFrom(await second(twin.id, '00000016'))).toBe('relation-unknown');
  });

  it('is not too late where only the key was made: before, nothing could stand below it', async () => {
    const paired = (await documentedPack()).replace(
      'children: []',
      'children: [{ id: twin, label: { en: Twin }, product: FIELD, creation: manual, least: 1, onlyBeforeActivation: true }]',
    );
    const other = await setUpChannel(server, 'tarn-paired', paired);
    const partner = await other.partner('dealer', 'Dealer');
    const { id: customer } = await value(partner.client.createCustomer({ name: 'Harbour' }));
    const wanted = { customerId: customer, name: 'Site', product: 'CENTRE', variant: 'virtual' };
    const { id: deviceId } = await value(partner.client.createDevice(wanted));
    const { lots } = await ship(other, partner, 'SO-TWIN', { 'TV-HOST': 1, 'TV-REL-5': 1 });
    const attach = (part: string) => value(partner.client.attachLicenses({ deviceId, lines: [{ lotId: lots[part]!, quantity: 1 }] }));
    const twin = () => partner.client.createChildDevice({ deviceId, relation: 'twin', name: 'Twin' });
    expect(codeFrom(await twin())).toBe('hardware-key-provisional');
    await attach('TV-HOST');
    await value(partner.client.makeHardwareKey({ deviceId, keyInput: 'twin.site.example' }));
    await attach('TV-REL-5');
    expect(codeFrom(await partner.client.activateLicenses({ deviceId }))).toBe('child-missing');
    await value(twin());
    await value(partner.client.activateLicenses({ deviceId }));
  });

  it('is refused to whoever does not see the device above', async () => {
    const first = await pair('00000021');
    const stranger = await channel.partner('dealer', 'Stranger');
    const asked = { deviceId: first.id, relation: 'second', name: 'Theirs', hardwareKey: 'P00000022', confirmed: true };
    expect(codeFrom(await stranger.client.createChildDevice(asked))).toBe('not-found');
    expect(codeFrom(await stranger.client.listChildDevices({ deviceId: first.id }))).toBe('not-found');
  });
});

describe('acts within one family', () => {
  it('at the same moment wait for each other, and none is lost', async () => {
    const device = await box('00000041');
    const [child] = (await children(device.id)).items;
    const { lots } = await ship(channel, dealer, 'SO-FAMILY', { 'TV-ZONE-8': 30, 'TV-ZONE-8-X': 30, 'TV-REL-4': 1 });
    const attach = (deviceId: string, part: string) => client.attachLicenses({ deviceId, lines: [{ lotId: lots[part]!, quantity: 1 }] });
    await value(attach(device.id, 'TV-REL-4'));
    const acts = Array.from({ length: 30 }, (_, n) => (n % 2 === 0 ? attach(device.id, 'TV-ZONE-8') : attach(child!.id, 'TV-ZONE-8-X')));
    const renames = [device.id, child!.id].map((deviceId) => client.updateDevice({ deviceId, name: 'Renamed' }, { ifMatch: '*' }));
    const answers = await Promise.all([...acts, ...renames, activate(client, device).then((done) => ({ ok: true, done }))]);
    expect(answers.filter(({ ok }) => !ok)).toEqual([]);
    const held = await value(client.listDeviceLicenses({ deviceId: child!.id }));
    expect(held.reserved.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(15);
  });
});

describe('orders that cannot be split', () => {
  it('are attached, given back and activated as a whole', async () => {
    const device = await value(ask({ product: 'CAMERAS', hardwareKey: '1a2f' }));
    expect(device.hardwareKey).toBe('1A2F');
    const { lots } = await ship(channel, dealer, 'SO-CAM', { 'TV-CAM-4': 3 });
    const of = (quantity: number) => ({ deviceId: device.id, lines: [{ lotId: lots['TV-CAM-4']!, quantity }] });
    const part = await client.attachLicenses(of(2));
    expect(part).toMatchObject({ problem: { code: 'order-not-splittable' } });
    if (!part.ok) expect(part.problem.detail).toContain('order SO-CAM as a whole. Left out: 1 × TV-CAM-4');
    await value(client.attachLicenses(of(3)));
    expect(codeFrom(await client.detachLicenses(of(1)))).toBe('order-not-splittable');
    expect(codeFrom(await client.activateLicenses({ ...of(1) }))).toBe('order-not-splittable');
    await value(client.detachLicenses(of(3)));
  });

  it('are not taken while another device has some of them', async () => {
    const both = (await documentedPack()).replace('parts: [{ part: TV-ZONE-8 }]', 'parts: [{ part: TV-ZONE-8 }, { part: TV-CAM-4 }]');
    const other = await setUpChannel(server, 'tarn-both', both);
    const partner = await other.partner('dealer', 'Dealer');
    const { id } = await value(partner.client.createCustomer({ name: 'Harbour' }));
    const add = (wanted: object) => value(partner.client.createDevice({ customerId: id, name: 'Site', product: 'FIELD', ...wanted }));
    const [field, cameras] = [await add({}), await add({ product: 'CAMERAS', hardwareKey: '1A41' })];
    const { lots } = await ship(other, partner, 'SO-BOTH', { 'TV-CAM-4': 3 });
    const of = (deviceId: string, quantity: number) => ({ deviceId, lines: [{ lotId: lots['TV-CAM-4']!, quantity }] });
    await value(partner.client.attachLicenses(of(field.id, 1)));
    const rest = await partner.client.attachLicenses(of(cameras.id, 2));
    const elsewhere = [{ part: 'TV-CAM-4', quantity: 1, order: 'SO-BOTH' }];
    expect(rest).toMatchObject({ problem: { code: 'order-not-splittable', facts: { left: [], elsewhere } } });
    if (!rest.ok) expect(rest.problem.detail).toContain('On another device: 1 × TV-CAM-4.');
    await value(partner.client.detachLicenses(of(field.id, 1)));
    await value(partner.client.attachLicenses(of(cameras.id, 3)));
  });

  it('are given back as a whole where they have several lines', async () => {
    const device = await value(ask({ product: 'CAMERAS', hardwareKey: '1A31' }));
    const lines = [1, 2].map((quantity) => ({ part: 'TV-CAM-4', quantity }));
    const { order } = await value(channel.vendor.client.shipOrder({ salesOrder: 'SO-LINES', receiverId: dealer.id, lines }));
    const shipped = (await value(client.getOrder({ order: order!.id }))).lines;
    const of = (some: typeof shipped) => ({
      deviceId: device.id,
      lines: some.map(({ lotId, shipped: quantity }) => ({ lotId, quantity })),
    });
    await value(client.attachLicenses(of(shipped)));
    const part = await client.detachLicenses(of(shipped.slice(0, 1)));
    expect(part).toMatchObject({ problem: { code: 'order-not-splittable', facts: { left: [{ part: 'TV-CAM-4' }] } } });
    await value(client.detachLicenses(of(shipped)));
  });

  it('with several lines want all of them', async () => {
    const device = await value(ask({ product: 'CAMERAS', hardwareKey: '1A30' }));
    const { orderId } = await ship(channel, dealer, 'SO-TWO', { 'TV-CAM-4': 1, 'TV-ZONE-8': 1 });
    const answer = await client.attachLicenses({ deviceId: device.id, lines: [{ order: orderId, part: 'TV-CAM-4', quantity: 1 }] });
    expect(answer).toMatchObject({
      problem: { code: 'order-not-splittable', facts: { left: [{ part: 'TV-ZONE-8', quantity: 1 }], foreign: true } },
    });
    // Cameras take no zones: no choice would do.
    if (!answer.ok) expect(answer.problem.nextStep).toContain('holds what this product does not take');
  });

  it('do not wait for maintenance units, which no device takes', async () => {
    const care = '  - { number: TV-CARE, label: { en: Care }, class: maintenance, grants: [] }\n\nmails:';
    const other = await setUpChannel(server, 'tarn-care', (await documentedPack()).replace('\nmails:', care));
    const partner = await other.partner('dealer', 'Dealer');
    const { id } = await value(partner.client.createCustomer({ name: 'Harbour' }));
    const wanted = { customerId: id, name: 'Site', product: 'CAMERAS', hardwareKey: '1A51' };
    const device = await value(partner.client.createDevice(wanted));
    const { lots } = await ship(other, partner, 'SO-CARE', { 'TV-CAM-4': 2, 'TV-CARE': 12 });
    const of = (quantity: number) => ({ deviceId: device.id, lines: [{ lotId: lots['TV-CAM-4']!, quantity }] });
    const part = await partner.client.attachLicenses(of(1));
    expect(part).toMatchObject({ problem: { code: 'order-not-splittable', facts: { left: [{ part: 'TV-CAM-4', quantity: 1 }] } } });
    await value(partner.client.attachLicenses(of(2)));
  });
});
