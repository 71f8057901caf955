import { readFile } from 'node:fs/promises';
import { openPlainPool, type Pool } from '@muniment/platform/postgres';
import {
  importFile,
  type Party,
  type Sending,
  setUpChannel,
  ship,
  startTestServer,
  type TestChannel,
  type TestServer,
  value,
  withLicenseKeys,
} from '@muniment/testkit';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { expectWhole } from './statements/cut.ts';

// The database goes away between two statements of an act, whichever two: the act is whole or it is absent, the ledger
// is in order, and the same key again makes it whole, once.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let customerId: string;
let projectId: string;
let executioner: Pool;
let pack: string;

beforeAll(async () => {
  server = await startTestServer();
  pack = withLicenseKeys(await readFile('catalogs/pbx-channel/pack.yaml', 'utf8'));
  channel = await setUpChannel(server, 'cut', pack);
  dealer = await channel.partner('dealer', 'Dealer');
  const customer = await value(dealer.client.createCustomer({ name: 'Customer' }));
  customerId = customer.id;
  projectId = customer.projects[0]!.id;
  await ship(channel, dealer, 'SO-1', { 'EX81-SEAT-20': 900 });
  await ship(channel, dealer, 'SO-V', { 'EX95-VIRT': 200 });
  await ship(channel, dealer, 'SO-BX', { 'EXBX-SBC-10': 200 });
  executioner = openPlainPool(server.database.connection, { max: 1 });
});
afterAll(async () => {
  await executioner?.end();
  await server?.stop();
});

const cutting = () => ({ server, vendorId: channel.vendorId, credential: dealer.credential, executioner });
const agreement = { id: 'system-software', version: '2', language: 'en', accepted: true };

let made = Date.now() % 9;
async function newDevice(): Promise<string> {
  made += 1;
  const hardwareKey = `19${String(made).padStart(10, '0')}`;
  return (await value(dealer.client.createDevice({ customerId, name: `Site ${made}`, product: 'SV8100', hardwareKey }))).id;
}

const lines = [{ order: 'SO-1', part: 'EX81-SEAT-20', quantity: 2 }];

/** A device whose licence file is made elsewhere, with an order of its own reserved on it. */
async function outside(product: 'RCC' | 'UM4730', part: string) {
  made += 1;
  const hardwareKey = product === 'RCC' ? `aa0014SA${String(made).padStart(10, '0')}AA` : `11-${String(made).padStart(8, '0')}`;
  const { id: deviceId } = await value(dealer.client.createDevice({ customerId, name: `Outside ${made}`, product, hardwareKey }));
  const { orderId, lots } = await ship(channel, dealer, `SO-OUT-${made}`, { [part]: 1 });
  await value(dealer.client.attachLicenses({ deviceId, lines: [{ lotId: lots[part]!, quantity: 1 }] }));
  return { orderId, deviceId };
}

/** Acts, each made ready anew every time. */
const acts: Readonly<Record<string, () => Promise<Sending>>> = {
  'attach-licenses': async () => ({ path: `/v1/devices/${await newDevice()}/attach`, body: { lines } }),
  'activate-licenses': async () => {
    const deviceId = await newDevice();
    await value(dealer.client.attachLicenses({ deviceId, lines }));
    return { path: `/v1/devices/${deviceId}/activate`, body: { agreement } };
  },
  // Two product keys, two documents, a zip file of both and a log.
  'activate-licenses of a pair': async () => {
    made += 1;
    const hardwareKey = (end: number) => `${String(made).padStart(13, '3')}${end}`;
    const model = { name: `Pair ${made}`, product: 'BX-OVOC', variant: 'software', hardwareKey: hardwareKey(1) };
    const { id: deviceId } = await value(dealer.client.createDevice({ customerId, ...model }));
    const second = { relation: 'secondary', name: 'Second', hardwareKey: hardwareKey(2), confirmed: true };
    await value(dealer.client.createChildDevice({ deviceId, ...second }));
    await value(dealer.client.attachLicenses({ deviceId, lines: [{ order: 'SO-BX', part: 'EXBX-SBC-10', quantity: 1 }] }));
    return { path: `/v1/devices/${deviceId}/activate`, body: { agreement } };
  },
  // The file that lies with the order becomes the device's.
  'activate-licenses with a deposited file': async () => {
    const { orderId, deviceId } = await outside('RCC', 'EXRC-USER-25');
    const file = { fileName: 'rcc.lic', content: 'AAAA' };
    await value(channel.vendor.client.depositExternalFile({ order: orderId, product: 'RCC', ...file }));
    return { path: `/v1/devices/${deviceId}/activate`, body: { agreement } };
  },
  'deposit-external-file': async () => {
    const { orderId } = await outside('RCC', 'EXRC-USER-25');
    const body = { order: orderId, product: 'RCC', fileName: 'rcc.lic', content: 'AAAA' };
    return { path: '/v1/external-files', body, credential: channel.vendor.credential };
  },
  // With the mails to those who wait for it.
  'supply-external-file': async () => {
    const { deviceId } = await outside('UM4730', 'EXUM-MAILBOX-25');
    const { externalFiles } = await value(dealer.client.activateLicenses({ deviceId, agreement }));
    const body = { fileName: 'um.lic', content: 'AAAA' };
    return { path: `/v1/external-files/${externalFiles[0]!.id}/supply`, body, credential: channel.vendor.credential };
  },
  'undo-operation': async () => {
    const { operationId } = await value(dealer.client.attachLicenses({ deviceId: await newDevice(), lines }));
    return { path: `/v1/operations/${operationId}/undo`, body: {} };
  },
  // The batch with its rows and the job that does them.
  'import-devices': async () => {
    made += 1;
    const { projects } = await value(dealer.client.getCustomer({ customerId }));
    const csv = `name,product,hardwareKey\nSite ${made},SV8100,19${String(made).padStart(10, '0')}\n`;
    return { path: `/v1/projects/${projects[0]!.id}/devices/import`, body: { csv } };
  },
  'create-device': async () => {
    made += 1;
    const body = { name: `Site ${made}`, product: 'SV8100', hardwareKey: `19${String(made).padStart(10, '0')}` };
    return { path: `/v1/customers/${customerId}/devices`, body };
  },
  // With the device that appears below it by itself.
  'create-device with a child': async () => {
    made += 1;
    const body = { name: `Site ${made}`, product: 'SV8300', hardwareKey: `18CYG-IPS-${String(made).padStart(18, '0')}` };
    return { path: `/v1/customers/${customerId}/devices`, body };
  },
  'create-child-device': async () => {
    made += 1;
    const hardwareKey = `22${String(made).padStart(26, '0')}`;
    const { id } = await value(dealer.client.createDevice({ customerId, name: `Site ${made}`, product: 'SV8500', hardwareKey }));
    return { path: `/v1/devices/${id}/children`, body: { relation: 'sr-mgc', name: 'Below', confirmed: true } };
  },
  // The key is made, the temporary one blocked, the part activated, the child added, and perhaps a file made.
  'make-hardware-key': async () => {
    const { id: deviceId } = await value(
      dealer.client.createDevice({ customerId, name: 'Virtual', product: 'SV9500', variant: 'standard' }),
    );
    await value(dealer.client.attachLicenses({ deviceId, lines: [{ order: 'SO-V', part: 'EX95-VIRT', quantity: 1 }] }));
    return { path: `/v1/devices/${deviceId}/make-key`, body: { keyInput: '123.0.0.105', agreement } };
  },
  'start-demo': async () => ({ path: `/v1/devices/${await newDevice()}/demos`, body: { demo: 'demo', agreement } }),
  // With the licence file and the vendor's task.
  'import-license-file': async () => {
    made += 1;
    const hardwareKey = `1${String(made).padStart(7, '0')}`;
    const { id } = await value(dealer.client.createDevice({ customerId, name: `Site ${made}`, product: 'DECT', hardwareKey }));
    return { path: `/v1/devices/${id}/import`, body: { content: importFile({ hardwareKey, features: ['DAP=2', 'MSG=3'] }) } };
  },
  'redeem-license-keys': async () => {
    const { keys } = await value(channel.vendor.client.makeLicenseKeys({ part: 'EX81-VER-3', keys: 3, source: 'issue' }));
    return { path: `/v1/projects/${projectId}/license-keys`, body: { keys: keys.map(({ key }) => key), agreement } };
  },
  'make-license-keys': async () => {
    made += 1;
    const body = { part: 'EX81-VER-3', keys: 3, source: 'issue', salesOrder: `SO-KEYS-${made}`, receiverId: dealer.id };
    return { path: '/v1/license-key-batches', body, credential: channel.vendor.credential };
  },
  'make-license-keys for a project': async () => ({
    path: '/v1/license-key-batches',
    body: { part: 'EX81-VER-3', keys: 2, source: 'issue', projectId, agreement },
    credential: channel.vendor.credential,
  }),
  'revoke-license-keys': async () => {
    const { batch } = await value(channel.vendor.client.makeLicenseKeys({ part: 'EX81-VER-3', keys: 3, source: 'issue' }));
    return { path: '/v1/license-keys/revoke', body: { batchId: batch.id, reason: 'Cut' }, credential: channel.vendor.credential };
  },
  'ship-order': async () => {
    made += 1;
    const body = { salesOrder: `SO-CUT-${made}`, receiverId: dealer.id, lines: [{ part: 'EX81-VER-3', quantity: 2 }] };
    return { path: '/v1/orders', body, credential: channel.vendor.credential };
  },
  'load-catalog': async () => {
    made += 1;
    return { path: '/v1/catalog', body: { pack: pack.replace('"2026.1"', `"2026.${made}"`) }, credential: channel.vendor.credential };
  },
};

/** Every place in the acts that move most; elsewhere every third, another third in every run. */
const strides: Readonly<Record<string, number>> = { 'activate-licenses': 1, 'ship-order': 1 };

describe('An act whose database goes away', () => {
  it.each(Object.keys(acts))('before any statement of %s is absent, and after the last one whole', async (name) => {
    await expectWhole(cutting(), acts[name]!, { name, stride: strides[name] ?? 3, first: made });
  });
});
