import { readFile } from 'node:fs/promises';
import { openPlainPool, type Pool } from '@muniment/platform/postgres';
import {
  customerIdOf,
  cutNext,
  makeController,
  type Party,
  type Sending,
  setUpChannel,
  ship,
  startTestServer,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectWhole } from './statements/cut.ts';

// Acts of controllers, cut between any two statements: what the cloud has booked and what the device is told are one.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let executioner: Pool;
let projectId: string;
let organizationId: string;
let customerId: string;
let lotId: string;
let made = Date.now() % 9;

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'edge', await readFile('catalogs/edge-controller/pack.yaml', 'utf8'));
  dealer = await channel.partner('dealer', 'Dealer');
  const customer = await value(dealer.client.createCustomer({ name: 'Town' }));
  organizationId = customer.id;
  projectId = customer.projects[0]!.id;
  customerId = await customerIdOf(dealer.client, projectId);
  const { lots } = await ship(channel, dealer, 'SO-EDGE', { 'CAP-5': 900 });
  await value(dealer.client.giveLicenses({ projectId, lines: [{ lotId: lots['CAP-5']!, quantity: 900 }] }));
  lotId = (await value(dealer.client.listPoolLicenses({ projectId }))).items[0]!.lotId;
  executioner = openPlainPool(server.database.connection, { max: 1 });
});
afterAll(async () => {
  await executioner?.end();
  await server?.stop();
});

const agreement = { id: 'end-user-terms', version: '4', language: 'en', accepted: true };

/** A device that has not enrolled. */
function newDevice(product: 'ESC-400' | 'ESC-100' = 'ESC-400') {
  made += 1;
  const hardwareKey = `17Q${product === 'ESC-400' ? 'E' : 'C'}${String(made).padStart(8, '0')}`;
  return makeController(server, { hardwareKey, product, customerId, vendor: 'edge' });
}

async function withLicence() {
  const device = newDevice();
  const { token, deviceId } = await value(device.enrol());
  const { document } = await value(device.client(token!).activateCloudLicenses({ licenses: [{ lotId, quantity: 1 }], agreement }));
  return { credential: token!, deviceId: deviceId!, receipt: device.receipt({ epoch: document!.epoch, number: document!.number }) };
}

const acts: Readonly<Record<string, () => Promise<Sending>>> = {
  'activate-cloud-licenses': async () => {
    const { token } = await value(newDevice().enrol());
    return { path: '/v1/controller/activate', body: { licenses: [{ lotId, quantity: 2 }], agreement }, credential: token! };
  },
  'return-licenses': async () => {
    const { credential, receipt } = await withLicence();
    return { path: '/v1/controller/return', body: { receipt }, credential };
  },
  'return-from-file': async () => ({ path: '/v1/license-receipts', body: { receipt: (await withLicence()).receipt } }),
  'take-back-licenses': async () => {
    const { deviceId } = await withLicence();
    await value(dealer.client.revokeDeviceKey({ deviceId }));
    return { path: `/v1/devices/${deviceId}/take-back`, body: { reason: 'stolen' }, credential: channel.vendor.credential };
  },
  // The device comes to be with it, and its key.
  'activate-from-file': async () => {
    const request = newDevice().request({ purpose: 'licenses' });
    return { path: '/v1/license-requests', body: { request, licenses: [{ lotId, quantity: 1 }], enrol: true, agreement } };
  },
  'approve-enrolment': async () => {
    const { enrolmentId } = await value(newDevice('ESC-100').enrol());
    return { path: `/v1/enrolments/${enrolmentId}/approve`, body: {} };
  },
  'renew-customer-id': async () => {
    const { id } = await value(dealer.client.createProject({ customerId: organizationId, name: 'Renewed' }));
    return { path: `/v1/projects/${id}/renew-customer-id`, body: {} };
  },
  'create-enrolment-code': async () => ({ path: `/v1/projects/${projectId}/enrolment-codes`, body: {} }),
};

describe('An act about a controller whose database goes away', () => {
  it.each(Object.keys(acts))('before any statement of %s is absent, and after the last one whole', async (name) => {
    await expectWhole({ server, vendorId: channel.vendorId, credential: dealer.credential, executioner }, acts[name]!, {
      name,
      stride: 3,
      first: made,
    });
  });

  it('before any statement of enrol-device leaves a device that asks again, and is then there once with one key', async () => {
    let cuts = 0;
    for (let number = 1; ; number += 2) {
      const device = newDevice();
      const scissors = cutNext(server.database.pool, executioner, number);
      const first = await device.enrol();
      scissors.restore();
      expect(first.ok).toBe(!scissors.done);
      const { deviceId, enrolmentId } = await value(device.enrol());
      const { items } = await value(dealer.client.listEnrolments({ deviceId: deviceId! }));
      expect(items.map(({ id, state }) => [id, state])).toEqual([[enrolmentId, 'current']]);
      if (!scissors.done) break;
      cuts += 1;
    }
    expect(cuts).toBeGreaterThan(4);
  });
});
