import type { Client } from '@muniment/client';
import { readKeySet, verifyLicense } from '@muniment/client/verify';
import { type Party, setUpChannel, ship, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A pair of which only the first is licensed, in one zip file; a gateway whose file has a code; and one of a single file with a code. */
const pack = `
format: 1
version: "1"
vendor: { name: Pair Works, timeZone: Europe/Brussels, languages: [de, en] }
features: [{ id: seats, kind: quantity, label: { en: Seats, de: Plätze }, unit: { one: { en: seat, de: Platz }, other: { en: seats, de: Plätze } } }]
products:
  - id: PAIR
    label: { en: Pair, de: Paar }
    keyFormats: [{ id: machine, pattern: 'V[0-9A-F]{8}', expected: { en: a machine id, de: eine Kennung }, example: V00000000 }]
    productKey: { shape: '[0-9]{10}' }
    parts: [{ part: P-10 }]
    children:
      - { id: second, label: { en: Second, de: Zweites }, product: PAIR, creation: manual, most: 1, licensed: with-parent }
      - { id: alone, label: { en: Alone, de: Allein }, product: PAIR, creation: manual, most: 1 }
    licenseFile:
      format: zip
      fileName: AA_{productKey}_out.zip
      entries:
        - { content: license, fileName: 'AA_{hardwareKey}_out.lic', of: each }
        - { content: log, fileName: 'AA_{productKey}_out.log' }
  - id: GATE
    label: { en: Gateway, de: Gateway }
    keyFormats: [{ id: serial, pattern: 'G\\d{4}', expected: { en: a serial, de: eine Nummer }, example: G0000 }]
    parts: [{ part: P-10 }]
    licenseFile:
      format: zip
      fileName: '{hardwareKey}-svi.zip'
      entries: [{ content: license, fileName: '{hardwareKey}.lic' }]
      activationCode: { shape: '[A-Z]{4}-[0-9]{6}' }
  - id: QUIET
    label: { en: Quiet, de: Still }
    keyFormats: [{ id: serial, pattern: 'Q\\d{4}', expected: { en: a serial, de: eine Nummer }, example: Q0000 }]
    parts: [{ part: P-10 }]
    licenseFile: { format: single, fileName: '{hardwareKey}.lic', activationCode: { shape: '[0-9]{8}', mail: false } }
parts:
  - { number: P-10, label: { en: Ten seats, de: Zehn Plätze }, model: perpetual, grants: [{ feature: seats, quantity: 10 }] }
`;

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let customerId: string;
let orders = 0;

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'pairs', pack);
  dealer = await channel.partner('dealer', 'Builder');
  customerId = (await value(dealer.client.createCustomer({ name: 'Works' }))).id;
});
afterAll(() => server.stop());

const codeOf = (answer: { readonly ok: boolean; readonly problem?: { readonly code: string } }) =>
  answer.ok ? 'ok' : answer.problem!.code;

const add = (product: string, hardwareKey: string, name = hardwareKey) =>
  value(dealer.client.createDevice({ customerId, name, product, hardwareKey }));

async function license(client: Client, deviceId: string) {
  const { lots } = await ship(channel, dealer, `SO-${++orders}`, { 'P-10': 2 });
  await value(client.attachLicenses({ deviceId, lines: [{ lotId: lots['P-10']!, quantity: 2 }] }));
}

/** Names and texts in a device's file, in their order. */
async function unpacked(deviceId: string, documentId?: string) {
  const file = await value(dealer.client.downloadLicense({ deviceId, ...(documentId ? { documentId } : {}) }));
  const entries = Object.entries(unzipSync(file.bytes)).map(([name, bytes]) => [name, Buffer.from(bytes).toString()] as const);
  return { file, names: entries.map(([name]) => name), texts: Object.fromEntries(entries) };
}

async function keyOf(document: string) {
  const keys = readKeySet(await value(dealer.client.getKeySet({ vendor: 'pairs' })))!;
  const verified = await verifyLicense(document, { keys, now: Date.now(), acceptTest: true });
  if (!verified.ok) throw new Error(verified.refusal.code);
  const { sub, serial } = verified.value.payload;
  return { hardwareKey: sub, serial: `${serial.epoch}-${serial.number}`, entitlements: verified.value.entitlements };
}

describe('a licence file that is a zip', () => {
  it('holds a document for each of a pair, and a log, under names made of the product key of the first activation (activate-licenses)', async () => {
    const first = await add('PAIR', 'V1D50EAF7');
    const second = await value(
      dealer.client.createChildDevice({ deviceId: first.id, relation: 'second', name: 'Second', hardwareKey: 'VEC890D3B' }),
    );
    const alone = await value(
      dealer.client.createChildDevice({ deviceId: first.id, relation: 'alone', name: 'Alone', hardwareKey: 'VAAAAAAAA' }),
    );
    await license(dealer.client, first.id);
    expect(first.productKey).toBeNull();
    const preview = await value(dealer.client.activateLicenses({ deviceId: first.id, dryRun: true }));
    expect((await value(dealer.client.getDevice({ deviceId: first.id }))).productKey).toBeNull();
    const done = await value(dealer.client.activateLicenses({ deviceId: first.id }));
    const { productKey } = await value(dealer.client.getDevice({ deviceId: first.id }));
    expect(productKey).toMatch(/^\d{10}$/);
    expect(done.file).toMatchObject({ fileName: `AA_${productKey}_out.zip`, serial: 1, activationCode: null });
    expect(preview.file!.fileName).toBe(done.file!.fileName);

    const { file, names, texts } = await unpacked(first.id);
    expect([file.fileName, file.contentType]).toEqual([`AA_${productKey}_out.zip`, 'application/zip']);
    expect(names).toEqual(['AA_V1D50EAF7_out.lic', 'AA_VEC890D3B_out.lic', `AA_${productKey}_out.log`]);
    expect(await keyOf(texts['AA_V1D50EAF7_out.lic']!)).toEqual({ hardwareKey: 'V1D50EAF7', serial: '1-1', entitlements: { seats: 20 } });
    expect(await keyOf(texts['AA_VEC890D3B_out.lic']!)).toEqual({ hardwareKey: 'VEC890D3B', serial: '1-1', entitlements: { seats: 20 } });
    const log = texts[`AA_${productKey}_out.log`]!;
    expect(log.split('\n').map((line) => line.replaceAll(/(?<=\S) {2,}/g, '  '))).toEqual(
      expect.arrayContaining(['Lizenzdatei', '  2 x P-10  Zehn Plätze', '  Plätze: 20 Plätze', `Produktschlüssel  ${productKey}`]),
    );

    const listed = (await value(dealer.client.listLicenseFiles({ deviceId: first.id }))).items;
    expect(listed).toMatchObject([{ entries: names, bytes: file.bytes.length, current: true }]);
    const ofSecond = (await value(dealer.client.listLicenseFiles({ deviceId: second.id }))).items;
    expect(ofSecond).toMatchObject([{ fileName: 'AA_VEC890D3B_out.lic', entries: [], serial: 1, current: true }]);
    expect((await value(dealer.client.downloadLicense({ deviceId: second.id }))).text).toBe(texts['AA_VEC890D3B_out.lic']);
    expect((await value(dealer.client.getDevice({ deviceId: second.id }))).productKey).toMatch(/^\d{10}$/);
    expect((await value(dealer.client.listLicenseFiles({ deviceId: alone.id }))).items).toEqual([]);
    expect((await value(dealer.client.search({ q: productKey! }))).hits).toMatchObject([{ kind: 'device', id: first.id }]);
    const may = async (deviceId: string) =>
      (await value(dealer.client.listEntitlements({ deviceId }))).entitlements.map(({ text }) => text);
    expect([await may(first.id), await may(second.id), await may(alone.id)]).toEqual([['20 seats'], ['20 seats'], []]);
    const validated = await value(dealer.client.validateLicense({ product: 'PAIR', hardwareKey: 'VEC890D3B' }));
    expect(validated).toMatchObject({ valid: true, hardwareKey: 'VEC890D3B' });
    expect(codeOf(await dealer.client.regenerateLicense({ deviceId: second.id }))).toBe('licensed-with-parent');
    expect(codeOf(await dealer.client.regenerateLicense({ deviceId: alone.id }))).toBe('nothing-active');
  });

  it('is the same bytes however often it is downloaded, and another one once it is made again (regenerate-license)', async () => {
    const device = await add('PAIR', 'V00000001');
    await value(dealer.client.createChildDevice({ deviceId: device.id, relation: 'second', name: 'Second', hardwareKey: 'V00000002' }));
    await license(dealer.client, device.id);
    const { file } = await value(dealer.client.activateLicenses({ deviceId: device.id }));
    const before = await unpacked(device.id);
    expect(Buffer.compare((await unpacked(device.id)).file.bytes, before.file.bytes)).toBe(0);
    const { productKey } = await value(dealer.client.getDevice({ deviceId: device.id }));
    const again = await value(dealer.client.regenerateLicense({ deviceId: device.id }));
    expect(again).toMatchObject({ serial: 2, fileName: `AA_${productKey}_out.zip` });
    const after = await unpacked(device.id);
    expect(after.names).toEqual(before.names);
    for (const name of ['AA_V00000001_out.lic', 'AA_V00000002_out.lic']) {
      expect((await keyOf(before.texts[name]!)).serial).toBe('1-1');
      expect((await keyOf(after.texts[name]!)).serial).toBe('1-2');
    }
    expect(Buffer.compare((await unpacked(device.id, file!.documentId!)).file.bytes, before.file.bytes)).toBe(0);
  });

  it('gives programs the signed document alone (download-license)', async () => {
    const device = await add('PAIR', 'V00000003');
    await license(dealer.client, device.id);
    await value(dealer.client.activateLicenses({ deviceId: device.id }));
    const { texts } = await unpacked(device.id);
    const document = await value(dealer.client.downloadLicense({ deviceId: device.id, content: 'document' }));
    expect(document).toMatchObject({
      fileName: 'AA_V00000003_out.lic',
      contentType: 'application/jose',
      text: texts['AA_V00000003_out.lic'],
    });
  });
});

describe('an activation code', () => {
  it('comes with the file, is told by mail to the person who made it, and is another one for another file', async () => {
    const device = await add('GATE', 'G0001', 'Entrance');
    await license(dealer.client, device.id);
    expect((await value(dealer.client.activateLicenses({ deviceId: device.id, dryRun: true }))).file!.activationCode).toBeNull();
    const { file } = await value(dealer.client.activateLicenses({ deviceId: device.id }));
    expect(file!.activationCode).toMatch(/^[A-Z]{4}-\d{6}$/);
    expect(file!.fileName).toBe('G0001-svi.zip');
    const [listed] = (await value(dealer.client.listLicenseFiles({ deviceId: device.id }))).items;
    expect(listed!.activationCode).toBe(file!.activationCode);
    const { names, texts } = await unpacked(device.id);
    expect(names).toEqual(['G0001.lic']);
    expect(JSON.stringify(texts)).not.toContain(file!.activationCode);
    const codes = async () =>
      (await value(channel.vendor.client.listMails({ q: dealer.email }))).items.filter(({ kind }) => kind === 'activation-code');
    const [mail] = await codes();
    expect(mail).toMatchObject({ subject: 'Activation code for Entrance', language: 'en' });
    expect((await value(channel.vendor.client.getMail({ mailId: mail!.id }))).text).toContain(`\n\n${file!.activationCode}\n\n`);

    expect((await value(dealer.client.regenerateLicense({ deviceId: device.id, dryRun: true }))).activationCode).toBeNull();
    const again = await value(dealer.client.regenerateLicense({ deviceId: device.id }));
    expect(again.activationCode).toMatch(/^[A-Z]{4}-\d{6}$/);
    expect(again.activationCode).not.toBe(file!.activationCode);
    const { items } = await value(dealer.client.listLicenseFiles({ deviceId: device.id }));
    expect(items.map(({ activationCode }) => activationCode)).toEqual([again.activationCode, file!.activationCode]);
    expect(await codes()).toHaveLength(2);
  });

  it('is mailed to nobody where a program activated, or where the product does not say so', async () => {
    const { secret } = await value(dealer.client.createApiKey({ name: 'Robot', scopes: ['all'] }));
    const robot = server.client(secret);
    const mails = async () => (await value(channel.vendor.client.listMails({}))).total;
    for (const [product, hardwareKey, client] of [
      ['GATE', 'G0002', robot],
      ['QUIET', 'Q0001', dealer.client],
    ] as const) {
      const device = await add(product, hardwareKey);
      await license(client, device.id);
      const before = await mails();
      const { file } = await value(client.activateLicenses({ deviceId: device.id }));
      expect(file!.activationCode).toMatch(/\d{6}$/);
      expect(await mails()).toBe(before);
    }
  });
});
