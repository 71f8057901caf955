import {
  activate,
  type Party,
  type RandomPack,
  randomPackOf,
  send,
  setUpChannel,
  ship,
  startTestServer,
  stateOf,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// The whole path with packs nobody has written: products, key formats, numbers, terms and rules that stand nowhere in
// this repository. What is expected is counted from the pack by hand.

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

const stamp = Date.now() % 2 ** 31;

describe.each([3, 1415, 92653, stamp])('With the random pack of seed %i', (seed) => {
  const random: RandomPack = randomPackOf(seed);
  const { pack } = random;
  // A product with a rule of its own if there is one.
  const product = pack.products.find(({ id }) => random.limits.some(({ productId }) => productId === id)) ?? pack.products[0]!;
  const parts = random.partsOf(product.id);
  const [quantity, flag] = [parts.quantity[0]!, parts.flag[0]!];
  const limit = random.limits.find(({ productId, part }) => productId === product.id && part === quantity.number);
  const most = limit?.most ?? 6;
  const seats = quantity.grants[0]!;
  const order = pack.features.find(({ id }) => id === parts.version[0]!.grants[0]!.feature) as unknown as {
    id: string;
    versions: string[];
  };
  const agreement = pack.agreements.find(({ id }) => id === product.agreement) ?? pack.agreements[0]!;
  const [language] = pack.vendor.languages;
  const accepted = { id: agreement.id, version: agreement.version, language: language!, accepted: true };

  let channel: TestChannel;
  let dealer: Party;
  let other: Party;
  let device: { readonly id: string; readonly product: string };
  let customerId: string;

  const line = (part: string, units: number) => ({ order: 'SO 7', part, quantity: units });
  const codeOf = (answer: { ok: true } | { ok: false; problem: { code: string } }) => (answer.ok ? 'ok' : answer.problem.code);

  beforeAll(async () => {
    channel = await setUpChannel(server, `seed-${seed}`, JSON.stringify(pack));
    dealer = await channel.partner('dealer', 'Dealer');
    other = await channel.partner('dealer', 'Other');
    customerId = (await value(dealer.client.createCustomer({ name: 'Customer' }))).id;
    const units = [quantity, flag, ...parts.version].map(({ number }) => [number, 12] as const);
    await ship(channel, dealer, 'SO 7', Object.fromEntries([...units, [random.foreignPartOf(product.id).number, 3]]));
    await ship(channel, other, 'SO 8', { [quantity.number]: 5 });
  });

  it('knows the device by its key however entered, and refuses any other with the pack’s own words', async () => {
    const made = { customerId, name: 'Device', product: product.id };
    const created = await value(dealer.client.createDevice({ ...made, hardwareKey: random.enteredKeyFor(product.id, 1) }));
    expect(created.hardwareKey).toBe(random.keyFor(product.id, 1));
    device = created;
    const path = `/v1/customers/${customerId}/devices`;
    const headers = { 'Idempotency-Key': 'wrong', 'Accept-Language': language! };
    const body = { name: 'Wrong', product: product.id, hardwareKey: random.wrongKeyFor(product.id) };
    const wrong = await send(server.url, { method: 'POST', path, body, credential: dealer.credential, headers });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'hardware-key-invalid']);
    for (const { example } of product.keyFormats) expect(JSON.stringify(wrong.body)).toContain(example);
    expect(JSON.stringify(wrong.body.facts)).toContain(product.keyFormats[0]!.expected[language!]);
    expect(codeOf(await dealer.client.createDevice({ ...made, hardwareKey: random.keyFor(product.id, 1) }))).toBe('hardware-key-taken');
  });

  it('refuses what must not be, and moves nothing', async () => {
    const before = await stateOf(server.database.pool, channel.vendorId);
    const attach = async (lines: { order: string; part: string; quantity: number }[]) =>
      codeOf(await dealer.client.attachLicenses({ deviceId: device.id, lines }));
    expect(await attach([line(quantity.number, 0)])).toBe('nothing-selected');
    expect(await attach([line(quantity.number, 13)])).toBe('not-enough-units');
    expect(await attach([{ ...line(quantity.number, 1), order: 'SO 8' }])).toBe('lot-not-found');
    expect(await attach([line(random.foreignPartOf(product.id).number, 1)])).toBe('part-not-accepted');
    expect(codeOf(await dealer.client.activateLicenses({ deviceId: device.id, agreement: accepted }))).toBe('nothing-reserved');
    expect(codeOf(await other.client.getDevice({ deviceId: device.id }))).toBe('not-found');
    if (limit) {
      const refused = await dealer.client.attachLicenses({ deviceId: device.id, lines: [line(quantity.number, most + 1)] });
      expect(refused).toMatchObject({ ok: false, problem: { code: 'rule-refused', facts: { rule: { code: limit.code } } } });
    }
    expect(await stateOf(server.database.pool, channel.vendorId)).toEqual(before);
  });

  it('attaches, detaches, attaches, shows the effect, and activates under its agreement', async () => {
    const { id: deviceId } = device;
    const versions = parts.version.map(({ number }) => line(number, 1));
    await value(dealer.client.attachLicenses({ deviceId, lines: [line(quantity.number, most), line(flag.number, 1), ...versions] }));
    await value(dealer.client.detachLicenses({ deviceId, lines: [line(quantity.number, 2)] }));
    await value(dealer.client.attachLicenses({ deviceId, lines: [line(quantity.number, 1)] }));
    for (const given of [undefined, { ...accepted, version: `${agreement.version}.1` }]) {
      const refused = await dealer.client.activateLicenses({ deviceId, ...(given ? { agreement: given } : {}) });
      expect(codeOf(refused)).toBe(given ? 'agreement-outdated' : 'agreement-not-accepted');
    }
    const shown = await value(dealer.client.activateLicenses({ deviceId, dryRun: true }));
    const done = await value(dealer.client.activateLicenses({ deviceId, agreement: accepted, previewDigest: shown.digest }));
    expect([done.digest, done.entitlements, done.file?.fileName]).toEqual([shown.digest, shown.entitlements, shown.file?.fileName]);
    expect(codeOf(await dealer.client.activateLicenses({ deviceId, agreement: accepted }))).toBe('nothing-reserved');
    expect(codeOf(await dealer.client.detachLicenses({ deviceId, lines: [line(quantity.number, 1)] }))).toBe('already-active');
  });

  /** What the device may do now, counted by hand. */
  const expected = () => {
    const versions = parts.version.map(({ grants }) => grants[0]!).filter(({ feature }) => feature === order.id);
    const highest = order.versions.findLast((one) => versions.some(({ version }) => version === one));
    return { [seats.feature]: (most - 1) * seats.quantity!, [order.id]: highest, [flag.grants[0]!.feature]: true };
  };

  it('says the same in the list of rights, to whoever validates, and in the signed file', async () => {
    const { id: deviceId } = device;
    const { entitlements } = await value(dealer.client.listEntitlements({ deviceId }));
    expect(Object.fromEntries(entitlements.map(({ feature, value: worth }) => [feature, worth]))).toMatchObject(expected());
    for (const { why } of entitlements) expect(why.length).toBeGreaterThan(0);

    const asked = { product: product.id, hardwareKey: random.enteredKeyFor(product.id, 1) };
    const answer = async (more: object) => (await value(dealer.client.validateLicense({ ...asked, ...more }))).code;
    const granted = expected()[seats.feature] as number;
    expect(await answer({})).toBe('valid');
    expect(await answer({ feature: seats.feature, quantity: granted })).toBe('valid');
    expect(await answer({ feature: seats.feature, quantity: granted + 1 })).toBe('quantity-exceeded');
    expect(await answer({ feature: 'no-such-feature' })).toBe('feature-missing');
    const beyond = order.versions.at(order.versions.indexOf(String(expected()[order.id])) + 1);
    if (beyond !== undefined) expect(await answer({ feature: order.id, version: beyond })).toBe('version-not-covered');
    expect(await answer({ hardwareKey: random.keyFor(product.id, 2) })).toBe('unknown-device');

    const file = await value(dealer.client.downloadLicense({ deviceId }));
    const jwks = await value(server.client().getKeySet({ vendor: channel.slug }));
    const { payload } = await jwtVerify(file.text, createLocalJWKSet(jwks as never), { typ: 'muniment-license+jwt' });
    expect(payload).toMatchObject({
      iss: channel.slug,
      sub: random.keyFor(product.id, 1),
      entitlements: expected(),
      serial: { epoch: 1, number: 1 },
    });
    expect(file.fileName).toMatch(new RegExp(`\\.${(product.licenseFile as { fileName: string }).fileName.split('.').at(-1)}$`));
  });

  it('lets the next device of every other product take its own parts', async () => {
    for (const [index, { id }] of pack.products.entries()) {
      const own = random.partsOf(id).flag[0]!;
      await ship(channel, dealer, `SO 9${index}`, { [own.number]: 1 });
      const next = await value(dealer.client.createDevice({ customerId, name: 'Next', product: id, hardwareKey: random.keyFor(id, 50) }));
      await value(dealer.client.attachLicenses({ deviceId: next.id, lines: [{ order: `SO 9${index}`, part: own.number, quantity: 1 }] }));
      const done = await activate(dealer.client, next);
      expect(done.file?.serial).toBe(1);
    }
  });
});
