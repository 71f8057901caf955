import { readFile } from 'node:fs/promises';
import type { Client } from '@muniment/client';
import { asOwner } from '@muniment/platform/postgres';
import { auditLedger } from '@muniment/server/operator';
import {
  customerIdOf,
  makeController,
  type Party,
  setUpChannel,
  ship,
  startTestServer,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// A key that is taken from a device while the device acts with it.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let tenant: Client;
let projectId: string;
let customerId: string;
let lotId: string;
let number = 0;
const agreement = { id: 'end-user-terms', version: '4', language: 'en', accepted: true };
const seconds = () => Math.floor(Date.now() / 1000);
const several = [0, 1, 2, 3, 4];
const rounds = [1, 2, 3, 4, 5, 6];

beforeAll(async () => {
  server = await startTestServer({ testClock: true });
  channel = await setUpChannel(server, 'edge', await readFile('catalogs/edge-controller/pack.yaml', 'utf8'));
  dealer = await channel.partner('dealer', 'Lakeside Automation');
  const customer = await value(dealer.client.createCustomer({ name: 'Town of Harrow' }));
  projectId = customer.projects[0]!.id;
  customerId = await customerIdOf(dealer.client, projectId);
  tenant = await channel.person(customer.id, 'customer', 'facility@harrow.example');
  const { lots } = await ship(channel, dealer, 'SO-1', { 'CAP-5': 500 });
  await value(dealer.client.giveLicenses({ projectId, lines: [{ lotId: lots['CAP-5']!, quantity: 500 }] }));
  lotId = (await value(dealer.client.listPoolLicenses({ projectId }))).items[0]!.lotId;
});
afterAll(() => server?.stop());

const controller = (hardwareKey: string) =>
  makeController(server, { hardwareKey, product: 'ESC-400', customerId, vendor: 'edge', seconds });

async function licensed() {
  const hardwareKey = `17QE${String(++number).padStart(8, '0')}`;
  const device = controller(hardwareKey);
  const { token, deviceId } = await value(device.enrol());
  const client = device.client(token!);
  const act = () => client.activateCloudLicenses({ licenses: [{ lotId, quantity: 1 }], agreement });
  return { hardwareKey, device, client, deviceId: deviceId!, act, first: await value(act()) };
}

const codesOf = (answers: readonly ({ readonly ok: true } | { readonly ok: false; readonly problem: { readonly code: string } })[]) =>
  answers.flatMap((answer) => (answer.ok ? [] : [answer.problem.code]));
const ofDeadKey = ['device-key-killed', 'not-signed-in'];

describe('activate-cloud-licenses beside the end of its key', () => {
  it('leaves nothing on a device whose key was revoked and whose licences were taken back', async () => {
    for (const _ of rounds) {
      const { deviceId, act } = await licensed();
      const end = async () => {
        await value(tenant.revokeDeviceKey({ deviceId }));
        return channel.vendor.client.takeBackLicenses({ deviceId, reason: 'Stolen' });
      };
      const [ended, ...acted] = await Promise.all([end(), ...several.map(act)]);
      expect(ended.ok).toBe(true);
      for (const code of codesOf(acted)) expect(ofDeadKey).toContain(code);
      expect((await value(tenant.listDeviceCloudLicenses({ deviceId }))).active).toEqual([]);
    }
    expect(await auditLedger(server.operator)).toMatchObject({ ok: true });
  });

  it('answers no key with a document of its successor', async () => {
    for (const _ of rounds) {
      const { hardwareKey, act, client, deviceId } = await licensed();
      const successor = controller(hardwareKey);
      const { enrolmentId } = await value(successor.enrol());
      const [approved, reported, ...acted] = await Promise.all([
        tenant.approveEnrolment({ enrolmentId }),
        client.reportEndpoints({ endpoints: [] }),
        ...several.map(act),
      ]);
      expect(approved.ok).toBe(true);
      for (const code of codesOf([reported, ...acted])) expect(ofDeadKey).toContain(code);
      expect(acted.flatMap((one) => (one.ok ? [one.value.document!.epoch] : [])).filter((epoch) => epoch !== 1)).toEqual([]);
      const { token } = await value(successor.enrol());
      const has = await value(successor.client(token!).getCurrentLicense({}));
      const units = has.licenses.reduce((sum, { quantity }) => sum + quantity, 0);
      expect(units).toBe(1 + acted.filter(({ ok }) => ok).length);
      expect((await value(tenant.listDeviceCloudLicenses({ deviceId }))).active).toMatchObject([{ quantity: units }]);
    }
    expect(await auditLedger(server.operator)).toMatchObject({ ok: true });
  });

  it('names the key, and the audit holds every activation to a key that was the device’s then', async () => {
    const { first, device, deviceId } = await licensed();
    const { details } = await value(tenant.getOperation({ operationId: first.operationId! }));
    expect(details).toMatchObject({ enrolmentId: expect.stringMatching(/^enr_/), keyThumbprint: device.thumbprint });
    await value(tenant.revokeDeviceKey({ deviceId }));
    const broken = async () => (await auditLedger(server.operator)).lines.find(({ ok }) => !ok)?.check ?? null;
    const moveEnd = (minutes: number) =>
      asOwner(server.database.pool, { vendorId: channel.vendorId }, (tx) =>
        tx.run('tamper-with-end', `UPDATE enrolments SET killed_at = killed_at + make_interval(mins => $2) WHERE thumbprint = $1`, [
          device.thumbprint,
          minutes,
        ]),
      );
    expect(await broken()).toBeNull();
    await moveEnd(-1);
    expect(await broken()).toBe('activated');
    await moveEnd(1);
    expect(await broken()).toBeNull();
  });
});
