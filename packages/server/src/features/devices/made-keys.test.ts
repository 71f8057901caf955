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

// Tarn Vigil of docs/catalog-packs.md: keys that are entered, made and temporary (B4–B6, B36).

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
const add = (wanted: Wanted) => value(ask(wanted));
async function refusal(answer: ReturnType<Client['createDevice']>) {
  const got = await answer;
  if (got.ok) throw new Error('this was to be refused');
  return got.problem;
}
const codeOf = async (answer: ReturnType<Client['createDevice']>) => (await refusal(answer)).code;

describe('create-device: a key that is entered', () => {
  it('stands beside a second key and a product key, each in its stored form and each found', async () => {
    const device = await add({
      product: 'CENTRE',
      variant: 'box',
      hardwareKey: 'C00000001',
      secondaryKey: ' C00000002',
      productKey: 'D00001',
    });
    expect(device).toMatchObject({
      variant: 'box',
      variantLabel: 'Box',
      hardwareKey: 'C00000001',
      keyOrigin: 'entered',
      secondaryKey: 'C00000002',
      productKey: 'D00001',
      keyInput: null,
    });
    for (const q of ['C00000002', 'D00001'])
      expect((await value(client.listDevices({ q }))).items.map(({ id }) => id)).toEqual([device.id]);
  });

  it.each([
    [{ hardwareKey: 'C00000011' }, 'hardware-key-missing', 'product-key'],
    [{ hardwareKey: 'C00000011', productKey: 'E1' }, 'hardware-key-invalid', 'product-key'],
    [{ hardwareKey: 'C00000011', productKey: 'D00011', secondaryKey: 'X' }, 'hardware-key-invalid', 'secondary'],
    [{ hardwareKey: 'C00000011', productKey: 'D00011', secondaryKey: 'C00000011' }, 'secondary-key-same', 'secondary'],
    [{ hardwareKey: 'C00000011', productKey: 'D00011', secondaryKey: 'C00000002' }, 'hardware-key-taken', 'secondary'],
    [{ hardwareKey: 'C00000002', productKey: 'D00011' }, 'hardware-key-taken', 'primary'],
    [{ hardwareKey: 'C00000011', productKey: 'D00001' }, 'hardware-key-taken', 'product-key'],
    [{ productKey: 'D00011' }, 'hardware-key-missing', 'primary'],
    [{ hardwareKey: 'C00000011', productKey: 'D00011', keyInput: 'vigil.site.example' }, 'key-not-expected', 'input'],
  ] as const)('is refused for %j with %s', async (entered, code, role) => {
    const problem = await refusal(ask({ product: 'CENTRE', variant: 'box', ...entered }));
    expect([problem.code, problem.facts?.['role']]).toEqual([code, role]);
    // Nothing of a refused device stays: its keys are free.
    expect((await value(client.listDevices({ q: 'C00000011' }))).total).toBe(0);
  });

  it('tells which model is meant where it fits one only', async () => {
    const asked = { product: 'CENTRE', hardwareKey: 'C00000051' };
    expect(await codeOf(ask(asked))).toBe('hardware-key-missing');
    expect((await add({ ...asked, productKey: 'D00051' })).variant).toBe('box');
    expect((await add({ product: 'CENTRE', hardwareKey: 'P00000051' })).variant).toBe('pair');
    expect((await add({ product: 'CENTRE' })).variant).toBe('virtual');
  });

  it('is free again after a refusal took part of it', async () => {
    const entered = { hardwareKey: 'C00000021', productKey: 'D00021' };
    expect(await codeOf(ask({ product: 'CENTRE', variant: 'box', ...entered, secondaryKey: 'C00000001' }))).toBe('hardware-key-taken');
    expect((await add({ product: 'CENTRE', variant: 'box', ...entered })).hardwareKey).toBe('C00000021');
  });

  it('says which models there are where none or a wrong one is named', async () => {
    const missing = await refusal(ask({ product: 'CENTRE', hardwareKey: 'Z00000031' }));
    expect(missing.code).toBe('variant-missing');
    expect(missing.detail).toContain('box (Box), pair (Pair of boxes), virtual (Virtual centre)');
    expect(await codeOf(ask({ product: 'CENTRE', variant: 'tower', hardwareKey: 'C00000031' }))).toBe('variant-unknown');
    expect(await codeOf(ask({ product: 'PANEL', variant: 'box', hardwareKey: 'K0011AA22BB' }))).toBe('variant-unknown');
  });
});

describe('create-device: a key that is made', () => {
  it('has the shape of the pack, is another one each time, and keeps what it was made from', async () => {
    const first = await add({ product: 'PANEL', keyInput: '00:80:41:AE:FD:7E' });
    const second = await add({ product: 'PANEL', hardwareKey: '008041aefd7e' });
    for (const device of [first, second]) {
      expect(device.hardwareKey).toMatch(/^M[0-9A-F]{12}$/);
      expect(device.keyOrigin).toBe('derived');
      expect(device.keyInput).toEqual({ label: 'MAC address', value: '008041aefd7e', editable: false });
    }
    expect(first.hardwareKey).not.toBe(second.hardwareKey);
    expect(first.hardwareKey).not.toContain('8041AEFD7E');
  });

  it('stays beside entered ones of the same product', async () => {
    expect(await add({ product: 'PANEL', hardwareKey: 'K0011AA22BB' })).toMatchObject({ keyOrigin: 'entered', keyInput: null });
    expect(await codeOf(ask({ product: 'PANEL', hardwareKey: 'K0011AA22BB', keyInput: '00:80:41:AE:FD:7E' }))).toBe('key-not-expected');
    const problem = await refusal(ask({ product: 'PANEL' }));
    expect(problem.code).toBe('hardware-key-missing');
    expect(problem.detail).toContain('K and 10 hexadecimal digits (for example K0011AA22BB); or 12 hexadecimal digits');
  });

  it('is not shown before it is made', async () => {
    const preview = await value(
      client.createDevice({ customerId, name: 'Site', product: 'PANEL', keyInput: '00:80:41:AE:FD:7E', dryRun: true }),
    );
    expect(preview).toMatchObject({ hardwareKey: '', keyOrigin: 'derived', keyInput: { value: '008041aefd7e' } });
  });

  it('can be many at the same moment, and no two are the same', async () => {
    const made = await Promise.all(Array.from({ length: 40 }, () => add({ product: 'PANEL', keyInput: '00:80:41:AE:FD:7E' })));
    expect(new Set(made.map(({ hardwareKey }) => hardwareKey)).size).toBe(40);
  });
});

describe('create-device: a temporary key', () => {
  it('tells the second it was made in on the vendor’s clock, and no two are the same', async () => {
    const made = await Promise.all(Array.from({ length: 30 }, () => add({ product: 'FIELD' })));
    for (const device of made) {
      expect(device.hardwareKey).toMatch(/^FU-\d{12}-\d{3}-TEMP-KEY$/);
      expect(device).toMatchObject({ keyOrigin: 'temporary', provisional: false, replaceable: false });
    }
    expect(new Set(made.map(({ hardwareKey }) => hardwareKey)).size).toBe(30);
    expect(await codeOf(ask({ product: 'FIELD', hardwareKey: 'FU1' }))).toBe('key-not-expected');
  });

  it('that is final takes licences as any key', async () => {
    const device = await add({ product: 'FIELD' });
    const { lots } = await ship(channel, dealer, 'SO-FIELD', { 'TV-ZONE-8': 1 });
    await value(client.attachLicenses({ deviceId: device.id, lines: [{ lotId: lots['TV-ZONE-8']!, quantity: 1 }] }));
    await activate(client, device);
    expect((await value(client.getDevice({ deviceId: device.id }))).activeUnits).toBe(1);
  });
});

describe('make-hardware-key', () => {
  async function provisional(order: string) {
    const device = await add({ product: 'CENTRE', variant: 'virtual' });
    const { lots } = await ship(channel, dealer, order, { 'TV-HOST': 1, 'TV-ZONE-8': 2, 'TV-REL-5': 1 });
    const attach = (part: string) => client.attachLicenses({ deviceId: device.id, lines: [{ lotId: lots[part]!, quantity: 1 }] });
    return { device, attach, lots };
  }
  const codeFrom = (answer: { ok: boolean; problem?: { code: string } }) => (answer.ok ? 'ok' : answer.problem!.code);

  it('gives a device its real key from what is entered, activates what enables it, and blocks the temporary one', async () => {
    const { device, attach, lots } = await provisional('SO-V1');
    expect(device).toMatchObject({ provisional: true, keyOrigin: 'temporary' });
    expect(device.hardwareKey).toMatch(/^VX-\d{12}-\d{3}-TEMP-KEY$/);

    const make = { deviceId: device.id, keyInput: 'Vigil.Site.Example' };
    expect(codeFrom(await client.makeHardwareKey(make))).toBe('trigger-not-attached');
    expect(codeFrom(await attach('TV-ZONE-8'))).toBe('part-not-before-key');
    await value(attach('TV-HOST'));
    expect(codeFrom(await client.activateLicenses({ deviceId: device.id }))).toBe('hardware-key-provisional');
    expect(codeFrom(await client.makeHardwareKey({ ...make, keyInput: 'no host name' }))).toBe('hardware-key-invalid');

    const made = await value(client.makeHardwareKey(make));
    expect(made.device!.hardwareKey).toMatch(/^C9\d{7}[A-Z]{2}$/);
    expect(made.movements.map(({ part, toKind }) => [part, toKind])).toEqual([['TV-HOST', 'active']]);
    // The rules of activation ask for a release: until one is activated there is no file that they would forbid.
    expect(made.file).toBeNull();
    expect(codeFrom(await client.regenerateLicense({ deviceId: device.id }))).toBe('nothing-active');

    const after = await value(client.getDevice({ deviceId: device.id }));
    expect(after).toMatchObject({
      hardwareKey: made.device!.hardwareKey,
      keyOrigin: 'derived',
      provisional: false,
      replaceable: false,
      activeUnits: 1,
      keyInput: { label: 'Host name', value: 'vigil.site.example', editable: true },
    });
    expect(codeFrom(await client.makeHardwareKey(make))).toBe('key-not-provisional');
    // The temporary key still finds the device, and is nobody else's for good.
    expect((await value(client.listDevices({ q: device.hardwareKey }))).items.map(({ id }) => id)).toEqual([device.id]);

    await value(attach('TV-REL-5'));
    await value(attach('TV-ZONE-8'));
    expect((await activate(client, device)).file!.fileName).toMatch(/^TV_C9/);
    expect(lots['TV-REL-5']).toBeDefined();
  });

  it('is previewed without making a key, and done once by two at the same moment', async () => {
    const { device, attach } = await provisional('SO-V2');
    await value(attach('TV-HOST'));
    const make = { deviceId: device.id, keyInput: 'twin.site.example' };
    const preview = await value(client.makeHardwareKey({ ...make, dryRun: true }));
    expect(preview).toMatchObject({ dryRun: true, canUndo: false, device: { hardwareKey: device.hardwareKey } });
    const both = await Promise.all([client.makeHardwareKey(make), client.makeHardwareKey({ ...make, previewDigest: preview.digest })]);
    expect(both.map(codeFrom).filter((code) => code === 'ok')).toHaveLength(1);
    const { hardwareKey } = await value(client.getDevice({ deviceId: device.id }));
    expect(hardwareKey).toMatch(/^C9/);
  });

  it('keeps what only made the key possible out of the file of a demo, until the rules of activation allow it', async () => {
    const { device, attach } = await provisional('SO-V4');
    await value(attach('TV-HOST'));
    await value(client.makeHardwareKey({ deviceId: device.id, keyInput: 'show.site.example' }));
    const said = async () => {
      const { text } = await value(client.downloadLicense({ deviceId: device.id, content: 'document' }));
      return JSON.parse(Buffer.from(text.split('.')[1]!, 'base64url').toString()).entitlements;
    };
    await value(client.startDemo({ deviceId: device.id, demo: 'show' }));
    expect(await said()).toEqual({ zones: 512, release: '5' });
    await value(client.regenerateLicense({ deviceId: device.id }));
    expect(await said()).toEqual({ zones: 512, release: '5' });
    await value(attach('TV-REL-5'));
    await activate(client, device);
    expect(await said()).toEqual({ zones: 512, release: '5', host: true });
    await value(client.regenerateLicense({ deviceId: device.id }));
    expect(await said()).toMatchObject({ host: true });
  });

  it('is kept when the name it was made from changes', async () => {
    const { device, attach } = await provisional('SO-V3');
    await value(attach('TV-HOST'));
    await value(client.makeHardwareKey({ deviceId: device.id, keyInput: 'old.site.example' }));
    const made = await value(client.getDevice({ deviceId: device.id }));
    const edit = (keyInput: string) => client.updateDevice({ deviceId: device.id, keyInput }, { ifMatch: '*' });
    const changed = await value(edit('NEW.site.example'));
    expect(changed).toMatchObject({ hardwareKey: made.hardwareKey, keyInput: { value: 'new.site.example' } });
    expect(codeFrom(await edit('?'))).toBe('hardware-key-invalid');
    expect((await value(client.listDevices({ q: 'new.site.example' }))).items.map(({ id }) => id)).toEqual([device.id]);
    expect((await value(client.listDevices({ q: 'old.site.example' }))).total).toBe(0);
  });
});

describe('update-device', () => {
  const edit = (deviceId: string, change: object) => client.updateDevice({ deviceId, ...change }, { ifMatch: '*' });
  const codeFrom = (answer: { ok: boolean; problem?: { code: string } }) => (answer.ok ? 'ok' : answer.problem!.code);

  it('corrects second and product keys while nothing was ever activated', async () => {
    const device = await add({ product: 'CENTRE', variant: 'box', hardwareKey: 'C00000041', productKey: 'D00041' });
    const changed = await value(edit(device.id, { secondaryKey: 'C00000042', productKey: 'D00042' }));
    expect(changed).toMatchObject({ secondaryKey: 'C00000042', productKey: 'D00042' });
    expect(codeFrom(await edit(device.id, { secondaryKey: 'C00000041' }))).toBe('secondary-key-same');
    expect(codeFrom(await edit(device.id, { hardwareKey: 'C00000042' }))).toBe('secondary-key-same');
    const swapped = await value(edit(device.id, { hardwareKey: 'C00000042', secondaryKey: 'C00000041' }));
    expect(swapped).toMatchObject({ hardwareKey: 'C00000042', secondaryKey: 'C00000041' });
    await value(edit(device.id, { hardwareKey: 'C00000041', secondaryKey: 'C00000042' }));
    expect(codeFrom(await edit(device.id, { keyInput: 'a.b' }))).toBe('key-not-expected');
    // What was given up is free for somebody else.
    expect((await add({ product: 'CENTRE', variant: 'box', hardwareKey: 'C00000043', productKey: 'D00041' })).productKey).toBe('D00041');
    const { lots } = await ship(channel, dealer, 'SO-EDIT', { 'TV-REL-4': 1 });
    await value(client.attachLicenses({ deviceId: device.id, lines: [{ lotId: lots['TV-REL-4']!, quantity: 1 }] }));
    await activate(client, device);
    for (const change of [{ hardwareKey: 'C00000049' }, { secondaryKey: 'C00000049' }, { productKey: 'D00049' }]) {
      expect(codeFrom(await edit(device.id, change))).toBe('hardware-key-in-use');
    }
  });

  it('does not change what a key was made from where the pack keeps it', async () => {
    const device = await add({ product: 'PANEL', keyInput: '00:80:41:AE:FD:7E' });
    expect(codeFrom(await edit(device.id, { keyInput: '00:80:41:AE:FD:7F' }))).toBe('key-input-fixed');
    expect(codeFrom(await edit(device.id, { keyInput: '00-80-41-AE-FD-7E' }))).toBe('ok');
  });

  it('is no act where everything is as it was, however it is written', async () => {
    const device = await add({ product: 'PANEL', keyInput: '00:80:41:AE:FD:71' });
    const before = await value(client.getDevice({ deviceId: device.id }));
    const same = {
      name: ` ${device.name} `,
      referenceNote: device.referenceNote,
      keyInput: '00-80-41-AE-FD-71',
      projectId: device.projectId,
    };
    expect((await value(edit(device.id, same))).version).toBe(before.version);
    expect(await value(client.getDevice({ deviceId: device.id }))).toEqual(before);
    const stale = await client.updateDevice({ deviceId: device.id }, { ifMatch: `"${before.version + 1}"` });
    expect(codeFrom(stale)).toBe('precondition-failed');
    expect((await value(client.listOperations({ deviceId: device.id, kind: 'update-device' }))).items).toEqual([]);
  });
});

describe('create-devices', () => {
  it('gives each line a result of its own, and keeps what was right', async () => {
    const lines = [
      { hardwareKey: 'K0000000001' },
      { name: 'Lobby', hardwareKey: 'K0000000002', referenceNote: 'R2' },
      { hardwareKey: 'K0000000001' },
      { hardwareKey: 'wrong' },
      { keyInput: '00:80:41:AE:FD:7E' },
      { hardwareKey: '' },
    ];
    const asked = { customerId, product: 'PANEL', devices: lines };
    const preview = await value(client.createDevices({ ...asked, dryRun: true }));
    expect(preview).toMatchObject({ created: 3, refused: 3 });
    expect((await value(client.listDevices({ q: 'K0000000001' }))).total).toBe(0);

    const done = await value(client.createDevices(asked));
    expect(done.results.map(({ device, problem }) => device?.name ?? problem!.code)).toEqual([
      'K0000000001',
      'Lobby',
      'hardware-key-taken',
      'hardware-key-invalid',
      '00:80:41:AE:FD:7E',
      'hardware-key-missing',
    ]);
    expect(done.results[3]!.problem!.detail).toContain('K and 10 hexadecimal digits (for example K0011AA22BB)');
    const again = await value(client.createDevices(asked));
    expect(again).toMatchObject({ created: 1, refused: 5 });
  });

  it('adds each of the same keys once when many want them at the same moment, each in its own order', async () => {
    const keys = Array.from({ length: 12 }, (_, number) => ({
      hardwareKey: `K00000001${number.toString(16).padStart(2, '0')}`.toUpperCase(),
    }));
    const asked = Array.from({ length: 8 }, (_, number) => ({
      customerId,
      product: 'PANEL',
      devices: number % 2 === 0 ? keys : keys.toReversed(),
    }));
    const answers = await Promise.all(asked.map((one) => value(client.createDevices(one))));
    expect(answers.map(({ created }) => created).sort((a, b) => b - a)).toEqual([12, 0, 0, 0, 0, 0, 0, 0]);
  });
});

describe('check-hardware-key', () => {
  it('answers for each of a device’s keys, and for what a key is made from', async () => {
    const check = (asked: object) => value(client.checkHardwareKey({ product: 'CENTRE', variant: 'box', hardwareKey: '', ...asked }));
    expect(await check({ hardwareKey: 'C12345678' })).toMatchObject({ valid: true, hardwareKey: 'C12345678', madeFromIt: false });
    expect(await check({ role: 'product-key', hardwareKey: 'D12345' })).toMatchObject({ valid: true, format: 'delivery' });
    expect(await check({ role: 'secondary', hardwareKey: 'C12345678' })).toMatchObject({ valid: true });
    expect(await check({ variant: undefined, hardwareKey: 'P12345678' })).toMatchObject({ valid: true, alsoFits: [] });
    expect((await check({ variant: undefined, hardwareKey: '?' })).expected.map(({ example }) => example)).toEqual([
      'C12345678',
      'P12345678',
    ]);
    expect(await check({ hardwareKey: 'P12345678' })).toMatchObject({
      valid: false,
      alsoFits: [{ product: 'CENTRE', variant: 'pair', label: 'Alarm centre, Pair of boxes' }],
    });
    expect(await check({ product: 'PANEL', variant: undefined, hardwareKey: '00-80-41-AE-FD-7E' })).toMatchObject({
      valid: true,
      madeFromIt: true,
    });
  });
});
