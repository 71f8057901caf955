import { acceptance, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Guide, openGuide, refusalOf } from './support/guide.ts';

// The three models of the guide's SV9500 (requirements B4–B6, B36): what is entered for each, and the key that comes of it.

let guide: Guide;

beforeAll(async () => {
  guide = await openGuide();
});
afterAll(() => guide?.server.stop());

describe('SV9500 Standard Server Model (B5, B6): a temporary key, the virtualization option, then the key from the IP address', () => {
  it('takes nothing but the option before the key is made, and everything after it', async () => {
    const { client } = guide.dealer;
    const location = await guide.location('SV9500', 'Standard server', { variant: 'standard' });
    expect(location.hardwareKey).toMatch(/^35-\d{12}-\d{3}-TEMP-KEY$/);
    expect([location.keyOrigin, location.provisional]).toEqual(['temporary', true]);
    await guide.ship('SO-9500', { 'EX95-VIRT': 1, 'EX95-SEAT-32': 2, 'EX95-VER-7': 1 });

    const early = await refusalOf(guide.attach(location, 'SO-9500', { 'EX95-VIRT': 1, 'EX95-SEAT-32': 2 }));
    expect(early.code).toBe('part-not-before-key');
    const keyInput = '123.0.0.105';
    const make = async () => client.makeHardwareKey({ deviceId: location.id, keyInput, agreement: (await acceptance(client, 'SV9500'))! });
    expect((await refusalOf(make())).code).toBe('trigger-not-attached');

    await value(guide.attach(location, 'SO-9500', { 'EX95-VIRT': 1 }));
    const wrong = { deviceId: location.id, keyInput: '123.0.0.256', agreement: (await acceptance(client, 'SV9500'))! };
    expect((await refusalOf(client.makeHardwareKey(wrong))).code).toBe('hardware-key-invalid');
    await value(make());
    const made = await value(client.getDevice({ deviceId: location.id }));
    expect(made.hardwareKey).toMatch(/^35G00N\d{6}[A-F]0S0[0-9A-F]{10}[a-z][A-Z]$/);
    expect([made.keyOrigin, made.provisional, made.keyInput?.value]).toEqual(['derived', false, '123.0.0.105']);
    expect(await guide.granted(made)).toEqual({ virtualization: true });
    expect((await refusalOf(make())).code).toBe('key-not-provisional');

    await value(guide.attach(made, 'SO-9500', { 'EX95-SEAT-32': 2, 'EX95-VER-7': 1 }));
    const done = await guide.activate(made);
    expect(await guide.granted(made)).toEqual({ virtualization: true, seats: 64, version: 'V7' });
    // The guide's last step: regenerate, download, and note the activation code (B9, B11).
    const again = await value(client.regenerateLicense({ deviceId: made.id }));
    for (const code of [done.file?.activationCode, again.activationCode]) expect(code).toMatch(/^\d{4}-\d{4}-\d{4}$/);
    expect(again.activationCode).not.toBe(done.file?.activationCode);
    expect((await value(client.downloadLicense({ deviceId: made.id }))).fileName).toBe(`SV9500_${made.hardwareKey}.lic`);
    const found = await value(client.listDevices({ q: location.hardwareKey }));
    expect(found.items.map(({ id }) => id)).toEqual([location.id]);
  });

  it('makes another key for another server with the same private address', async () => {
    const { client } = guide.dealer;
    const keys = new Set<string>();
    for (const salesOrder of ['SO-9500-A', 'SO-9500-B']) {
      const { id } = await guide.location('SV9500', salesOrder, { variant: 'standard' });
      await guide.ship(salesOrder, { 'EX95-VIRT': 1 });
      await value(guide.attach(await value(client.getDevice({ deviceId: id })), salesOrder, { 'EX95-VIRT': 1 }));
      const agreement = (await acceptance(client, 'SV9500'))!;
      await value(client.makeHardwareKey({ deviceId: id, keyInput: '192.168.0.10', agreement }));
      keys.add((await value(client.getDevice({ deviceId: id }))).hardwareKey);
    }
    expect(keys.size).toBe(2);
  });

  it('gets its License Manager Client with the key, and not before (B7)', async () => {
    const { client } = guide.dealer;
    const location = await guide.location('SV9500', 'With applications', { variant: 'standard' });
    const below = async () => (await value(client.listChildDevices({ deviceId: location.id }))).items.map((child) => child.hardwareKey);
    expect(await below()).toEqual([]);
    await guide.ship('SO-9500-C', { 'EX95-VIRT': 1 });
    await value(guide.attach(location, 'SO-9500-C', { 'EX95-VIRT': 1 }));
    const agreement = (await acceptance(client, 'SV9500'))!;
    await value(client.makeHardwareKey({ deviceId: location.id, keyInput: '10.1.2.3', agreement }));
    const { hardwareKey } = await value(client.getDevice({ deviceId: location.id }));
    expect(await below()).toEqual([`LM${hardwareKey}`]);
  });
});

describe('SV9500 Appliance Server Model (B4): scanned labels of one or two CPUs', () => {
  it('stores what was scanned without A_, underscores and dashes, and refuses the same CPU twice', async () => {
    const scanned = {
      variant: 'appliance',
      hardwareKey: 'A_3565-A9C3-0842-67EF-2E44-A473-6DI2',
      secondaryKey: 'A_3565-ACE3-4C8C-5745-F647-08D3-63FK',
    };
    const twice = { ...scanned, secondaryKey: '3565A9C3084267EF2E44A4736DI2' };
    const { customerId } = guide;
    const body = { customerId, name: 'Appliance', product: 'SV9500' };
    expect((await refusalOf(guide.dealer.client.createDevice({ ...body, ...twice }))).code).toBe('secondary-key-same');

    const check = { product: 'SV9500', variant: 'appliance', hardwareKey: scanned.hardwareKey };
    const checked = await value(guide.dealer.client.checkHardwareKey(check));
    expect([checked.valid, checked.hardwareKey]).toEqual([true, '3565A9C3084267EF2E44A4736DI2']);
    const location = await guide.location('SV9500', 'Appliance', scanned);
    expect(location.hardwareKey).toBe('3565A9C3084267EF2E44A4736DI2');
    expect(location.secondaryKey).toBe('3565ACE34C8C5745F64708D363FK');
    const scannedAgain = await value(guide.dealer.client.listDevices({ q: scanned.hardwareKey }));
    expect(scannedAgain.items.map(({ id }) => id)).toEqual([location.id]);
    const bySecond = await value(guide.dealer.client.listDevices({ q: '3565ACE34C8C5745F64708D363FK' }));
    expect(bySecond.items.map(({ id }) => id)).toEqual([location.id]);
    await guide.license(location, 'SO-APPLIANCE', { 'EX95-SEAT-32': 1, 'EX95-VER-4': 1 });
    expect(await guide.granted(location)).toEqual({ seats: 32, version: 'V4' });
  });

  it('is the model that is meant where only its key fits', async () => {
    const meant = [
      [{ hardwareKey: 'A_3565-B1D0-27E4-9A03-6C11-F5B2-7QK4' }, 'appliance'],
      [{ hardwareKey: '6CE4DA0137A0' }, 'small-enterprise'],
      [{}, 'standard'],
    ] as const;
    for (const [entered, variant] of meant) expect((await guide.location('SV9500', variant, entered)).variant).toBe(variant);
  });

  it('takes one CPU alone, and the second one later', async () => {
    const location = await guide.location('SV9500', 'One CPU', { variant: 'appliance', hardwareKey: '35G00N470108E0S0A8832EF2d3Po' });
    expect(location.secondaryKey).toBeNull();
    const edited = await value(guide.edit(location, { secondaryKey: '35G00N470109E0S0A8832EF3d3Po' }));
    expect(edited.secondaryKey).toBe('35G00N470109E0S0A8832EF3d3Po');
  });

  it('has no use for the parts of the other models (B36)', async () => {
    const hardwareKey = '35G00N470110E0S0A8832EF4d3Po';
    const location = await guide.location('SV9500', 'Other parts', { variant: 'appliance', hardwareKey });
    await guide.ship('SO-OTHER-PARTS', { 'EX95-VIRT': 1, 'EX95SE-SEAT-16': 1 });
    for (const part of ['EX95-VIRT', 'EX95SE-SEAT-16']) {
      const refused = await refusalOf(guide.attach(location, 'SO-OTHER-PARTS', { [part]: 1 }));
      expect([refused.code, refused.facts['part']]).toEqual(['part-not-accepted', part]);
    }
  });
});

describe('SV9500 Small Enterprise Model (B5, B36): a MAC address, parts of its own and 1536 ports', () => {
  it('makes the key at once, however the address is written', async () => {
    const location = await guide.location('SV9500', 'Small enterprise', { variant: 'small-enterprise', keyInput: '6c:e4:da:01:37:8c' });
    expect(location.hardwareKey).toMatch(/^35[0-9A-F]{24}[A-Z][a-z]$/);
    expect([location.keyOrigin, location.keyInput?.value]).toEqual(['derived', '6CE4DA01378C']);
    const { items } = await value(guide.dealer.client.listChildDevices({ deviceId: location.id }));
    expect(items.map((child) => child.hardwareKey)).toEqual([`LM${location.hardwareKey}`]);
  });

  it('takes ports up to 1536 and none beyond', async () => {
    const location = await guide.location('SV9500', 'Ports', { variant: 'small-enterprise', hardwareKey: '6CE4DA01378D' });
    await guide.ship('SO-PORTS', { 'EX95SE-PORT-64': 25, 'EX95SE-VER-7': 1, 'EX95-SEAT-32': 1 });
    await value(guide.attach(location, 'SO-PORTS', { 'EX95SE-PORT-64': 24, 'EX95SE-VER-7': 1 }));
    const beyond = await refusalOf(guide.attach(location, 'SO-PORTS', { 'EX95SE-PORT-64': 1 }));
    expect([beyond.code, beyond.facts['maximum']]).toEqual(['maximum-exceeded', 1536]);
    expect((await refusalOf(guide.attach(location, 'SO-PORTS', { 'EX95-SEAT-32': 1 }))).code).toBe('part-not-accepted');
    await guide.activate(location);
    expect(await guide.granted(location)).toEqual({ ports: 1536, version: 'V7' });
  });
});
