import type { Client } from '@muniment/client';
import { agreementFor, fileNameOf, type ImportFailure } from '@muniment/domain/catalog';
import { moveClock } from '@muniment/platform/clock';
import { auditLedger } from '@muniment/server/operator';
import {
  importFile,
  type Party,
  type RandomModel,
  randomMechanismsOf,
  setUpChannel,
  ship,
  startTestServer,
  stateOf,
  type TestChannel,
  type TestServer,
  type Units,
  value,
} from '@muniment/testkit';
import { unzipSync } from 'fflate';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// Every product and variant of packs that nobody has written goes its whole way: how a device comes to its key, what stands
// below it, what its rules refuse and in whose words, the file in each of its forms, demos and imports.

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ testClock: true });
});
afterAll(async () => {
  expect(await auditLedger({ pool: server.database.pool })).toMatchObject({ ok: true });
  await server.stop();
});

const codeOf = (answer: { ok: boolean; problem?: { code: string } }) => (answer.ok ? 'ok' : answer.problem!.code);
const base64 = (text: string) => Buffer.from(text).toString('base64');

// Seeds that once showed a mistake stay; others are drawn by the property tests of the generator and of the laws.
describe.each([11, 2718, 513_078_498])('With the mechanisms of the random pack of seed %i', (seed) => {
  const random = randomMechanismsOf(seed);
  const { pack } = random;
  const main = random.models.filter(({ below }) => !below);
  let channel: TestChannel;
  let dealer: Party;
  let client: Client;
  let customerId: string;
  let orders = 0;

  beforeAll(async () => {
    channel = await setUpChannel(server, `mechanisms-${seed}`, JSON.stringify(pack));
    dealer = await channel.partner('dealer', 'Dealer');
    client = dealer.client;
    customerId = (await value(client.createCustomer({ name: 'Customer' }))).id;
  });

  const named = ({ product, variant }: RandomModel) => ({ customerId, name: 'Site', product, ...(variant === null ? {} : { variant }) });
  const add = (model: RandomModel, n: number) => value(client.createDevice({ ...named(model), ...model.keys.enteredFor(n) }));
  const acceptedFor = ({ settings }: RandomModel) => {
    const agreement = agreementFor(pack, settings);
    const [language] = pack.vendor.languages;
    return agreement === null ? {} : { agreement: { id: agreement.id, version: agreement.version, language: language!, accepted: true } };
  };
  /** Ships an order of these units; answers the lines that attach it as a whole. */
  async function order(units: Units) {
    const there = Object.fromEntries(Object.entries(units).filter(([, quantity]) => quantity > 0));
    const salesOrder = `SO ${++orders}`;
    await ship(channel, dealer, salesOrder, there);
    return Object.entries(there).map(([part, quantity]) => ({ order: salesOrder, part, quantity }));
  }
  const activate = (model: RandomModel, deviceId: string) => client.activateLicenses({ deviceId, ...acceptedFor(model) });
  const activeOn = async (deviceId: string): Promise<Units> => {
    const counts: Record<string, number> = {};
    for (const { part, quantity } of (await value(client.listDeviceLicenses({ deviceId }))).active)
      counts[part] = (counts[part] ?? 0) + quantity;
    return counts;
  };

  /** A device of a model, with its real key and all children it waits for. */
  async function readyDevice(model: RandomModel, n: number): Promise<string> {
    const { id: deviceId } = await add(model, n);
    if (model.keys.way === 'entered-later')
      await value(client.updateDevice({ deviceId, hardwareKey: model.keys.laterFor(n) }, { ifMatch: '*' }));
    if (model.keys.way === 'made-later') {
      if (model.trigger !== null) await value(client.attachLicenses({ deviceId, lines: await order({ [model.trigger]: 1 }) }));
      await value(client.makeHardwareKey({ deviceId, keyInput: model.keys.laterFor(n), ...acceptedFor(model) }));
    }
    for (const child of model.settings.children.filter(({ creation, least }) => creation === 'manual' && least > 0))
      await value(
        client.createChildDevice({
          deviceId,
          relation: child.id,
          name: 'Below',
          confirmed: true,
          ...mateKeys(child.product, child.variant),
        }),
      );
    return deviceId;
  }
  let mates = 100;
  const mateKeys = (product: string, variant: string | undefined) =>
    random.models.find((model) => model.product === product && model.variant === (variant ?? null))!.keys.enteredFor(++mates);

  describe.each(
    main.map(
      (model, at) => [`${at}: ${model.keys.way}, ${kindOf(model)}, ${model.rules.map(({ kind }) => kind).join(' ')}`, model] as const,
    ),
  )('model %s', (_, model) => {
    const { keys, settings, rules, trigger, whole } = model;
    let deviceId: string;

    it('is added with its keys, and refuses every other with its code and what it expects', async () => {
      const before = await stateOf(server.database.pool, channel.vendorId);
      for (const { what, entered, code, role } of keys.refused) {
        const refused = await client.createDevice({ ...named(model), ...entered });
        expect([what, refused]).toMatchObject([what, { ok: false, problem: { code, facts: { role } } }]);
        const told = JSON.stringify(refused);
        if (code === 'hardware-key-invalid' && role === 'primary')
          for (const { example } of settings.keyFormats) expect(told).toContain(example);
      }
      const after = (await stateOf(server.database.pool, channel.vendorId)) as { rows: [{ devices: number }] };
      expect(after.rows[0].devices).toBe((before as typeof after).rows[0].devices);

      const device = await add(model, 1);
      deviceId = device.id;
      const provisional = keys.way === 'made-later' || keys.way === 'entered-later';
      expect(device.provisional).toBe(provisional);
      if (!provisional) expect(device.hardwareKey).toMatch(keys.key);
      if (keys.way === 'entered')
        expect(codeOf(await client.createDevice({ ...named(model), ...keys.enteredFor(1) }))).toBe('hardware-key-taken');
    });

    if (keys.way === 'made-later' || keys.way === 'entered-later')
      it('has a temporary key first, which takes and activates nothing else', async () => {
        const lines = await order(whole);
        const allowed = settings.tempKey!.parts;
        const early = lines.find(({ part }) => !allowed.includes(part));
        if (early !== undefined) expect(codeOf(await client.attachLicenses({ deviceId, lines }))).toBe('part-not-before-key');
        expect(codeOf(await activate(model, deviceId))).toBe('hardware-key-provisional');
        if (keys.way === 'entered-later') {
          await value(client.updateDevice({ deviceId, hardwareKey: keys.laterFor(1) }, { ifMatch: '*' }));
        } else {
          const make = { deviceId, keyInput: keys.laterFor(1), ...acceptedFor(model) };
          if (trigger !== null) {
            expect(codeOf(await client.makeHardwareKey(make))).toBe('trigger-not-attached');
            await value(client.attachLicenses({ deviceId, lines: await order({ [trigger]: 1 }) }));
          }
          const made = await value(client.makeHardwareKey(make));
          const pairs = settings.children.some(({ creation, least }) => creation === 'manual' && least > 0);
          if (settings.licenseFile.format !== 'external') expect(made.file !== null).toBe(model.fileAtKey && !pairs);
          expect(await activeOn(deviceId)).toEqual(trigger === null ? {} : { [trigger]: 1 });
        }
        expect((await value(client.getDevice({ deviceId }))).hardwareKey).toMatch(keys.key);
      });

    it('has below it what appears by itself, and takes by hand what it says, confirmed and no more', async () => {
      const { relations, items } = await value(client.listChildDevices({ deviceId }));
      for (const child of settings.children) {
        const relation = relations.find(({ id }) => id === child.id)!;
        expect(relation.there).toBe(child.creation === 'automatic' ? 1 : 0);
        if (child.creation === 'automatic') {
          expect(items.some(({ parent }) => parent?.relation === child.id)).toBe(true);
          expect(codeOf(await client.createChildDevice({ deviceId, relation: child.id, name: 'Below' }))).toBe('child-not-manual');
          continue;
        }
        const ask = (more: object = {}) =>
          client.createChildDevice({ deviceId, relation: child.id, name: 'Below', confirmed: true, ...more });
        if (child.confirmation !== undefined) expect(codeOf(await ask({ confirmed: false }))).toBe('child-not-confirmed');
        const other = () => mateKeys(child.product, child.variant);
        const first = await value(ask(child.key === undefined ? other() : {}));
        if (child.key !== undefined) expect(first.hardwareKey).toBe(relation.proposedKey);
        for (let more = 1; more < child.most; more++) await value(ask(other()));
        expect(codeOf(await ask(other()))).toBe('child-too-many');
      }
    });

    it('refuses at attach and at activation what its rules and maxima forbid, in the pack’s own words', async () => {
      const attach = (lines: Awaited<ReturnType<typeof order>>) => client.attachLicenses({ deviceId, lines });
      expect(codeOf(await attach(await order({ [model.foreignPart]: 1 })))).toBe('part-not-accepted');
      for (const { part, most } of model.maxima) expect(codeOf(await attach(await order({ [part]: most + 1 })))).toBe('maximum-exceeded');
      for (const { kind, rule, fits, breaks } of rules) {
        const [language] = pack.vendor.languages;
        const own = { ok: false, problem: { code: 'rule-refused', facts: { rule: { code: rule.code } } } };
        if (kind === 'single-order') {
          // Two orders hold twice as much, which another rule may forbid before: whichever is first in the pack.
          const twice = Object.fromEntries(Object.entries(whole).map(([part, units]) => [part, 2 * units]));
          const first = rules.find((one) => one.rule.when.includes('attach') && (one.kind === kind || !one.holds(twice)))!;
          const expected = { problem: { facts: { rule: { code: first.rule.code } } } };
          expect(await attach([...(await order(whole)), ...(await order(whole))])).toMatchObject(expected);
          continue;
        }
        const rest = Object.fromEntries(Object.entries(whole).filter(([part]) => fits[part] === undefined));
        const lines = await order({ ...rest, ...breaks });
        const attached = await attach(lines);
        const refused = attached.ok ? await activate(model, deviceId) : attached;
        expect([kind, refused]).toMatchObject([kind, own]);
        if (!refused.ok) expect(Object.values(rule.message)).toContain(refused.problem.detail);
        expect(language).toBeDefined();
        if (attached.ok) await value(client.detachLicenses({ deviceId, lines }));
      }
    });

    it('attaches, undoes, detaches and activates an order, and makes its file', async () => {
      const file = settings.licenseFile;
      const lines = await order(whole);
      const vendor = channel.vendor.client;
      const given = { fileName: 'made.lic', content: base64(`for ${deviceId}`) };
      if (file.format === 'external' && file.delivery === 'at-once')
        await value(vendor.depositExternalFile({ order: lines[0]!.order, product: model.product, ...given }));
      const before = await activeOn(deviceId);
      const attached = await value(client.attachLicenses({ deviceId, lines }));
      await value(client.undoOperation({ operationId: attached.operationId! }));
      await value(client.attachLicenses({ deviceId, lines }));
      if (settings.unsplittableOrders && lines.length > 1)
        expect(codeOf(await client.detachLicenses({ deviceId, lines: lines.slice(1) }))).toBe('order-not-splittable');
      const detached = await value(client.detachLicenses({ deviceId, lines }));
      await value(client.undoOperation({ operationId: detached.operationId! }));

      const shown = await value(client.activateLicenses({ deviceId, dryRun: true }));
      const done = await value(client.activateLicenses({ deviceId, ...acceptedFor(model), previewDigest: shown.digest }));
      const active = await activeOn(deviceId);
      for (const [part, quantity] of Object.entries(whole)) expect(active[part]).toBe((before[part] ?? 0) + quantity);
      for (const { rule, kind, holds } of rules) if (rule.when.includes('activate')) expect([kind, holds(active)]).toEqual([kind, true]);
      if (file.format !== 'external') return expectSigned(model, deviceId, done.file!);
      const [waiting] = (await value(client.listExternalFiles({ deviceId }))).items.filter(
        ({ order: of }) => of?.salesOrder === lines[0]!.order,
      );
      const { id: externalFileId } = waiting!;
      if (file.delivery === 'against-upload') {
        expect(waiting!.state).toBe('upload-wanted');
        expect(codeOf(await vendor.supplyExternalFile({ externalFileId, ...given }))).toBe('device-file-missing');
        await value(client.uploadDeviceFile({ externalFileId, fileName: file.upload!.fileName, content: base64('from the device') }));
      }
      if (file.delivery !== 'at-once') {
        expect(codeOf(await client.downloadExternalFile({ externalFileId }))).toBe('external-file-waiting');
        await value(vendor.supplyExternalFile({ externalFileId, ...given }));
      }
      expect(Buffer.from((await value(client.downloadExternalFile({ externalFileId }))).bytes).toString()).toBe(`for ${deviceId}`);
    });

    it('shows its demos as often as it says, beside its licences and in no rule', async () => {
      const demos = settings.demos.filter(({ starts }) => starts === 'request');
      for (const demo of demos) {
        const ask = () => client.startDemo({ deviceId, demo: demo.id, ...acceptedFor(model) });
        for (let n = 0; n < demo.count; n++) await value(ask());
        expect(codeOf(await ask())).toBe('demo-used-up');
        const days = pack.parts.find(({ number }) => number === demo.part)!.term!.days;
        const { items } = await value(client.listDemos({ deviceId }));
        expect(items.find(({ id }) => id === demo.id)).toMatchObject({
          days,
          started: demo.count,
          remaining: 0,
          runningUntil: expect.any(String),
        });
      }
      if (settings.demos.length > demos.length) {
        const fresh = await readyDevice(model, 3);
        const { hardwareKey } = await value(client.getDevice({ deviceId: fresh }));
        const began = Object.keys(await activeOn(fresh)).length === 0;
        await value(client.validateLicense({ product: model.product, hardwareKey }));
        if (began) expect(Object.keys(await activeOn(fresh))).toEqual([settings.demos.find(({ starts }) => starts === 'first-use')!.part]);
      }
    });

    if (settings.import !== undefined)
      it('takes over a licence file of before once, and tells each failure in the pack’s own code', async () => {
        const map = settings.import!;
        const fresh = await readyDevice(model, 2);
        const { hardwareKey } = await value(client.getDevice({ deviceId: fresh }));
        const codes = new Map(map.features.map(({ code, part }) => [part, code]));
        const features = (units: Units) => Object.entries(units).map(([part, quantity]) => `${codes.get(part)}=${quantity}`);
        const content = (facts: object = {}) => importFile({ product: model.product, hardwareKey, features: features(whole), ...facts });
        const failures: readonly (readonly [ImportFailure, string])[] = [
          ['not-applicable', content({ product: 'Another' })],
          ['hardware-key', content({ hardwareKey: null })],
          ['feature-code-string', content({ features: [] })],
          ['feature-code', content({ features: ['NOBODY=1'] })],
          ['feature-quantity', content({ features: [`${map.features[0]!.code}=0`] })],
          ['timestamp', content({ created: '2999-01-01T00:00:00Z' })],
        ];
        for (const [kind, text] of failures) {
          const refused = await client.importLicenseFile({ deviceId: fresh, content: text });
          expect([kind, refused]).toMatchObject([kind, { ok: false, problem: { code: 'import-refused', facts: { kind } } }]);
          const own = map.errors[kind];
          if (own !== undefined && !refused.ok) expect(refused.problem.facts).toMatchObject({ rule: { code: own.code } });
        }
        const done = await value(client.importLicenseFile({ deviceId: fresh, content: content() }));
        expect(await activeOn(fresh)).toEqual(whole);
        if (settings.licenseFile.format !== 'external') expect(done.outcome.file!.serial).toBe(1);
        const again = await client.importLicenseFile({ deviceId: fresh, content: content() });
        expect(again).toMatchObject({ problem: { facts: { kind: 'not-applicable' } } });
      });
  });

  /** The file of a device: its name, what is in it, each document signed, the code in its form. */
  async function expectSigned(
    model: RandomModel,
    deviceId: string,
    told: { fileName: string; activationCode: string | null; serial: number | null },
  ) {
    const { settings } = model;
    const file = settings.licenseFile;
    if (file.format === 'external') throw new Error('made elsewhere');
    const device = await value(client.getDevice({ deviceId }));
    const { items } = await value(client.listLicenseFiles({ deviceId }));
    const today = (await server.clock.now()).toZonedDateTimeISO(pack.vendor.timeZone).toPlainDate().toString();
    const facts = { ...device, serial: { epoch: items[0]!.epoch, number: told.serial! }, date: today };
    expect(told.fileName).toBe(fileNameOf(file.fileName, facts));
    if (file.activationCode === undefined) expect(told.activationCode).toBeNull();
    else expect(told.activationCode).toMatch(new RegExp(`^${file.activationCode.shape}$`));
    const { bytes } = await value(client.downloadLicense({ deviceId }));
    const entries =
      file.format === 'zip' ? Object.entries(unzipSync(bytes)).map(([name, inner]) => [name, Buffer.from(inner).toString()] as const) : [];
    const documents =
      file.format === 'single' ? [Buffer.from(bytes).toString()] : entries.map(([, text]) => text).filter((text) => text.startsWith('ey'));
    const { items: below } = await value(client.listChildDevices({ deviceId }));
    const covered = [device, ...below.filter(({ parent }) => parent?.licensed)];
    if (file.format === 'zip') {
      const wanted = file.entries.reduce((sum, { of }) => sum + (of === 'each' ? covered.length : 1), 0);
      expect(entries).toHaveLength(wanted);
      expect(entries.map(([name]) => name)).toEqual(items[0]!.entries);
      expect(entries.filter(([, text]) => !text.startsWith('ey')).length).toBeGreaterThan(0);
    }
    const keySet = createLocalJWKSet((await value(server.client().getKeySet({ vendor: channel.slug }))) as never);
    const subjects = new Set<string>();
    for (const text of documents) subjects.add((await jwtVerify(text, keySet, { typ: 'muniment-license+jwt' })).payload.sub!);
    expect([...subjects].sort()).toEqual((file.format === 'zip' ? covered : [device]).map(({ hardwareKey }) => hardwareKey).sort());
  }

  it('adds no device of a variant that is sold no more, and none without its variant', async () => {
    const { product, variant } = random.withdrawn;
    const asked = { customerId, name: 'Site', product, hardwareKey: 'nothing fits this!' };
    expect(codeOf(await client.createDevice({ ...asked, variant }))).toBe('variant-unknown');
    expect(codeOf(await client.createDevice(asked))).toBe('variant-missing');
  });

  it('ends its demos on their day, and leaves its licences', async () => {
    await moveClock(server.database.pool, { advance: 'P100D' });
    const { client: later } = await channel.session(dealer.id, 'dealer', 'later@mechanisms.example');
    for (const { id } of (await value(later.listDevices({}))).items) {
      for (const demo of (await value(later.listDemos({ deviceId: id }))).items) expect(demo.runningUntil).toBeNull();
    }
  });
});

function kindOf({ settings: { licenseFile } }: RandomModel): string {
  return licenseFile.format === 'external' ? licenseFile.delivery : licenseFile.format;
}
