import { readFile } from 'node:fs/promises';
import { coverageAt, type LicensePayload, readKeySet, verifyLicense } from '@muniment/client/verify';
import { moveClock } from '@muniment/platform/clock';
import { activate, type Party, setUpChannel, ship, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let server: TestServer;
let channel: TestChannel;
let partner: Party;

const product = 'ESC-400';

beforeAll(async () => {
  server = await startTestServer({ testClock: true });
  await moveClock(server.database.pool, { set: '2027-01-15T12:00:00Z' });
  channel = await setUpChannel(server, 'harrow', await readFile('catalogs/edge-controller/pack.yaml', 'utf8'));
  partner = await channel.partner('dealer', 'Facility Partner');
});
afterAll(() => server?.stop());

let count = 0;

/** A controller with these parts active on it, each shipped with an order of its own. */
async function controller(parts: Readonly<Record<string, number>>): Promise<{ id: `dev_${string}`; hardwareKey: string }> {
  const number = ++count;
  const customer = await value(partner.client.createCustomer({ name: `Tower ${number}` }));
  const hardwareKey = `17QE${String(number).padStart(8, '0')}`;
  const { id } = await value(partner.client.createDevice({ customerId: customer.id, name: 'Basement', product, hardwareKey }));
  const device = { id: id as `dev_${string}`, hardwareKey };
  for (const [part, quantity] of Object.entries(parts)) await add(device.id, part, quantity);
  return device;
}

let orders = 0;

async function add(deviceId: `dev_${string}`, part: string, quantity = 1): Promise<void> {
  const { lots } = await ship(channel, partner, `H-${++orders}`, { [part]: quantity });
  await value(partner.client.attachLicenses({ deviceId, lines: [{ lotId: lots[part]!, quantity }] }));
  await activate(partner.client, { id: deviceId, product });
}

const ask = (hardwareKey: string, more: Readonly<Record<string, unknown>>) =>
  value(partner.client.validateLicense({ product, hardwareKey, ...more }));

describe('maintenance of a capacity (E7)', () => {
  it('is said before an upgrade is tried: 25 of 50 covered, 25 missing', async () => {
    const { id } = await controller({ 'CAP-25': 2, 'MNT1-25': 1 });
    const { coverage } = await value(partner.client.listEntitlements({ deviceId: id }));
    const told = { capacity: 50, covered: 25, missing: 25, until: null, lastDay: null, text: '25 of 50 covered: 25 missing' };
    expect(coverage).toMatchObject([{ feature: 'devices', label: 'Devices behind the controller', ...told }]);
    expect(coverage[0]!.why).toEqual([
      'Licensed: 2 × 25 (CAP-25) = 50 devices.',
      'Covered by maintenance: 25 (MNT1-25) = 25 devices.',
      'Maintenance for 25 devices is missing; until it is there no upgrade is granted.',
    ]);
    await add(id, 'MNT3-25');
    const whole = await value(partner.client.listEntitlements({ deviceId: id, language: 'de' }));
    expect(whole.coverage).toMatchObject([
      { covered: 50, missing: 0, until: '2028-01-15', lastDay: '2028-01-14', text: '50 von 50 abgedeckt' },
    ]);
  });

  it('decides with validate-license whether a version may be used, and says how many are missing', async () => {
    const { id, hardwareKey } = await controller({ 'CAP-50': 1, 'MNT1-25': 1 });
    expect(await ask(hardwareKey, { version: '4.3' })).toMatchObject({
      valid: false,
      code: 'maintenance-missing',
      reason: 'Maintenance covers less than is licensed on the device (devices: 25 of 50).',
      coverage: [{ feature: 'devices', capacity: 50, covered: 25, missing: 25, until: null }],
    });
    await add(id, 'MNT1-25');
    const codes = await Promise.all(['4.3', '3.3', '4.4', '5.0'].map(async (version) => (await ask(hardwareKey, { version })).code));
    expect(codes).toEqual(['valid', 'valid', 'version-not-released', 'version-not-known']);
    expect(await ask(hardwareKey, { version: '4.3' })).toMatchObject({ valid: true, coverage: [{ missing: 0, until: '2028-01-15' }] });
    // What is asked beside it comes first; what asks for no version is answered as ever.
    expect((await ask(hardwareKey, { version: '4.3', feature: 'devices', quantity: 51 })).code).toBe('quantity-exceeded');
    expect((await ask(hardwareKey, { version: '4.3', feature: 'devices', quantity: 50 })).code).toBe('valid');
    expect(await ask(hardwareKey, {})).not.toHaveProperty('coverage');
  });

  it('grants nothing where nothing is licensed', async () => {
    const { hardwareKey } = await controller({ 'MNT1-25': 1 });
    expect(await ask(hardwareKey, { version: '4.3' })).toMatchObject({ valid: false, code: 'not-active', entitlements: [] });
    const other = await controller({ 'MNT1-25': 1, 'OPT-ANALYTICS': 1 });
    expect(await ask(other.hardwareKey, { version: '4.3' })).toMatchObject({
      code: 'maintenance-missing',
      reason: 'Nothing is licensed on the device that maintenance could cover.',
      coverage: [{ capacity: 0, covered: 25, missing: 0 }],
    });
  });

  it('asks for no maintenance where the product has no versions, whatever is asked', async () => {
    const plain = (await readFile('catalogs/edge-controller/pack.yaml', 'utf8')).replaceAll(/ {4}versions:\n(?: {6}- .*\n)+/g, '');
    const vendor = await setUpChannel(server, 'plain', plain);
    const dealer = await vendor.partner('dealer', 'Plain');
    const customer = await value(dealer.client.createCustomer({ name: 'Plain' }));
    const device = { customerId: customer.id, name: 'One', product, hardwareKey: '17QEAAAAAAAA' };
    const { id } = await value(dealer.client.createDevice(device));
    const { lots } = await ship(vendor, dealer, 'P-1', { 'CAP-25': 1 });
    await value(dealer.client.attachLicenses({ deviceId: id, lines: [{ lotId: lots['CAP-25']!, quantity: 1 }] }));
    await activate(dealer.client, { id, product });
    const answer = await value(dealer.client.validateLicense({ product, hardwareKey: device.hardwareKey, version: '4.3' }));
    expect(answer).toMatchObject({ code: 'valid' });
    expect(answer).not.toHaveProperty('coverage');
  });

  it('stands in the licence file, day by day, so that a controller without network can say it too', async () => {
    const { id, hardwareKey } = await controller({ 'CAP-25': 1, 'MNT1-25': 1 });
    const keys = readKeySet(await value(server.client().getKeySet({ vendor: 'harrow' })))!;
    const { text } = await value(partner.client.downloadLicense({ deviceId: id }));
    const now = Date.parse('2027-01-15T12:00:00Z');
    const verified = await verifyLicense(text, { keys, now, hardwareKey, product, acceptTest: true });
    if (!verified.ok) throw new Error(verified.refusal.code);
    const payload: LicensePayload = verified.value.payload;
    expect(coverageAt(payload, now)).toEqual({ devices: { capacity: 25, covered: 25 } });
    // Until midnight in Chicago of the first day without.
    const end = Date.parse('2028-01-15T06:00:00Z');
    expect(coverageAt(payload, end - 1)).toEqual({ devices: { capacity: 25, covered: 25 } });
    expect(coverageAt(payload, end)).toEqual({ devices: { capacity: 25, covered: 0 } });
    expect(payload.exp).toBeUndefined();
  });

  it('ends at the vendor’s midnight without anybody writing anything; what was bought goes on', async () => {
    const { id, hardwareKey } = await controller({ 'CAP-25': 1, 'MNT1-25': 1 });
    const vendor = channel.vendor.client;
    const version = { product, hardwareKey, version: '4.3' };
    await moveClock(server.database.pool, { set: '2028-01-15T05:59:30Z' });
    expect((await value(vendor.validateLicense(version))).code).toBe('valid');
    await moveClock(server.database.pool, { set: '2028-01-15T06:00:00Z' });
    expect(await value(vendor.validateLicense(version))).toMatchObject({ code: 'maintenance-missing', coverage: [{ missing: 25 }] });
    expect(await value(vendor.validateLicense({ product, hardwareKey, feature: 'devices', quantity: 25 }))).toMatchObject({
      code: 'valid',
    });
    const { coverage } = await value(vendor.listEntitlements({ deviceId: id }));
    expect(coverage[0]).toMatchObject({ covered: 0, missing: 25, text: '0 of 25 covered: 25 missing' });
    expect(coverage[0]!.why).toContain('25 (MNT1-25) no longer counts: its last day is 14 Jan 2028.');
  });
});
