import { readFile } from 'node:fs/promises';
import { openPlainPool, type Pool } from '@muniment/platform/postgres';
import {
  machineOf,
  makeKeys,
  makeWorkstation,
  type Party,
  type Sending,
  setUpChannel,
  startTestServer,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { expectWhole } from './statements/cut.ts';

// Acts of and about workstations, cut between any two statements: what is booked, bound and signed is one.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let executioner: Pool;
let keys: string[];
let made = 0;

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'survey', await readFile('catalogs/survey-network/pack.yaml', 'utf8'));
  dealer = await channel.partner('dealer', 'Dealer');
  const customer = await value(dealer.client.createCustomer({ name: 'Survey Office' }));
  keys = await makeKeys(channel, 'SF-DESIGN-WS', 400, { projectId: customer.projects[0]!.id, by: dealer });
  executioner = openPlainPool(server.database.connection, { max: 1 });
});
afterAll(async () => {
  await executioner?.end();
  await server?.stop();
});

const agreements = [{ id: 'licence-terms', version: '2026-01', language: 'en', accepted: true }];
const common = { customerId: undefined } as const;

/** A workstation that has not asked for anything yet. */
function newWorkstation() {
  made += 1;
  const one = makeWorkstation(server, { product: 'SCANFELL', vendor: 'survey', hardwareKey: `WS-${String(made).padStart(16, '0')}` });
  return { one, fingerprint: machineOf(`machine ${made}`), licenseKey: keys[made]! };
}

async function licensed() {
  const { one, fingerprint, licenseKey } = newWorkstation();
  const request = one.request({ purpose: 'licenses', fingerprint, licenseKey, ...common });
  const { device, document } = await value(server.client().activateWorkstation({ request, agreements, vendor: 'survey' }));
  return { one, fingerprint, licenseKey, deviceId: device.id, receipt: one.receipt({ epoch: document!.epoch, number: document!.number }) };
}

const repaired = async () => {
  const { one, fingerprint } = await licensed();
  const changed = {
    ...fingerprint,
    'system-uuid': machineOf('other')['system-uuid']!,
    'board-serial': machineOf('other')['board-serial']!,
  };
  return one.request({ purpose: 'renew', fingerprint: changed, repair: 'New mainboard', ...common });
};

const acts: Readonly<Record<string, () => Promise<Sending>>> = {
  'activate-workstation': async () => {
    const { one, fingerprint, licenseKey } = newWorkstation();
    const request = one.request({ purpose: 'licenses', fingerprint, licenseKey, ...common });
    return { path: '/v1/workstation/activate', body: { request, agreements, vendor: 'survey' }, credential: '' };
  },
  'activate-workstation on a machine that was installed anew': async () => {
    const { fingerprint, licenseKey } = await licensed();
    const { one } = newWorkstation();
    const request = one.request({ purpose: 'licenses', fingerprint, licenseKey, repair: 'New disk', ...common });
    return { path: '/v1/workstation/activate', body: { request, agreements, vendor: 'survey' }, credential: '' };
  },
  'renew-workstation': async () => ({
    path: '/v1/workstation/renew',
    body: { request: await repaired(), vendor: 'survey' },
    credential: '',
  }),
  'renew-from-file': async () => ({ path: '/v1/license-requests/renew', body: { request: await repaired() } }),
  'deactivate-workstation': async () => ({
    path: '/v1/workstation/deactivate',
    body: { receipt: (await licensed()).receipt, vendor: 'survey' },
    credential: '',
  }),
  'replace-hardware': async () => {
    const { deviceId } = await licensed();
    const { one, fingerprint } = newWorkstation();
    const request = one.request({ purpose: 'licenses', fingerprint, ...common });
    return { path: `/v1/devices/${deviceId}/replace-hardware`, body: { request, reason: 'Dead' }, credential: channel.vendor.credential };
  },
};

describe('An act about a workstation whose database goes away', () => {
  it.each(Object.keys(acts))('before any statement of %s is absent, and after the last one whole', async (name) => {
    await expectWhole({ server, vendorId: channel.vendorId, credential: dealer.credential, executioner }, acts[name]!, {
      name,
      stride: 3,
      first: 1 + (Date.now() % 3),
    });
  });
});
