import { readFile } from 'node:fs/promises';
import type { Client } from '@muniment/client';
import { moveClock } from '@muniment/platform/clock';
import { type Party, setUpChannel, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let pack: {
  products: {
    id: string;
    keyFormats: { id: string; pattern: string; example: string; normalise: string[] }[];
    parts: { part: string }[];
    demos?: object[];
  }[];
  parts: object[];
};

const product = 'SV8100';
const days = 30;

beforeAll(async () => {
  pack = parse(await readFile('catalogs/pbx-channel/pack.yaml', 'utf8'));
  // A term licence beside the perpetual ones: it ends without anybody writing anything.
  pack.parts.push({
    number: 'EX81-OPT-TRIAL',
    label: { en: 'Trial', de: 'Probe' },
    category: 'options',
    grants: [{ feature: 'hotel' }],
    model: 'term',
    term: { days, runs: 'fixed' },
  });
  const sold = pack.products.find(({ id }) => id === product)!;
  sold.parts.push({ part: 'EX81-OPT-TRIAL' });
  // What begins by itself is told beside the demos.
  delete sold.demos;
  server = await startTestServer({ testClock: true });
  channel = await setUpChannel(server, 'pbx', stringify(pack));
  dealer = await channel.partner('dealer', 'Nordlicht Telecom');
});
afterAll(() => server?.stop());

let orders = 0;
let keys = 0;

async function makeDevice(given?: string): Promise<{ id: `dev_${string}`; hardwareKey: string }> {
  const number = ++keys;
  const customer = await value(dealer.client.createCustomer({ name: `Customer ${number}` }));
  const hardwareKey = given ?? `19${String(number).padStart(10, '0')}`;
  const { id } = await value(dealer.client.createDevice({ customerId: customer.id, name: 'Main building', product, hardwareKey }));
  return { id: id as `dev_${string}`, hardwareKey };
}

/** Ships, attaches and activates; answers the licence ids. */
async function license(deviceId: `dev_${string}`, parts: Readonly<Record<string, number>>): Promise<readonly `lot_${string}`[]> {
  const lines = Object.entries(parts).map(([part, quantity]) => ({ part, quantity }));
  const salesOrder = `V-${++orders}`;
  await value(channel.vendor.client.shipOrder({ salesOrder, receiverId: dealer.id as `org_${string}`, lines }));
  await value(dealer.client.attachLicenses({ deviceId, lines: lines.map((line) => ({ order: salesOrder, ...line })) }));
  const { id, version } = (await value(dealer.client.getCatalog({}))).agreements[0]!;
  const done = await value(dealer.client.activateLicenses({ deviceId, agreement: { id, version, language: 'en', accepted: true } }));
  return done.movements.map(({ lotId }) => lotId as `lot_${string}`);
}

const ask = (client: Client, hardwareKey: string, more: Readonly<Record<string, unknown>> = {}) =>
  value(client.validateLicense({ product, hardwareKey, ...more }));

describe('validating a device', () => {
  it('tells what it may do, by its key as anybody writes it and by a licence that is active on it', async () => {
    const { id, hardwareKey } = await makeDevice();
    const [seats] = await license(id, { 'EX81-SEAT-20': 6, 'EX81-VER-4': 1, 'EX81-VER-6': 1 });
    const written = `${hardwareKey.slice(0, 4)}-${hardwareKey.slice(4, 8)} ${hardwareKey.slice(8)}`;
    const rights = [
      { feature: 'seats', kind: 'quantity', value: 120, until: null, lastDay: null },
      { feature: 'version', kind: 'version', value: 'V6', until: null, lastDay: null },
    ];
    const expected = { valid: true, code: 'valid', deviceId: id, product, hardwareKey, entitlements: rights };
    expect(await ask(dealer.client, written)).toMatchObject(expected);
    expect(await value(dealer.client.validateLicense({ licenseId: seats! }))).toMatchObject(expected);
    expect(await value(dealer.client.validateLicense({ licenseId: seats!, hardwareKey }))).toMatchObject(expected);
    expect((await value(dealer.client.validateLicense({ licenseId: seats!, hardwareKey: '190000009999' }))).code).toBe('unknown-license');
  });

  it('says which of feature, quantity and version it lacks', async () => {
    const { id, hardwareKey } = await makeDevice();
    await license(id, { 'EX81-SEAT-20': 1, 'EX81-VER-4': 1 });
    const codeOf = async (more: Readonly<Record<string, unknown>>) => (await ask(dealer.client, hardwareKey, more)).code;
    expect(await codeOf({ feature: 'seats', quantity: 20 })).toBe('valid');
    expect(await codeOf({ feature: 'seats', quantity: 21 })).toBe('quantity-exceeded');
    expect(await codeOf({ feature: 'version', version: 'V3' })).toBe('valid');
    expect(await codeOf({ feature: 'version', version: 'V5' })).toBe('version-not-covered');
    expect(await codeOf({ feature: 'voicemail' })).toBe('feature-missing');
  });

  it('knows nothing of what is not there, not active, or not asked', async () => {
    const { hardwareKey } = await makeDevice();
    expect(await ask(dealer.client, hardwareKey)).toMatchObject({ valid: false, code: 'not-active', entitlements: [] });
    expect(await ask(dealer.client, '190999999999')).toMatchObject({ code: 'unknown-device', deviceId: null, hardwareKey: '190999999999' });
    const licenseId = 'lot_00000000-0000-7000-8000-000000000000';
    expect(await value(dealer.client.validateLicense({ licenseId }))).toMatchObject({ code: 'unknown-license', product: null });
    expect(await dealer.client.validateLicense({ product })).toMatchObject({ ok: false, problem: { code: 'nothing-asked' } });
  });

  it('answers the vendor and whoever serves the customer, and nobody else', async () => {
    const { id, hardwareKey } = await makeDevice();
    await license(id, { 'EX81-SEAT-20': 1 });
    const stranger = await channel.partner('dealer', 'Stranger');
    const asked = [channel.vendor.client, dealer.client, stranger.client].map(async (client) => (await ask(client, hardwareKey)).code);
    expect(await Promise.all(asked)).toEqual(['valid', 'valid', 'unknown-device']);
  });

  it('gives each of many who ask at once the answer to its own question', async () => {
    const devices = await Promise.all(Array.from({ length: 6 }, () => makeDevice()));
    for (const [index, { id }] of devices.entries()) if (index > 0) await license(id, { 'EX81-SEAT-20': index });
    const questions = Array.from({ length: 120 }, (_, index) => index % devices.length);
    const answers = await Promise.all(questions.map((index) => ask(dealer.client, devices[index]!.hardwareKey)));
    expect(answers.map(({ deviceId }) => deviceId)).toEqual(questions.map((index) => devices[index]!.id));
    expect(answers.map(({ entitlements }) => entitlements[0]?.value ?? 0)).toEqual(questions.map((index) => index * 20));
  });

  it('counts what was activated from the next question on', async () => {
    const { id, hardwareKey } = await makeDevice();
    for (const seats of [20, 40, 60]) {
      await license(id, { 'EX81-SEAT-20': 1 });
      expect((await ask(dealer.client, hardwareKey)).entitlements).toMatchObject([{ feature: 'seats', value: seats }]);
    }
  });

  it('goes by a new catalog pack at once: keys of a new form are known however they are written', async () => {
    const written = '29.00.00.00.00.01';
    expect((await ask(dealer.client, written)).code).toBe('unknown-device');
    const { keyFormats } = pack.products.find((one) => one.id === product)!;
    keyFormats.push({ ...keyFormats[0]!, id: 'board', pattern: '29\\d{10}', example: '290000000000', normalise: ['strip-dots'] });
    await value(channel.vendor.client.loadCatalog({ pack: stringify({ ...pack, version: '2026.2' }) }));
    const { id, hardwareKey } = await makeDevice('290000000001');
    expect(hardwareKey).toBe('290000000001');
    expect(await ask(dealer.client, written)).toMatchObject({ code: 'not-active', deviceId: id });
  });

  it('ends at the vendor’s midnight without anybody writing anything', async () => {
    const { id, hardwareKey } = await makeDevice();
    await license(id, { 'EX81-OPT-TRIAL': 1 });
    const first = await ask(dealer.client, hardwareKey);
    expect(first).toMatchObject({ code: 'valid', entitlements: [{ feature: 'hotel' }] });
    const midnight = Temporal.PlainDate.from(first.entitlements[0]!.until!).toZonedDateTime('Europe/Amsterdam').toInstant();
    expect(await moveClock(server.database.pool, { set: midnight.subtract({ seconds: 30 }).toString() })).toMatchObject({ ok: true });
    // Sessions ended in those thirty days; the vendor's key did not.
    expect((await ask(channel.vendor.client, hardwareKey)).code).toBe('valid');
    await moveClock(server.database.pool, { set: midnight.toString() });
    expect(await ask(channel.vendor.client, hardwareKey)).toMatchObject({ valid: false, code: 'expired', entitlements: [] });
  });
});
