import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { CatalogPackInput } from '@muniment/contract/catalog-pack';
import {
  type Party,
  type Sent,
  send,
  setUpChannel,
  ship,
  startTestServer,
  stateOf,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

// What people and programs get wrong. Each is a clear refusal that says what to do, and everything stays as it was.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let other: Party;
let customerId: string;
let pack: CatalogPackInput;
let lots: Readonly<Record<string, string>>;
let foreignLot: string;

const agreement = { id: 'system-software', version: '2', language: 'en', accepted: true };

beforeAll(async () => {
  server = await startTestServer();
  const text = await readFile('catalogs/pbx-channel/pack.yaml', 'utf8');
  pack = parse(text) as CatalogPackInput;
  channel = await setUpChannel(server, 'pbx', text);
  dealer = await channel.partner('dealer', 'Careless Dealer');
  other = await channel.partner('dealer', 'Other Dealer');
  customerId = (await value(dealer.client.createCustomer({ name: 'Careless Customer' }))).id;
  const units = { 'EX81-SEAT-20': 40, 'EX81-VER-3': 20, 'EX81-OPT-VM': 9, 'EX21-TRUNK-4': 9, 'EX21-SEAT-4': 9 };
  lots = (await ship(channel, dealer, 'SO-1', units)).lots;
  foreignLot = (await ship(channel, other, 'SO-OTHER', { 'EX81-SEAT-20': 5 })).lots['EX81-SEAT-20']!;
});
afterAll(() => server?.stop());

let keys = 0;
async function newDevice(product = 'SV8100', prefix = '19'): Promise<string> {
  keys += 1;
  const hardwareKey = `${prefix}${String(keys).padStart(10, '0')}`;
  return (await value(dealer.client.createDevice({ customerId, name: `Site ${keys}`, product, hardwareKey }))).id;
}

const line = (part: string, quantity: number) => ({ lotId: lots[part]!, quantity });

/** An act over HTTP, by the dealer unless said. */
function act(path: string, body: unknown, { credential = dealer.credential, language = 'en' } = {}): Promise<Sent> {
  const headers = { 'Idempotency-Key': randomUUID(), 'Accept-Language': language };
  return send(server.url, { method: 'POST', path, body, credential, headers });
}

let before: unknown;
const state = () => stateOf(server.database.pool, channel.vendorId);

/** The refusal of an act that changed nothing; tried dry it is refused the same way. */
async function refused(
  path: string,
  body: unknown,
  status: number,
  code: string,
  { dry = true, ...as }: { dry?: boolean; credential?: string; language?: string } = {},
): Promise<Sent> {
  before = await state();
  const sent = await act(path, body, as);
  expect([sent.status, sent.body?.code], sent.text).toEqual([status, code]);
  for (const words of [sent.body.title, sent.body.detail, sent.body.nextStep]) expect(words).toMatch(/\S/);
  expect(sent.headers['content-type']).toContain('application/problem+json');
  if (dry) expect((await act(`${path}?dryRun=true`, body, as)).body?.code).toBe(code);
  expect(await state()).toEqual(before);
  return sent;
}

describe('A hardware key in the wrong format', () => {
  const wrong = ['180400324412', '19040032441', '1904003244123', '19O400324412', '', ' ', '190400324412;', '١٩٠٤٠٠٣٢٤٤١٢'];

  it.each(wrong)('is refused with the expected format and an example: “%s”', async (hardwareKey) => {
    const sent = await act(`/v1/customers/${customerId}/devices`, { name: 'Site', product: 'SV8100', hardwareKey });
    expect([sent.status, sent.body.code]).toEqual([422, hardwareKey.trim() === '' ? 'hardware-key-missing' : 'hardware-key-invalid']);
    expect(`${sent.body.detail} ${sent.body.nextStep}`).toContain('12 digits that begin with 19');
    expect(`${sent.body.detail} ${sent.body.nextStep}`).toContain('190400324412');
  });

  it('is refused in the reader’s language, for every product and model with its own formats', async () => {
    const models = pack.products.flatMap(({ id, variants = [], ...product }) =>
      (variants.length > 0 ? variants : [null]).map((model) => ({ id, variant: model?.id, ...product, ...model, product: id })),
    );
    for (const { product, variant, keyFormats, derivedKey } of models) {
      const formats = [...keyFormats, ...(derivedKey === undefined || derivedKey.at === 'request' ? [] : derivedKey.keyFormats)];
      const body = { name: 'Site', product, ...(variant === undefined ? {} : { variant }), hardwareKey: 'ZZ' };
      const code = formats.length === 0 ? 'key-not-expected' : 'hardware-key-invalid';
      const sent = await refused(`/v1/customers/${customerId}/devices`, body, 422, code, { dry: false, language: 'de' });
      for (const { expected, example } of formats) {
        expect(`${sent.body.detail} ${sent.body.nextStep}`).toContain(expected['de']);
        expect(`${sent.body.detail} ${sent.body.nextStep}`).toContain(example);
      }
    }
    expect(models.length).toBeGreaterThan(30);
  });

  it('is refused too where a key is corrected, and told which product it would fit', async () => {
    const deviceId = await newDevice();
    const path = `/v1/devices/${deviceId}`;
    const sent = await send(server.url, {
      method: 'PATCH',
      path,
      body: { hardwareKey: '38100046' },
      credential: dealer.credential,
      headers: { 'If-Match': '"1"', 'Accept-Language': 'en' },
    });
    expect([sent.status, sent.body.code]).toEqual([422, 'hardware-key-invalid']);
    const checked = await value(dealer.client.checkHardwareKey({ product: 'SV8100', hardwareKey: '3810004626AD' }));
    expect([checked.valid, checked.alsoFits.map(({ product }) => product)]).toEqual([false, ['SL2100', 'BX-OVOC']]);
  });

  it('is no slip where only blanks and dashes differ: it is stored as the pack writes it', async () => {
    const device = { customerId, name: 'Spaced', product: 'SV8100', hardwareKey: ' 1904 0032-4499 ' };
    expect((await value(dealer.client.createDevice(device))).hardwareKey).toBe('190400324499');
    await refused(
      `/v1/customers/${customerId}/devices`,
      { ...device, customerId: undefined, hardwareKey: '190400324499' },
      409,
      'hardware-key-taken',
      { dry: false },
    );
  });
});

describe('A selection', () => {
  let deviceId: string;
  beforeAll(async () => {
    deviceId = await newDevice();
  });
  const attach = (lines: unknown, status: number, code: string) => refused(`/v1/devices/${deviceId}/attach`, { lines }, status, code);

  it('of nothing but zeros is refused as nothing selected', async () => {
    await attach([line('EX81-SEAT-20', 0), line('EX81-VER-3', 0)], 422, 'nothing-selected');
    await attach([{ order: 'SO-1', part: 'EX81-SEAT-20', quantity: 0 }], 422, 'nothing-selected');
  });

  it('of more than there is says how much there is', async () => {
    const sent = await attach([line('EX81-SEAT-20', 41)], 409, 'not-enough-units');
    expect(sent.body.facts).toMatchObject({ part: 'EX81-SEAT-20', requested: 41, available: 40, lotId: lots['EX81-SEAT-20'] });
    expect(sent.body.detail).toContain('40');
    await attach([line('EX81-SEAT-20', 21), line('EX81-SEAT-20', 20)], 409, 'not-enough-units');
    await attach([{ order: 'SO-1', part: 'EX81-SEAT-20', quantity: 1_000_000_000 }], 409, 'not-enough-units');
  });

  it('from another dealer’s order finds nothing, and in part: nothing is taken at all', async () => {
    await attach([{ order: 'SO-OTHER', part: 'EX81-SEAT-20', quantity: 1 }], 404, 'lot-not-found');
    await attach([{ lotId: foreignLot, quantity: 1 }], 404, 'lot-not-found');
    await attach([line('EX81-SEAT-20', 1), { lotId: foreignLot, quantity: 1 }], 404, 'lot-not-found');
    await attach([{ order: 'SO-1', part: 'NO-SUCH-PART', quantity: 1 }], 404, 'lot-not-found');
  });

  it('of a part the product does not take names part and product', async () => {
    const sent = await attach([line('EX81-SEAT-20', 1), line('EX21-SEAT-4', 1)], 422, 'part-not-accepted');
    expect(sent.body.detail).toContain('EX21-SEAT-4');
    expect(sent.body.detail).toContain('SV8100');
  });

  it('of more than a product may have says the maximum', async () => {
    const sent = await attach([line('EX81-OPT-VM', 3)], 409, 'maximum-exceeded');
    expect(sent.body.facts).toMatchObject({ part: 'EX81-OPT-VM', maximum: 2, requested: 3, present: 0 });
  });

  it('that names neither lot nor order and part is incomplete', async () => {
    for (const one of [{ quantity: 1 }, { order: 'SO-1', quantity: 1 }, { part: 'EX81-SEAT-20', quantity: 1 }])
      await attach([one], 422, 'selection-incomplete');
  });

  it.each([-1, 0.5, 1e10, '7', null, true, [[]], Number.MAX_SAFE_INTEGER])(
    'of a quantity that is none, %j, is refused with a pointer to it',
    async (quantity) => {
      const sent = await attach([{ lotId: lots['EX81-SEAT-20'], quantity }], 400, 'invalid-request');
      expect(sent.body.errors).toMatchObject([{ pointer: '/body/lines/0/quantity' }]);
    },
  );

  it('with fields nobody knows, no lines or too many is refused', async () => {
    expect((await attach([{ ...line('EX81-SEAT-20', 1), price: 3 }], 400, 'invalid-request')).body.errors).toMatchObject([
      { pointer: '/body/lines/0/price' },
    ]);
    for (const lines of [[], undefined, {}, 'all', Array.from({ length: 501 }, () => line('EX81-SEAT-20', 1))])
      await attach(lines, 400, 'invalid-request');
  });
});

describe('Activation', () => {
  let deviceId: string;
  beforeEach(async () => {
    deviceId = await newDevice();
    await value(dealer.client.attachLicenses({ deviceId, lines: [line('EX81-SEAT-20', 1), line('EX81-VER-3', 1)] }));
  });
  const activate = (body: unknown, status: number, code: string, dry = true) =>
    refused(`/v1/devices/${deviceId}/activate`, body, status, code, { dry });

  it('without the agreement names it; a dry run shows the effect before anybody ticks the box', async () => {
    for (const body of [{}, { agreement: { ...agreement, accepted: false } }]) {
      const sent = await activate(body, 422, 'agreement-not-accepted', false);
      expect(sent.body.facts.agreement).toMatchObject({ id: 'system-software', version: '2' });
    }
    expect((await act(`/v1/devices/${deviceId}/activate?dryRun=true`, {})).status).toBe(200);
  });

  it('with an outdated or another agreement says which one holds now', async () => {
    for (const given of [
      { ...agreement, version: '1' },
      { ...agreement, id: 'house-rules' },
    ]) {
      const sent = await activate({ agreement: given }, 409, 'agreement-outdated');
      expect(sent.body.detail).toContain('system-software 2');
    }
  });

  it('twice does nothing the second time, and what is active cannot be detached, undone or taken back', async () => {
    const done = await value(dealer.client.activateLicenses({ deviceId, agreement }));
    await activate({ agreement }, 409, 'nothing-reserved');
    await activate({ agreement, lines: [line('EX81-SEAT-20', 1)] }, 409, 'already-active');
    await refused(`/v1/devices/${deviceId}/detach`, { lines: [line('EX81-SEAT-20', 1)] }, 409, 'already-active');
    await refused(`/v1/operations/${done.operationId}/undo`, {}, 422, 'cannot-undo-kind');
    const device = await send(server.url, { path: `/v1/devices/${deviceId}`, credential: dealer.credential });
    const corrected = {
      method: 'PATCH',
      path: `/v1/devices/${deviceId}`,
      body: { hardwareKey: '199999999999' },
      credential: dealer.credential,
    };
    const sent = await send(server.url, { ...corrected, headers: { 'If-Match': device.headers.etag! } });
    expect([sent.status, sent.body.code]).toEqual([409, 'hardware-key-in-use']);
  });

  it('of more than is reserved, or by another dealer, is refused', async () => {
    await activate({ agreement, lines: [line('EX81-SEAT-20', 2)] }, 409, 'not-enough-units');
    await activate({ agreement, lines: [line('EX81-OPT-VM', 1)] }, 404, 'lot-not-found');
    await refused(`/v1/devices/${deviceId}/activate`, { agreement }, 404, 'not-found', { credential: other.credential });
  });

  it('against a rule of the pack speaks with the pack’s own code, message and next step', async () => {
    const small = await newDevice('SL2100', '38');
    await value(dealer.client.attachLicenses({ deviceId: small, lines: [line('EX21-TRUNK-4', 1)] }));
    const sent = await refused(`/v1/devices/${small}/activate`, { agreement }, 422, 'rule-refused');
    expect(sent.body.facts.rule.code).toBe('TRUNKS_NEED_SEATS');
    expect(sent.body.detail).toContain('Trunk licences need at least one seat licence');
    expect(sent.body.nextStep).toContain('Attach a seat licence first');
  });

  it('of a part that the product takes no longer, after a new pack, is refused; detaching it still works', async () => {
    const products = pack.products.map((product) =>
      product.id === 'SV8100' ? { ...product, parts: product.parts.filter(({ part }) => part !== 'EX81-VER-3') } : product,
    );
    await value(channel.vendor.client.loadCatalog({ pack: JSON.stringify({ ...pack, version: 'without V3', products }) }));
    const sent = await activate({ agreement }, 422, 'part-not-accepted');
    expect(sent.body.detail).toContain('EX81-VER-3');
    await refused(`/v1/devices/${await newDevice()}/attach`, { lines: [line('EX81-VER-3', 1)] }, 422, 'part-not-accepted');
    await value(dealer.client.detachLicenses({ deviceId, lines: [line('EX81-VER-3', 1)] }));
    await value(channel.vendor.client.loadCatalog({ pack: JSON.stringify({ ...pack, version: 'with V3' }) }));
  });
});

describe('A preview that has become stale', () => {
  it('is refused with the new preview, which can be done at once', async () => {
    const [first, second] = [await newDevice(), await newDevice()];
    const lines = [line('EX81-SEAT-20', 5)];
    const shown = await value(dealer.client.attachLicenses({ deviceId: first, lines, dryRun: true }));
    expect([shown.dryRun, shown.operationId]).toEqual([true, null]);
    const held = await value(dealer.client.listBalances({ part: 'EX81-SEAT-20' }));
    await value(dealer.client.attachLicenses({ deviceId: second, lines: [line('EX81-SEAT-20', held.items[0]!.quantity - 2)] }));
    const sent = await refused(`/v1/devices/${first}/attach`, { lines, previewDigest: shown.digest }, 409, 'preview-outdated');
    expect(sent.body.facts.refusal).toMatchObject({ code: 'not-enough-units', facts: { available: 2 } });
    const fewer = [line('EX81-SEAT-20', 2)];
    const again = await value(dealer.client.attachLicenses({ deviceId: first, lines: fewer, dryRun: true }));
    await value(dealer.client.attachLicenses({ deviceId: first, lines: fewer, previewDigest: again.digest }));
  });

  it('of an activation is refused when something was attached meanwhile', async () => {
    const deviceId = await newDevice();
    await value(dealer.client.attachLicenses({ deviceId, lines: [line('EX81-VER-3', 1)] }));
    const shown = await value(dealer.client.activateLicenses({ deviceId, agreement, dryRun: true }));
    await value(dealer.client.attachLicenses({ deviceId, lines: [line('EX81-OPT-VM', 1)] }));
    const sent = await refused(`/v1/devices/${deviceId}/activate`, { agreement, previewDigest: shown.digest }, 409, 'preview-outdated');
    expect(sent.body.facts.preview.movements).toHaveLength(2);
    const { digest } = sent.body.facts.preview;
    expect((await act(`/v1/devices/${deviceId}/activate`, { agreement, previewDigest: digest })).status).toBe(200);
  });

  it('that is still true is done, whatever else happened', async () => {
    const deviceId = await newDevice();
    const lines = [line('EX81-VER-3', 1)];
    const shown = await value(dealer.client.attachLicenses({ deviceId, lines, dryRun: true }));
    await value(dealer.client.attachLicenses({ deviceId: await newDevice(), lines }));
    expect((await value(dealer.client.attachLicenses({ deviceId, lines, previewDigest: shown.digest }))).digest).toBe(shown.digest);
  });
});
