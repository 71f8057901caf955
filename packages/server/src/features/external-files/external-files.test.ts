import type { Client } from '@muniment/client';
import { addSite, type Party, setUpChannel, ship, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Three products whose files come from elsewhere, one for each way; and one whose files are made here. */
const product = (id: string, key: string, licenseFile: string) => `
  - id: ${id}
    label: { en: ${id} box, de: ${id}-Kasten }
    keyFormats: [{ id: serial, pattern: '${key}\\d{4}', expected: { en: a serial, de: eine Nummer }, example: ${key}0000 }]
    parts: [{ part: P-1 }]
    licenseFile: ${licenseFile}`;
const waiting = 'waiting: { en: We send it soon., de: Wir schicken sie bald. }';
const pack = `
format: 1
version: "1"
vendor: { name: Outer Works, timeZone: Europe/Brussels, languages: [en, de] }
features: [{ id: seats, kind: quantity, label: { en: Seats, de: Plätze } }]
products:
${product('NOW', 'A', `{ format: external, delivery: at-once, ${waiting} }`)}
${product('LATER', 'B', `{ format: external, delivery: later, ${waiting} }`)}
${product('AGAINST', 'C', `{ format: external, delivery: against-upload, ${waiting}, upload: { fileName: protect.dat, label: { en: From the dongle, de: Vom Dongle } } }`)}
${product('OWN', 'D', `{ format: single, fileName: '{hardwareKey}.lic' }`)}
parts:
  - { number: P-1, label: { en: Ten seats, de: Zehn Plätze }, model: perpetual, grants: [{ feature: seats, quantity: 10 }] }
  - { number: P-2, label: { en: Of no product, de: Von keinem Produkt }, grants: [{ feature: seats, quantity: 1 }] }
mails:
  - kind: external-file-available
    subject: { en: 'your License file for Sales Order {salesOrder} is available', de: 'Ihre Datei zu {salesOrder} ist da' }
    text: { en: "Hello,\\n\\n{fileName} for {hardwareKey} is here.\\n\\n{link}", de: "Guten Tag,\\n\\n{fileName} für {hardwareKey} ist da.\\n\\n{link}" }
`;

let server: TestServer;
let channel: TestChannel;
let admin: Client;
let dealer: Party;
let customerId: string;
let number = 0;

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'outer', pack);
  admin = channel.vendor.client;
  dealer = await channel.partner('dealer', 'Handler');
  customerId = (await value(dealer.client.createCustomer({ name: 'Works' }))).id;
});
afterAll(() => server.stop());

const base64 = (text: string) => Buffer.from(text).toString('base64');
const codeOf = (answer: { readonly ok: boolean; readonly problem?: { readonly code: string } }) =>
  answer.ok ? 'ok' : answer.problem!.code;
const keys: Readonly<Record<string, string>> = { NOW: 'A', LATER: 'B', AGAINST: 'C', OWN: 'D' };

/** A device of a product with one order reserved on it, not yet active. */
async function reserved(productId: string) {
  const serial = String(++number).padStart(4, '0');
  const device = await value(
    dealer.client.createDevice({ customerId, name: `Box ${serial}`, product: productId, hardwareKey: `${keys[productId]}${serial}` }),
  );
  const salesOrder = `SO-${serial}`;
  const { orderId, lots } = await ship(channel, dealer, salesOrder, { 'P-1': 2 });
  await value(dealer.client.attachLicenses({ deviceId: device.id, lines: [{ lotId: lots['P-1']!, quantity: 2 }] }));
  return {
    device,
    salesOrder,
    orderId,
    lotId: lots['P-1']!,
    activate: () => value(dealer.client.activateLicenses({ deviceId: device.id })),
  };
}

/** The same, active, and the id of the file that is waited for. */
async function waitedFor(productId: string) {
  const one = await reserved(productId);
  const { externalFiles } = await one.activate();
  return { ...one, externalFileId: externalFiles[0]!.id! };
}

const fileText = async (client: Client, externalFileId: string) => {
  const file = await value(client.downloadExternalFile({ externalFileId }));
  return { name: file.fileName, text: Buffer.from(file.bytes).toString() };
};

describe('a product whose licence file is made elsewhere', () => {
  it('makes none here: the preview and the activation say that it waits, in the catalog\u2019s words', async () => {
    const { device, salesOrder, activate } = await reserved('LATER');
    const preview = await value(dealer.client.activateLicenses({ deviceId: device.id, dryRun: true }));
    const expected = { salesOrder, state: 'waiting', fileName: null, message: 'We send it soon.' };
    expect(preview).toMatchObject({ file: null, externalFiles: [{ id: null, ...expected }] });
    expect((await value(dealer.client.listExternalFiles({ deviceId: device.id }))).items).toEqual([]);
    const done = await activate();
    expect(done).toMatchObject({ file: null, externalFiles: [expected] });
    expect((await value(dealer.client.listLicenseFiles({ deviceId: device.id }))).items).toEqual([]);
    const listed = await value(dealer.client.listExternalFiles({ deviceId: device.id }));
    expect(listed.items).toMatchObject([
      { state: 'waiting', message: 'We send it soon.', order: { salesOrder }, device: { hardwareKey: device.hardwareKey }, file: null },
    ]);
    expect(codeOf(await dealer.client.regenerateLicense({ deviceId: device.id }))).toBe('license-file-external');
    expect(codeOf(await dealer.client.downloadLicense({ deviceId: device.id }))).toBe('license-file-external');
    const validated = await value(dealer.client.validateLicense({ product: 'LATER', hardwareKey: device.hardwareKey }));
    expect(validated).toMatchObject({ valid: true, entitlements: [{ feature: 'seats', value: 20 }] });
  });

  it('is waited for until somebody at the vendor supplies it: byte for byte, and told by mail (download-external-file)', async () => {
    const { externalFileId, salesOrder, device } = await waitedFor('LATER');
    const refused = await dealer.client.downloadExternalFile({ externalFileId });
    expect(refused).toMatchObject({ ok: false, problem: { code: 'external-file-waiting', detail: 'We send it soon.' } });
    expect((await value(admin.getHome({}))).tasks).toContainEqual(
      expect.objectContaining({ kind: 'external-files-waiting', link: '/external-files?state=waiting' }),
    );
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const content = Buffer.from(bytes).toString('base64');
    expect(codeOf(await dealer.client.supplyExternalFile({ externalFileId, fileName: 'um.lic', content }))).toBe('not-allowed');
    const supplied = await value(admin.supplyExternalFile({ externalFileId, fileName: 'um.lic', content }));
    expect(supplied).toMatchObject({ state: 'available', message: '', file: { fileName: 'um.lic', bytes: 256 } });
    const file = await value(dealer.client.downloadExternalFile({ externalFileId }));
    expect(file.fileName).toBe('um.lic');
    expect([...file.bytes]).toEqual([...bytes]);

    const mails = await value(admin.listMails({ q: dealer.email }));
    expect(mails.items[0]).toMatchObject({
      kind: 'external-file-available',
      subject: `your License file for Sales Order ${salesOrder} is available`,
    });
    const { text, html } = await value(admin.getMail({ mailId: mails.items[0]!.id }));
    expect(text).toContain(`um.lic for ${device.hardwareKey} is here.`);
    expect(html).toContain(`/devices/${device.id}"`);

    const other = { externalFileId, fileName: 'um2.lic', content: base64('second') };
    expect(codeOf(await admin.supplyExternalFile(other))).toBe('external-file-there');
    await value(admin.supplyExternalFile({ ...other, reason: 'The first was for another box' }));
    expect(await fileText(dealer.client, externalFileId)).toEqual({ name: 'um2.lic', text: 'second' });
    const history = await value(dealer.client.listOperations({ deviceId: device.id }));
    expect(history.items.filter(({ kind }) => kind === 'supply-external-file')).toHaveLength(2);
  });

  it('is there at once where it was deposited with the order, and only once (deposit-external-file)', async () => {
    const { device, salesOrder, activate } = await reserved('NOW');
    const deposit = { order: salesOrder, product: 'NOW', fileName: 'rcc.lic', content: base64('rcc') };
    expect(codeOf(await dealer.client.depositExternalFile(deposit))).toBe('not-allowed');
    expect(await value(admin.depositExternalFile(deposit))).toMatchObject({ state: 'deposited', device: null, order: { salesOrder } });
    expect(codeOf(await admin.depositExternalFile(deposit))).toBe('external-file-there');
    await value(admin.depositExternalFile({ ...deposit, content: base64('rcc better'), reason: 'Wrong one' }));
    const lying = (await value(admin.listExternalFiles({ state: 'deposited' }))).items;
    expect(lying).toHaveLength(1);
    expect((await value(dealer.client.listExternalFiles({}))).items.map(({ id }) => id)).not.toContain(lying[0]!.id);
    expect(codeOf(await dealer.client.downloadExternalFile({ externalFileId: lying[0]!.id }))).toBe('not-found');

    const expected = { salesOrder, state: 'available', fileName: 'rcc.lic', message: '' };
    expect((await value(dealer.client.activateLicenses({ deviceId: device.id, dryRun: true }))).externalFiles).toEqual([
      { id: null, ...expected },
    ]);
    const done = await activate();
    expect(done.externalFiles).toEqual([{ id: lying[0]!.id, ...expected }]);
    expect(await fileText(dealer.client, lying[0]!.id)).toEqual({ name: 'rcc.lic', text: 'rcc better' });
    expect((await value(admin.listExternalFiles({ state: 'deposited' }))).items).toEqual([]);
  });

  it('deposits nothing that nobody would find', async () => {
    const { externalFileId: _, salesOrder } = await waitedFor('NOW');
    const deposit = { order: salesOrder, product: 'NOW', fileName: 'rcc.lic', content: base64('rcc') };
    expect(codeOf(await admin.depositExternalFile(deposit))).toBe('external-file-awaited');
    expect(codeOf(await admin.depositExternalFile({ ...deposit, order: 'SO-NONE' }))).toBe('order-not-found');
    expect(codeOf(await admin.depositExternalFile({ ...deposit, product: 'NONE' }))).toBe('product-unknown');
    expect(codeOf(await admin.depositExternalFile({ ...deposit, product: 'OWN' }))).toBe('product-not-external');
    expect(codeOf(await admin.depositExternalFile({ ...deposit, product: 'AGAINST' }))).toBe('file-made-against-upload');
    await ship(channel, dealer, 'SO-OTHER', { 'P-2': 1 });
    expect(codeOf(await admin.depositExternalFile({ ...deposit, order: 'SO-OTHER' }))).toBe('part-not-accepted');
  });

  it('is made against a file from the device, which the partner uploads first (upload-device-file, download-device-file)', async () => {
    const { externalFileId, device, lotId: __ } = await waitedFor('AGAINST');
    const [shown] = (await value(dealer.client.listExternalFiles({ deviceId: device.id, state: 'upload-wanted' }))).items;
    expect(shown).toMatchObject({ id: externalFileId, wanted: { fileName: 'protect.dat', label: 'From the dongle' } });
    expect(shown!.message).toBe('Upload protect.dat from the device: the licence file is made against it. We send it soon.');
    const supply = { externalFileId, fileName: 'expense.lic', content: base64('made') };
    expect(codeOf(await admin.supplyExternalFile(supply))).toBe('device-file-missing');
    expect(codeOf(await admin.downloadDeviceFile({ externalFileId }))).toBe('device-file-missing');

    const upload = { externalFileId, fileName: 'protect.dat', content: base64('dongle') };
    const misnamed = await dealer.client.uploadDeviceFile({ ...upload, fileName: 'other.dat' });
    expect(misnamed).toMatchObject({ ok: false, problem: { code: 'upload-name-differs', facts: { wanted: 'protect.dat' } } });
    await value(dealer.client.uploadDeviceFile(upload));
    expect(await value(dealer.client.uploadDeviceFile({ ...upload, content: base64('dongle again') }))).toMatchObject({
      state: 'waiting',
      message: 'We send it soon.',
      upload: { fileName: 'protect.dat', bytes: 12 },
    });
    expect(codeOf(await dealer.client.downloadDeviceFile({ externalFileId }))).toBe('not-allowed');
    const file = await value(admin.downloadDeviceFile({ externalFileId }));
    expect([file.fileName, Buffer.from(file.bytes).toString()]).toEqual(['protect.dat', 'dongle again']);
    await value(admin.supplyExternalFile(supply));
    expect(codeOf(await dealer.client.uploadDeviceFile(upload))).toBe('external-file-there');
    const { externalFileId: later } = await waitedFor('LATER');
    expect(codeOf(await dealer.client.uploadDeviceFile({ ...upload, externalFileId: later }))).toBe('upload-not-wanted');
  });

  it.each([
    ['../../etc/passwd', base64('x'), 'file-name-not-safe'],
    ['NUL.lic', base64('x'), 'file-name-not-safe'],
    ['x.lic ', base64('x'), 'file-name-not-safe'],
    ['x.lic', 'not base64!', 'content-not-base64'],
    ['x.lic', 'AAA', 'content-not-base64'],
    ['x.lic', '', 'content-empty'],
    ['x.lic', Buffer.alloc(1_000_001).toString('base64'), 'content-too-large'],
  ])('takes no file that nobody could use: %s', async (fileName, content, code) => {
    const { externalFileId, salesOrder } = await waitedFor('LATER');
    expect(codeOf(await admin.supplyExternalFile({ externalFileId, fileName, content }))).toBe(code);
    expect(codeOf(await admin.depositExternalFile({ order: salesOrder, product: 'NOW', fileName, content }))).toBe(code);
    expect((await value(admin.listExternalFiles({}))).items.find(({ id }) => id === externalFileId)).toMatchObject({
      state: 'waiting',
      file: null,
    });
  });

  it('takes a file of exactly a million bytes', async () => {
    const { externalFileId } = await waitedFor('LATER');
    const content = Buffer.alloc(1_000_000, 7).toString('base64');
    expect((await value(admin.supplyExternalFile({ externalFileId, fileName: 'big.lic', content }))).file!.bytes).toBe(1_000_000);
    expect((await value(dealer.client.downloadExternalFile({ externalFileId }))).bytes.length).toBe(1_000_000);
  });

  it('is waited for once per order, and anew where more of the order is activated after it came', async () => {
    const { device, lotId } = await reserved('LATER');
    const { lots } = await ship(channel, dealer, `MORE-${number}`, { 'P-1': 1 });
    const activateOne = async (lot = lotId) => {
      const lines = [{ lotId: lot, quantity: 1 }];
      return (await value(dealer.client.activateLicenses({ deviceId: device.id, lines }))).externalFiles.map(({ id }) => id!);
    };
    const [first] = await activateOne();
    await value(dealer.client.attachLicenses({ deviceId: device.id, lines: [{ lotId: lots['P-1']!, quantity: 1 }] }));
    const [ofOther] = await activateOne(lots['P-1']!);
    expect(ofOther).not.toBe(first);
    await value(admin.supplyExternalFile({ externalFileId: first!, fileName: 'one.lic', content: base64('one') }));
    const [second] = await activateOne();
    expect([first, ofOther]).not.toContain(second);
    expect((await value(dealer.client.listExternalFiles({ deviceId: device.id }))).total).toBe(3);
  });

  it('is asked for once where an order is activated in two steps', async () => {
    const { device, lotId } = await reserved('LATER');
    const step = () => value(dealer.client.activateLicenses({ deviceId: device.id, lines: [{ lotId, quantity: 1 }] }));
    expect((await step()).externalFiles[0]!.id).toBe((await step()).externalFiles[0]!.id);
  });

  it('shows another partner of the customer the file, and not whose order it was', async () => {
    const { externalFileId, device, salesOrder } = await waitedFor('LATER');
    const second = await channel.partner('dealer', `Second ${number}`);
    expect(codeOf(await second.client.listExternalFiles({ deviceId: device.id }))).toBe('not-found');
    expect((await value(second.client.listExternalFiles({}))).items).toEqual([]);
    await value(admin.startServes({ partnerId: second.id, customerId }));
    const seen = (await value(second.client.listExternalFiles({ deviceId: device.id }))).items;
    expect(seen).toMatchObject([{ id: externalFileId, order: null }]);
    const found = async (client: Client, q: string) => (await value(client.listExternalFiles({ q }))).items.map(({ id }) => id);
    expect(await found(dealer.client, salesOrder.toLowerCase())).toEqual([externalFileId]);
    expect(await found(admin, salesOrder)).toEqual([externalFileId]);
    expect(await found(second.client, salesOrder)).toEqual([]);
    expect(await found(second.client, device.hardwareKey)).toEqual([externalFileId]);
    await value(admin.supplyExternalFile({ externalFileId, fileName: 'um.lic', content: base64('um') }));
    expect(await fileText(second.client, externalFileId)).toEqual({ name: 'um.lic', text: 'um' });
  });

  it('loses no deposit to an activation at the same moment', async () => {
    for (let round = 0; round < 4; round++) {
      const { device, salesOrder, activate } = await reserved('NOW');
      const deposit = admin.depositExternalFile({ order: salesOrder, product: 'NOW', fileName: 'rcc.lic', content: base64('rcc') });
      const [activated, deposited] = await Promise.all([activate(), deposit]);
      const [row] = (await value(dealer.client.listExternalFiles({ deviceId: device.id }))).items;
      // Whoever was first: the file is there, or the deposit was refused and is waited for. Never lies it where nobody looks.
      expect([row!.state, codeOf(deposited)]).toEqual(
        activated.externalFiles[0]!.state === 'available' ? ['available', 'ok'] : ['waiting', 'external-file-awaited'],
      );
    }
  });
});

it('nothing of files made elsewhere is asked of products whose files are made here', async () => {
  const device = await addSite(dealer.client, 'Own', 'D9999', 'OWN');
  const { lots } = await ship(channel, dealer, 'SO-OWN', { 'P-1': 1 });
  await value(dealer.client.attachLicenses({ deviceId: device.id, lines: [{ lotId: lots['P-1']!, quantity: 1 }] }));
  const done = await value(dealer.client.activateLicenses({ deviceId: device.id }));
  expect(done).toMatchObject({ file: { fileName: 'D9999.lic', activationCode: null }, externalFiles: [] });
});
