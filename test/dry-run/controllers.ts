import { readFile } from 'node:fs/promises';
import type { OperationId } from '@muniment/contract';
import { type Asking, customerIdOf, makeController, type Party, setUpChannel, ship, type TestServer, value } from '@muniment/testkit';
import { vi } from 'vitest';
import type { Asked } from './pools.ts';

const agreement = { id: 'end-user-terms', version: '4', language: 'en', accepted: true };

/** A vendor whose devices fetch their licences themselves, with what each act on them needs to find. */
export async function setControllers(server: TestServer): Promise<{ readonly vendorId: string; readonly asks: Asked }> {
  const channel = await setUpChannel(server, 'edge', await readFile('catalogs/edge-controller/pack.yaml', 'utf8'));
  const dealer = await channel.partner('dealer', 'Edge Dealer');
  const { client } = dealer;
  const customer = await value(client.createCustomer({ name: 'Town' }));
  const projectId = customer.projects[0]!.id;
  const { lots } = await ship(channel, dealer, 'SO-EDGE', { 'CAP-5': 9 });
  await value(client.giveLicenses({ projectId, lines: [{ lotId: lots['CAP-5']!, quantity: 9 }] }));
  const [licence] = (await value(client.listPoolLicenses({ projectId }))).items;
  const licenses = [{ lotId: licence!.lotId, quantity: 1 }];
  const facts = { product: 'ESC-400', customerId: await customerIdOf(client, projectId), vendor: 'edge' };
  const waiting = async (hardwareKey: string) =>
    (await value(makeController(server, { ...facts, product: 'ESC-100', hardwareKey }).enrol())).enrolmentId;
  const enrolled = async (hardwareKey: string) => {
    const device = makeController(server, { ...facts, hardwareKey });
    const { token, deviceId } = await value(device.enrol());
    const { document } = await value(device.client(token!).activateCloudLicenses({ licenses, agreement }));
    // That it was seen is noted behind the request's back, once a minute.
    await vi.waitFor(async () => {
      const { items } = await value(client.listEnrolments({ deviceId: deviceId! }));
      if (items[0]!.lastSeenAt === null) throw new Error('not seen yet');
    }, 10_000);
    const party: Party = { id: deviceId!, name: hardwareKey, email: '', client: device.client(token!), credential: token! };
    return { party, receipt: device.receipt({ epoch: document!.epoch, number: document!.number }) };
  };
  const dead = await enrolled('17QE00000004');
  await value(client.revokeDeviceKey({ deviceId: dead.party.id }));
  const [online, offline] = [await enrolled('17QE00000001'), await enrolled('17QE00000002')];
  const request = makeController(server, { ...facts, hardwareKey: '17QE00000003' }).request({ purpose: 'licenses' });
  const endpoint = { id: 'lamp', protocol: 'lon', name: 'Lamp', since: '2026-01-01T00:00:00Z', state: 'provisioned' };
  const byDealer: Readonly<Partial<Record<OperationId, Asking>>> = {
    'approve-enrolment': { params: { enrolmentId: await waiting('17QC00000001') } },
    'refuse-enrolment': { params: { enrolmentId: await waiting('17QC00000002') } },
    'renew-customer-id': { params: { projectId } },
    'revoke-device-key': { params: { deviceId: offline.party.id } },
    'activate-from-file': { body: { request, licenses, enrol: true, agreement } },
    'return-from-file': { body: { receipt: offline.receipt } },
  };
  const byDevice: Readonly<Partial<Record<OperationId, Asking>>> = {
    'activate-cloud-licenses': { body: { licenses, agreement } },
    'return-licenses': { body: { receipt: online.receipt } },
    'report-endpoints': { body: { endpoints: [endpoint] } },
  };
  const asked = (by: Party, asks: Readonly<Partial<Record<OperationId, Asking>>>) =>
    Object.fromEntries(Object.entries(asks).map(([id, asking]) => [id, { by, asking: asking! }]));
  const byVendor: Readonly<Partial<Record<OperationId, Asking>>> = {
    'take-back-licenses': { params: { deviceId: dead.party.id }, body: { reason: 'Lost' } },
  };
  return {
    vendorId: channel.vendorId,
    asks: { ...asked(channel.vendor, byVendor), ...asked(dealer, byDealer), ...asked(online.party, byDevice) },
  };
}
