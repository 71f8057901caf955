import { readFile } from 'node:fs/promises';
import type { Client } from '@muniment/client';
import { readKeySet, verifyAnswer, verifyLicense } from '@muniment/documents/verify';
import { moveClock } from '@muniment/platform/clock';
import { asOwner } from '@muniment/platform/postgres';
import { auditLedger } from '@muniment/server/operator';
import {
  type ControllerFacts,
  customerIdOf,
  freshNonce,
  makeController,
  type Party,
  setUpChannel,
  ship,
  startTestServer,
  type TestChannel,
  type TestController,
  type TestServer,
  value,
} from '@muniment/testkit';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let other: Party;
let tenant: Client;
let organizationId: string;
let projectId: string;
let customerId: string;
let number = 0;
let moved = 0;
const seconds = () => Math.floor(Date.now() / 1000) + moved;
const agreement = { id: 'end-user-terms', version: '4', language: 'en', accepted: true };

beforeAll(async () => {
  server = await startTestServer({ testClock: true });
  channel = await setUpChannel(server, 'edge', await readFile('catalogs/edge-controller/pack.yaml', 'utf8'));
  dealer = await channel.partner('dealer', 'Lakeside Automation');
  other = await channel.partner('dealer', 'Other Automation');
  const customer = await value(dealer.client.createCustomer({ name: 'Town of Harrow' }));
  organizationId = customer.id;
  projectId = customer.projects[0]!.id;
  customerId = await customerIdOf(dealer.client, projectId);
  tenant = await channel.person(customer.id, 'customer', 'facility@harrow.example');
});
afterAll(() => server?.stop());

const installCode = () => `17QE${String(++number).padStart(8, '0')}`;
const facts = (changed: Partial<ControllerFacts> = {}): ControllerFacts => ({
  hardwareKey: installCode(),
  product: 'ESC-400',
  customerId,
  vendor: 'edge',
  seconds,
  ...changed,
});

type Answer = { readonly ok: true } | { readonly ok: false; readonly problem: { readonly code: string } };
const codeOf = async (answer: Promise<Answer>) => {
  const got = await answer;
  return got.ok ? 'accepted' : got.problem.code;
};

/** Licences of the project's pool, given from the dealer's bin; answers their ids by part. */
async function give(units: Readonly<Record<string, number>>, to = projectId): Promise<Record<string, string>> {
  const { lots } = await ship(channel, dealer, `SO-${++number}`, units);
  const before = new Set((await value(dealer.client.listPoolLicenses({ projectId: to, limit: 200 }))).items.map(({ lotId }) => lotId));
  const lines = Object.entries(units).map(([part, quantity]) => ({ lotId: lots[part]!, quantity }));
  await value(dealer.client.giveLicenses({ projectId: to, lines }));
  const { items } = await value(dealer.client.listPoolLicenses({ projectId: to, limit: 200 }));
  return Object.fromEntries(items.filter(({ lotId }) => !before.has(lotId)).map(({ part, lotId }) => [part, lotId]));
}

interface Enrolled {
  readonly device: TestController;
  readonly client: Client;
  readonly deviceId: string;
  readonly hardwareKey: string;
}
async function enrolled(changed: Partial<ControllerFacts> = {}): Promise<Enrolled> {
  const device = makeController(server, facts(changed));
  const { token, deviceId, hardwareKey } = await value(device.enrol());
  return { device, client: device.client(token!), deviceId: deviceId!, hardwareKey };
}
async function withLicence(units: Readonly<Record<string, number>> = { 'CAP-10': 1 }) {
  const one = await enrolled();
  const lots = await give(units);
  const licenses = Object.values(lots).map((lotId) => ({ lotId }));
  return { ...one, lots, answer: await value(one.client.activateCloudLicenses({ licenses, agreement })) };
}
const vendorKeys = async () => readKeySet(await value(server.client().getKeySet({ vendor: 'edge' })))!;
const serialOf = ({ document }: { readonly document: { readonly epoch: number; readonly number: number } | null }) => ({
  epoch: document!.epoch,
  number: document!.number,
});
const poolOf = async (to = projectId) =>
  (await value(dealer.client.listPoolLicenses({ projectId: to, limit: 200 }))).items.map(({ lotId }) => lotId);

describe('list-cloud-licenses', () => {
  it('tells what waits in the pool: id, transfer date, kind, description, expiry; and what must be accepted', async () => {
    const { client, deviceId } = await enrolled();
    const lots = await give({ 'CAP-25': 2, 'MNT1-25': 1 });
    const listed = await value(client.listCloudLicenses({}));
    const found = listed.items.filter(({ lotId }) => Object.values(lots).includes(lotId));
    expect(
      found.map(({ part, kind, quantity, partLabel }) => ({ part, kind, quantity, partLabel })).sort((a, b) => (a.part < b.part ? -1 : 1)),
    ).toEqual([
      { part: 'CAP-25', kind: 'capacity', quantity: 2, partLabel: 'Capacity, 25 devices' },
      { part: 'MNT1-25', kind: 'maintenance', quantity: 1, partLabel: 'Maintenance, 25 devices, 1 year' },
    ]);
    expect(found.find(({ kind }) => kind === 'maintenance')!.lastDay).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(found.every(({ transferDate, transferredAt }) => transferDate.length === 10 && transferredAt.endsWith('Z'))).toBe(true);
    expect(listed).toMatchObject({
      project: { id: projectId },
      device: { id: deviceId },
      agreement: { id: 'end-user-terms', version: '4' },
    });
    expect(await value(tenant.listDeviceCloudLicenses({ deviceId }))).toMatchObject({ waiting: listed.items, active: [] });
  });

  it('tells which of certain licences wait', async () => {
    const { client } = await enrolled();
    const lots = await give({ 'CAP-5': 1, 'CAP-10': 1 });
    const nowhere = 'lot_00000000-0000-7000-8000-000000000000';
    const listed = await value(client.listCloudLicenses({ lotIds: [lots['CAP-5']!, nowhere] }));
    expect(listed).toMatchObject({ items: [{ lotId: lots['CAP-5'] }], total: 1, next: null, agreement: { id: 'end-user-terms' } });
    const both = await value(client.listCloudLicenses({ lotIds: Object.values(lots), limit: 1 }));
    expect(both).toMatchObject({ total: 2, next: expect.any(String) });
    expect(await codeOf(client.listCloudLicenses({ limit: 1, cursor: both.next! }))).toBe('cursor-not-valid');
    expect(await codeOf(client.listCloudLicenses({ lotIds: Array(51).fill(nowhere) }))).toBe('invalid-request');
  });

  it('comes page by page, the newest first, and counts what waits', async () => {
    const { client, deviceId } = await enrolled();
    await give({ 'CAP-5': 1, 'CAP-10': 1, 'CAP-25': 1 });
    const all = await value(client.listCloudLicenses({ limit: 200 }));
    expect(all).toMatchObject({ total: all.items.length, next: null });
    const transferred = all.items.map(({ transferredAt }) => transferredAt);
    expect(transferred).toEqual([...transferred].sort().reverse());
    const found: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await value(client.listCloudLicenses({ limit: 2, ...(cursor === undefined ? {} : { cursor }) }));
      expect(page.total).toBe(all.total);
      found.push(...page.items.map(({ lotId }) => lotId));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(found).toEqual(all.items.map(({ lotId }) => lotId));
    const people = await value(tenant.listDeviceCloudLicenses({ deviceId, limit: 2 }));
    expect(people).toMatchObject({ waiting: all.items.slice(0, 2), total: all.total });
    const dealers = await value(dealer.client.listDeviceCloudLicenses({ deviceId, limit: 2 }));
    expect(await codeOf(client.listCloudLicenses({ cursor: dealers.next! }))).toBe('cursor-not-valid');
  });

  it('says in the list of devices and in that of assignments which licence a device has, one of several that do not end', async () => {
    const { deviceId } = await withLicence({ 'CAP-5': 1, 'CAP-10': 1 });
    const { license } = await value(dealer.client.getDevice({ deviceId }));
    const { items } = await value(dealer.client.listAssignments({ projectId, ids: deviceId }));
    expect(items).toMatchObject([{ state: 'licensed', licence: { part: license!.part } }]);
  });
});

describe('activate-cloud-licenses', () => {
  it('moves them to the device, which then verifies its document offline; they leave the list', async () => {
    const { client, deviceId, hardwareKey } = await enrolled();
    const lots = await give({ 'CAP-25': 2, 'MNT1-25': 1 });
    const nonce = freshNonce();
    const licenses = [{ lotId: lots['CAP-25']!, quantity: 1 }, { lotId: lots['MNT1-25']! }];
    expect(await codeOf(client.activateCloudLicenses({ licenses }))).toBe('agreement-not-accepted');
    const preview = await value(client.activateCloudLicenses({ licenses, dryRun: true }));
    expect(preview).toMatchObject({ dryRun: true, operationId: null, document: null });
    expect(preview.licenses).toHaveLength(2);
    const answer = await value(client.activateCloudLicenses({ licenses, agreement, nonce, previewDigest: preview.digest! }));
    const expected = { keys: await vendorKeys(), now: seconds() * 1000, hardwareKey, product: 'ESC-400', acceptTest: true, nonce };
    const verified = await verifyAnswer(answer.document!.text, expected);
    expect(verified).toMatchObject({ ok: true, value: { entitlements: { devices: 25 }, payload: { nonce, serial: serialOf(answer) } } });
    expect(await verifyAnswer(answer.document!.text, { ...expected, nonce: freshNonce() })).toMatchObject({
      refusal: { code: 'wrong-answer' },
    });
    const left = (await value(client.listCloudLicenses({}))).items.filter(({ lotId }) => Object.values(lots).includes(lotId));
    expect(left.map(({ part, quantity }) => [part, quantity])).toEqual([['CAP-25', 1]]);
    expect(await codeOf(client.activateCloudLicenses({ licenses: [{ lotId: lots['CAP-25']! }], agreement, nonce }))).toBe(
      'request-answered',
    );
    const [act] = (await value(tenant.listOperations({ deviceId }))).items.filter(({ kind }) => kind === 'activate-on-device');
    expect(act).toMatchObject({ actor: { kind: 'device' }, canUndo: false });
  });

  it('brings the same answer under the same key, and books once', async () => {
    const { client } = await enrolled();
    const lots = await give({ 'CAP-5': 3 });
    const licenses = [{ lotId: lots['CAP-5']!, quantity: 1 }];
    const idempotencyKey = freshNonce();
    const first = await value(client.activateCloudLicenses({ licenses, agreement }, { idempotencyKey }));
    const again = await value(client.activateCloudLicenses({ licenses, agreement }, { idempotencyKey }));
    expect(again).toEqual(first);
    expect((await value(client.getCurrentLicense({}))).licenses.map(({ quantity }) => quantity)).toEqual([1]);
  });

  it('gives the last unit to one of two devices that ask for it at the same moment', async () => {
    const [one, two] = [await enrolled(), await enrolled()];
    const lots = await give({ 'CAP-50': 1 });
    const licenses = [{ lotId: lots['CAP-50']! }];
    const codes = await Promise.all([one, two].map(({ client }) => codeOf(client.activateCloudLicenses({ licenses, agreement }))));
    expect(codes.sort()).toEqual(['accepted', 'not-enough-units']);
  });

  it('refuses licences of another project, and what exceeds the product', async () => {
    const { client } = await enrolled();
    const elsewhere = await value(dealer.client.createCustomer({ name: 'Elsewhere' }));
    const theirs = await give({ 'CAP-5': 1 }, elsewhere.projects[0]!.id);
    expect(await codeOf(client.activateCloudLicenses({ licenses: [{ lotId: theirs['CAP-5']! }], agreement }))).toBe('lot-not-found');
    const lots = await give({ 'CAP-1000': 3 });
    expect(await codeOf(client.activateCloudLicenses({ licenses: [{ lotId: lots['CAP-1000']! }], agreement }))).toBe('maximum-exceeded');
  });
});

describe('return-licenses', () => {
  it('takes everything back that came from the pool, sets the transfer date, and says what is left', async () => {
    const { client, device, answer, lots, hardwareKey } = await withLicence({ 'CAP-10': 1, 'MNT1-10': 1 });
    await moveClock(server.database.pool, { advance: 'PT3H' });
    moved += 3 * 3600;
    const nonce = freshNonce();
    const fresh = makeController(server, { ...facts(), hardwareKey }, device.signer);
    const { token } = await value(fresh.enrol());
    const now = fresh.client(token!);
    expect(await codeOf(client.getCurrentLicense({}))).toBe('not-signed-in');
    const removedAt = seconds() - 3600;
    const receipt = fresh.receipt(serialOf(answer), { nonce, removedAt });
    const preview = await value(now.returnLicenses({ receipt, dryRun: true }));
    expect(preview).toMatchObject({ licenses: [], document: null });
    const back = await value(now.returnLicenses({ receipt, previewDigest: preview.digest! }));
    expect(back.licenses).toEqual([]);
    expect(await value(tenant.getOperation({ operationId: back.operationId! }))).toMatchObject({
      details: { removedAt: Temporal.Instant.fromEpochMilliseconds(removedAt * 1000).toString() },
    });
    const verified = await verifyLicense(back.document!.text, {
      keys: await vendorKeys(),
      now: seconds() * 1000,
      hardwareKey,
      acceptTest: true,
    });
    expect(verified).toMatchObject({ ok: true, value: { entitlements: {}, payload: { nonce } } });
    const waiting = (await value(now.listCloudLicenses({}))).items.filter(({ lotId }) => Object.values(lots).includes(lotId));
    expect(waiting.map(({ transferredAt }) => transferredAt)).toEqual([back.at, back.at]);

    const { details } = await value(dealer.client.getOperation({ operationId: back.operationId! }));
    expect(details).toMatchObject({ enrolmentId: expect.stringMatching(/^enr_/), keyThumbprint: device.thumbprint });
    const broken = async () => (await auditLedger(server.operator)).lines.find(({ ok }) => !ok)?.check ?? null;
    const setThumbprint = (to: string) =>
      asOwner(server.database.pool, { vendorId: channel.vendorId }, (tx) =>
        tx.run(
          'tamper-with-return',
          `UPDATE operations SET details = jsonb_set(details, '{keyThumbprint}', to_jsonb($1::text)) WHERE id = $2`,
          [to, back.operationId!.slice(3)],
        ),
      );
    expect(await broken()).toBeNull();
    await setThumbprint('of another key');
    expect(await broken()).toBe('returned');
    await setThumbprint(device.thumbprint);
    expect(await broken()).toBeNull();
  });

  it('books a receipt once: again, whatever came since, it is the same answer', async () => {
    const { client, device, answer, lots } = await withLicence();
    const receipt = device.receipt(serialOf(answer));
    const first = await value(client.returnLicenses({ receipt }));
    const licenses = Object.values(lots).map((lotId) => ({ lotId }));
    const later = await value(client.activateCloudLicenses({ licenses, agreement }));
    for (const again of [receipt, device.receipt(serialOf(answer))]) {
      expect(await value(client.returnLicenses({ receipt: again }))).toMatchObject({
        document: first.document,
        operationId: first.operationId,
      });
    }
    expect((await value(client.getCurrentLicense({}))).licenses).toHaveLength(1);
    expect(serialOf(await value(client.getCurrentLicense({})))).toEqual(serialOf(later));
  });

  it('refuses an old serial, one that never was, another device, another key, and an altered receipt', async () => {
    const { client, device, answer, deviceId } = await withLicence();
    const lots = await give({ 'CAP-5': 1 });
    await value(client.activateCloudLicenses({ licenses: [{ lotId: lots['CAP-5']! }], agreement }));
    const { epoch, number: serial } = serialOf(answer);
    expect(await codeOf(client.returnLicenses({ receipt: device.receipt(serialOf(answer)) }))).toBe('receipt-outdated');
    expect(await codeOf(client.returnLicenses({ receipt: device.receipt({ epoch, number: serial + 9 }) }))).toBe('receipt-serial-unknown');
    const good = device.receipt({ epoch, number: serial + 1 });
    expect(await codeOf(client.returnLicenses({ receipt: device.receipt({ epoch, number: serial + 1 }, { sub: '17QE99999999' }) }))).toBe(
      'wrong-device',
    );
    const stranger = makeController(server, facts());
    expect(await codeOf(client.returnLicenses({ receipt: stranger.receipt({ epoch, number: serial + 1 }) }))).toBe('unknown-key');
    expect(await codeOf(client.returnLicenses({ receipt: `${good.slice(0, -6)}AAAAAA` }))).toBe('document-altered');
    expect(await codeOf(client.returnLicenses({ receipt: good }))).toBe('accepted');
    expect(await codeOf(client.returnLicenses({ receipt: device.receipt({ epoch, number: serial + 2 }) }))).toBe('nothing-to-return');
    expect((await value(tenant.listDeviceCloudLicenses({ deviceId }))).active).toEqual([]);
  });

  it('leaves what came from a partner’s bin on the device', async () => {
    const { client, device, deviceId } = await withLicence();
    const { lots } = await ship(channel, dealer, `SO-${++number}`, { 'CAP-5': 1 });
    await value(dealer.client.attachLicenses({ deviceId, lines: [{ lotId: lots['CAP-5']!, quantity: 1 }] }));
    await value(dealer.client.activateLicenses({ deviceId, agreement }));
    const { document } = await value(client.getCurrentLicense({}));
    const back = await value(client.returnLicenses({ receipt: device.receipt({ epoch: document!.epoch, number: document!.number }) }));
    expect(back.licenses.map(({ part }) => part)).toEqual(['CAP-5']);
  });
});

describe('take-back-licenses', () => {
  it('puts what lies on a dead controller back into the pool, once its key is revoked, and says which file goes on until when', async () => {
    const { answer, lots, hardwareKey, deviceId, device } = await withLicence({ 'CAP-10': 1, 'MNT1-10': 1 });
    const vendor = channel.vendor.client;
    const reason = 'Struck by lightning';
    expect(await codeOf(tenant.takeBackLicenses({ deviceId, reason }))).toBe('not-allowed');
    expect(await codeOf(dealer.client.takeBackLicenses({ deviceId, reason }))).toBe('not-allowed');
    expect(await codeOf(vendor.takeBackLicenses({ deviceId, reason }))).toBe('device-key-in-force');
    await value(tenant.revokeDeviceKey({ deviceId, reason }));
    for (const blank of ['', ' \t ']) expect(await codeOf(vendor.takeBackLicenses({ deviceId, reason: blank }))).toBe('invalid-request');
    const preview = await value(vendor.takeBackLicenses({ deviceId, reason, dryRun: true }));
    const outstanding = { ...serialOf(answer), until: null, lastDay: null };
    expect(preview).toMatchObject({ licenses: [], document: null, outstanding });
    expect(await poolOf()).not.toContain(lots['CAP-10']);
    const done = await value(vendor.takeBackLicenses({ deviceId, reason, previewDigest: preview.digest! }));
    expect(done).toMatchObject({ licenses: [], document: { number: answer.document!.number + 1 }, outstanding });
    for (const lotId of Object.values(lots)) expect(await poolOf()).toContain(lotId);
    expect(await codeOf(vendor.takeBackLicenses({ deviceId, reason }))).toBe('nothing-to-return');
    const [act] = (await value(tenant.listOperations({ deviceId }))).items.filter(({ kind }) => kind === 'take-back-licenses');
    expect(act).toMatchObject({ reason, canUndo: false });

    // Its receipt is worth nothing any more; should it come back, it is approved, and has nothing.
    expect(await codeOf(tenant.returnFromFile({ receipt: device.receipt(serialOf(answer)) }))).toBe('device-key-killed');
    const again = makeController(server, facts({ hardwareKey }));
    const { enrolmentId } = await value(again.enrol());
    await value(tenant.approveEnrolment({ enrolmentId }));
    const { token } = await value(again.enrol());
    const current = await value(again.client(token!).getCurrentLicense({}));
    expect(current).toMatchObject({ licenses: [], document: { epoch: 2 } });
    expect(await auditLedger(server.operator)).toMatchObject({ ok: true });
  });

  it('is offered by list-enrolments with the last key of a device that has none, as long as something is to be taken back', async () => {
    const { hardwareKey, deviceId } = await withLicence({ 'CAP-10': 1 });
    const reason = 'Stolen';
    const offered = async () => (await value(tenant.listEnrolments({ deviceId }))).items.map((one) => [one.state, one.canTakeBack]);
    expect(await offered()).toEqual([['current', false]]);
    await value(tenant.revokeDeviceKey({ deviceId, reason }));
    expect(await offered()).toEqual([['killed', true]]);
    // A successor has what lies on the device: once its key is revoked too, it is the one that leaves something behind.
    const { enrolmentId } = await value(makeController(server, facts({ hardwareKey })).enrol());
    await value(tenant.approveEnrolment({ enrolmentId }));
    expect((await offered()).map(([, can]) => can)).toEqual([false, false]);
    await value(tenant.revokeDeviceKey({ deviceId, reason }));
    expect((await offered()).map(([, can]) => can)).toEqual([true, false]);
    await value(channel.vendor.client.takeBackLicenses({ deviceId, reason }));
    expect((await offered()).map(([, can]) => can)).toEqual([false, false]);
  });

  it('says the day on which the last of it ends, where all of it does', async () => {
    const { deviceId } = await withLicence({ 'MNT1-10': 1 });
    const { active } = await value(tenant.listDeviceCloudLicenses({ deviceId }));
    await value(tenant.revokeDeviceKey({ deviceId }));
    const preview = await value(channel.vendor.client.takeBackLicenses({ deviceId, reason: 'Lost', dryRun: true }));
    expect(preview.returned).toEqual(active);
    const done = await value(channel.vendor.client.takeBackLicenses({ deviceId, reason: 'Lost' }));
    expect(done.outstanding!.lastDay).toBe(active[0]!.lastDay);
    expect(done.outstanding!.until).toBe(active[0]!.until);
    expect(done.returned).toEqual(active);
  });
});

describe('get-current-license', () => {
  it('gives a reset device everything again, under its new key and a higher epoch (E8)', async () => {
    const { answer, hardwareKey, client } = await withLicence({ 'CAP-25': 1 });
    const reset = makeController(server, facts({ hardwareKey }));
    const { enrolmentId } = await value(reset.enrol());
    await value(tenant.approveEnrolment({ enrolmentId }));
    expect(await codeOf(client.getCurrentLicense({}))).toBe('not-signed-in');
    const { token, epoch } = await value(reset.enrol());
    const current = await value(reset.client(token!).getCurrentLicense({}));
    expect(current.licenses.map(({ part }) => part)).toEqual(['CAP-25']);
    expect(current.endpoints).toMatchObject({
      protocols: [{ id: 'lon', feature: 'devices' }, { id: 'bacnet' }, { id: 'modbus' }],
      overCapacity: 'oldest-first',
    });
    expect(current.document).toMatchObject({ epoch, number: answer.document!.number + 1 });
    expect(epoch).toBe(2);
    const expected = { keys: await vendorKeys(), now: seconds() * 1000, hardwareKey, acceptTest: true };
    expect(await verifyLicense(current.document!.text, { ...expected, newestSerial: serialOf(answer) })).toMatchObject({
      ok: true,
      value: { entitlements: { devices: 25 } },
    });
  });
});

describe('report-endpoints and list-endpoints', () => {
  const endpoints = (count: number, state: 'unlicensed' | 'unprovisioned' | 'provisioned' = 'provisioned') =>
    Array.from({ length: count }, (_, index) => ({
      id: `lamp-${String(index).padStart(3, '0')}`,
      protocol: index % 2 === 0 ? 'lon' : 'bacnet',
      name: `Lamp ${index}`,
      address: `1/${index}`,
      since: Temporal.Instant.from('2026-01-01T00:00:00Z').add({ hours: index }).toString(),
      state,
    }));

  it('keep the oldest within the capacity, and follow licences as they go and come', async () => {
    const { client, device, deviceId, lots, answer } = await withLicence({ 'CAP-5': 1 });
    const told = await value(client.reportEndpoints({ endpoints: endpoints(7) }));
    expect(told.counts).toEqual({ unlicensed: 2, unprovisioned: 0, provisioned: 5, total: 7 });
    expect(told.differing.map(({ id }) => id)).toEqual(['lamp-005', 'lamp-006']);
    await value(client.returnLicenses({ receipt: device.receipt(serialOf(answer)) }));
    expect((await value(tenant.listEndpoints({ deviceId }))).counts).toMatchObject({ unlicensed: 7, provisioned: 0 });
    await value(client.activateCloudLicenses({ licenses: [{ lotId: lots['CAP-5']! }], agreement }));
    const listed = await value(tenant.listEndpoints({ deviceId, state: 'unprovisioned', limit: 3 }));
    expect(listed.counts).toMatchObject({ unlicensed: 2, unprovisioned: 5, provisioned: 0 });
    expect(listed).toMatchObject({
      total: 5,
      // One capacity, which all protocols share.
      capacities: [
        {
          feature: 'devices',
          capacity: 5,
          endpoints: 7,
          missing: 2,
          protocols: [
            { id: 'lon', endpoints: 4 },
            { id: 'bacnet', endpoints: 3 },
            { id: 'modbus', endpoints: 0 },
          ],
        },
      ],
    });
    const next = await value(tenant.listEndpoints({ deviceId, state: 'unprovisioned', limit: 3, cursor: listed.next! }));
    expect([...listed.items, ...next.items].map(({ id }) => id)).toEqual(['lamp-000', 'lamp-001', 'lamp-002', 'lamp-003', 'lamp-004']);
    expect((await value(tenant.listEndpoints({ deviceId, protocol: 'bacnet', q: 'LAMP 1' }))).items.map(({ id }) => id)).toEqual([
      'lamp-001',
    ]);
  });

  it('take the place of the report before, and refuse what does not fit', async () => {
    const { client, deviceId } = await enrolled();
    await value(client.reportEndpoints({ endpoints: endpoints(3) }));
    await value(client.reportEndpoints({ endpoints: endpoints(1) }));
    expect((await value(tenant.listEndpoints({ deviceId }))).items.map(({ id, state }) => [id, state])).toEqual([
      ['lamp-000', 'unlicensed'],
    ]);
    await value(client.reportEndpoints({ endpoints: [] }));
    expect(await value(tenant.listEndpoints({ deviceId }))).toMatchObject({ items: [], reportedAt: expect.any(String) });
    const [one] = endpoints(1);
    expect(await codeOf(client.reportEndpoints({ endpoints: [{ ...one!, protocol: 'zigbee' }] }))).toBe('protocol-unknown');
    expect(await codeOf(client.reportEndpoints({ endpoints: [one!, one!] }))).toBe('endpoint-twice');
    expect(await codeOf(other.client.listEndpoints({ deviceId }))).toBe('not-found');
  });

  it('take ten thousand at once, and no more', async () => {
    const { client } = await enrolled();
    const told = await value(client.reportEndpoints({ endpoints: endpoints(10_000) }));
    expect(told.counts).toMatchObject({ total: 10_000, unlicensed: 10_000 });
    expect(told.differing).toHaveLength(100);
    expect(await codeOf(client.reportEndpoints({ endpoints: endpoints(10_001) }))).toBe('invalid-request');
  });
});

describe('list-capacities', () => {
  it('tells of each controller of a project what capacity and maintenance it lacks, and of all together', async () => {
    const tower = (await value(dealer.client.createProject({ customerId: organizationId, name: 'Tower' }))).id;
    const named = async (name: string, units: Readonly<Record<string, number>>, lamps: number) => {
      const { client, deviceId } = await enrolled({ name, customerId: await customerIdOf(dealer.client, tower) });
      const lots = Object.keys(units).length === 0 ? {} : await give(units, tower);
      const licenses = Object.values(lots).map((lotId) => ({ lotId }));
      if (licenses.length > 0) await value(client.activateCloudLicenses({ licenses, agreement }));
      const since = '2026-01-01T00:00:00Z';
      const endpoints = Array.from({ length: lamps }, (_, index) => ({
        id: `lamp-${index}`,
        protocol: index % 2 === 0 ? 'lon' : 'bacnet',
        name: `Lamp ${index}`,
        address: '',
        since,
        state: 'provisioned' as const,
      }));
      if (lamps > 0) await value(client.reportEndpoints({ endpoints }));
      return deviceId;
    };
    const ids = [
      await named('Floor 2', { 'CAP-25': 2, 'MNT1-25': 1 }, 7),
      await named('Floor 10', { 'CAP-5': 1, 'MNT1-10': 1 }, 9),
      await named('Roof', {}, 0),
    ];
    const capacities = await value(tenant.listCapacities({ projectId: tower }));
    expect(capacities.items.map(({ device }) => device.id)).toEqual(ids);
    const numbers = (one: NonNullable<typeof capacities.totals>[number] | (typeof capacities.items)[number]['capacities'][number]) => {
      const { feature, capacity, endpoints, missing, covered, uncovered } = one;
      return [feature, capacity, endpoints, missing, covered, uncovered];
    };
    expect(capacities.items.map((item) => item.capacities.map(numbers))).toEqual([
      [['devices', 50, 7, 0, 25, 25]],
      [['devices', 5, 9, 4, 10, 0]],
      [['devices', 0, 0, 0, 0, 0]],
    ]);
    // What one has too much of is nobody else's.
    expect(capacities.totals!.map(numbers)).toEqual([['devices', 55, 16, 4, 35, 25]]);
    expect(capacities.totals).toMatchObject([{ devicesMissing: 1, devicesUncovered: 1 }]);
    expect(capacities.items.map(({ reportedAt }) => reportedAt === null)).toEqual([false, false, true]);
    // The same as each device says itself.
    const own = (await value(tenant.listEndpoints({ deviceId: ids[1]! }))).capacities;
    expect(own).toMatchObject([{ feature: 'devices', capacity: 5, endpoints: 9, missing: 4 }]);
    const { coverage } = await value(tenant.listEntitlements({ deviceId: ids[0]! }));
    expect(coverage).toMatchObject([{ feature: 'devices', capacity: 50, covered: 25, missing: 25 }]);

    const short = async (missing: 'capacity' | 'maintenance') =>
      (await value(tenant.listCapacities({ projectId: tower, missing }))).items.map(({ device }) => device.name);
    expect(await short('capacity')).toEqual(['Floor 10']);
    expect(await short('maintenance')).toEqual(['Floor 2']);
    const first = await value(tenant.listCapacities({ projectId: tower, limit: 2 }));
    const rest = await value(tenant.listCapacities({ projectId: tower, limit: 2, cursor: first.next! }));
    expect([first.total, first.items.length, rest.items.length, rest.next]).toEqual([3, 2, 1, null]);
    // Of the whole project, whatever the page shows of it; found once, with the first.
    expect([first.totals, rest.totals, rest.total]).toEqual([capacities.totals, null, 3]);
    const lacking = await value(tenant.listCapacities({ projectId: tower, missing: 'capacity' }));
    expect([lacking.total, lacking.totals]).toEqual([1, capacities.totals]);
    expect(await codeOf(other.client.listCapacities({ projectId: tower }))).toBe('not-found');
  });
});

describe('activate-from-file, check-license-request and return-from-file', () => {
  it('activate for a device that never was online, and take the licences back, by files alone', async () => {
    const lots = await give({ 'CAP-25': 1 });
    const said = facts({ name: 'Cellar' });
    const device = makeController(server, said);
    const request = device.request({ purpose: 'licenses', lotIds: [lots['CAP-25']!] });
    const { nonce } = JSON.parse(Buffer.from(request.split('.')[1]!, 'base64url').toString());
    const checked = await value(tenant.checkLicenseRequest({ request }));
    expect(checked).toMatchObject({
      key: 'new-device',
      deviceId: null,
      name: 'Cellar',
      wanted: [lots['CAP-25']],
      thumbprint: device.thumbprint,
    });
    const licenses = checked.wanted.map((lotId) => ({ lotId }));
    expect(await codeOf(tenant.activateFromFile({ request, licenses, agreement }))).toBe('device-not-enrolled');
    const preview = await value(tenant.activateFromFile({ request, licenses, enrol: true, dryRun: true }));
    expect(await value(tenant.checkLicenseRequest({ request }))).toMatchObject({ key: 'new-device' });
    const body = { request, licenses, enrol: true, agreement, previewDigest: preview.digest! };
    const answer = await value(tenant.activateFromFile(body));
    const expected = { keys: await vendorKeys(), now: seconds() * 1000, hardwareKey: said.hardwareKey, acceptTest: true, nonce };
    expect(await verifyAnswer(answer.document!.text, expected)).toMatchObject({ ok: true, value: { entitlements: { devices: 25 } } });
    expect(await codeOf(tenant.activateFromFile({ request, licenses, agreement }))).toBe('request-answered');
    const receipt = device.receipt(serialOf(answer));
    // Somebody who only asked to be let in with the same install code speaks for nothing.
    const stranger = makeController(server, said);
    expect((await value(stranger.enrol())).state).toBe('waiting');
    expect(await codeOf(tenant.returnFromFile({ receipt: stranger.receipt(serialOf(answer)) }))).toBe('unknown-key');
    expect(await codeOf(other.client.returnFromFile({ receipt }))).toBe('unknown-key');
    const back = await value(tenant.returnFromFile({ receipt }));
    const returned = [{ lotId: lots['CAP-25'], part: 'CAP-25', quantity: 1 }];
    expect(back).toMatchObject({ licenses: [], returned, project: { id: projectId }, document: { number: answer.document!.number + 1 } });
    const { at, document } = back;
    const again = { at, operationId: back.operationId, document, returned, digest: null };
    expect(await value(tenant.returnFromFile({ receipt, dryRun: true }))).toMatchObject({ ...again, dryRun: true });
    expect(await value(tenant.returnFromFile({ receipt }))).toMatchObject(again);
    expect(await poolOf()).toContain(lots['CAP-25']);
  });

  it('are refused for what is not seen, is another purpose, or is too old', async () => {
    const device = makeController(server, facts());
    const licenses = [{ lotId: (await give({ 'CAP-5': 1 }))['CAP-5']! }];
    const request = device.request({ purpose: 'licenses' });
    expect(await codeOf(other.client.checkLicenseRequest({ request }))).toBe('not-found');
    expect(await codeOf(other.client.activateFromFile({ request, licenses, enrol: true, agreement }))).toBe('not-found');
    expect(await codeOf(tenant.checkLicenseRequest({ request: device.request() }))).toBe('wrong-purpose');
    const old = device.request({ purpose: 'licenses', iat: seconds() - 31 * 86_400 });
    expect(await codeOf(tenant.activateFromFile({ request: old, licenses, enrol: true, agreement }))).toBe('clock-off');
  });

  it('activate what the request asks for where nobody says which, and answer the same again when nothing of it waits', async () => {
    const lots = await give({ 'CAP-10': 1, 'CAP-5': 2 });
    const none = makeController(server, facts()).request({ purpose: 'licenses', lotIds: ['lot_of-nobody'] });
    expect(await tenant.activateFromFile({ request: none, enrol: true, agreement })).toMatchObject({
      problem: { code: 'nothing-selected', facts: { ofRequest: true }, detail: 'The request asks for no licence that waits.' },
    });
    expect(await value(tenant.checkLicenseRequest({ request: none }))).toMatchObject({ key: 'new-device', wanted: [] });
    const request = makeController(server, facts()).request({ purpose: 'licenses', lotIds: [lots['CAP-5']!, 'lot_of-nobody'] });
    const act = () => tenant.activateFromFile({ request, enrol: true, agreement }, { idempotencyKey: 'lost-on-the-way' });
    const answer = await value(act());
    expect(answer.licenses.map(({ part, quantity }) => [part, quantity])).toEqual([['CAP-5', 2]]);
    expect(await poolOf()).toContain(lots['CAP-10']);
    expect(await value(act())).toEqual(answer);
    expect(await codeOf(tenant.activateFromFile({ request, enrol: true, agreement }))).toBe('request-answered');
  });

  it('let a reset device in with its new key, and kill the old one', async () => {
    const { hardwareKey, client } = await withLicence({ 'CAP-5': 1 });
    const lots = await give({ 'CAP-10': 1 });
    const reset = makeController(server, facts({ hardwareKey }));
    const request = reset.request({ purpose: 'licenses' });
    expect(await value(tenant.checkLicenseRequest({ request }))).toMatchObject({ key: 'other-key' });
    const answer = await value(tenant.activateFromFile({ request, licenses: [{ lotId: lots['CAP-10']! }], enrol: true, agreement }));
    expect(answer.document).toMatchObject({ epoch: 2 });
    expect(answer.licenses.map(({ part }) => part).sort()).toEqual(['CAP-10', 'CAP-5']);
    expect(await codeOf(client.getCurrentLicense({}))).toBe('not-signed-in');
    expect(await auditLedger(server.operator)).toMatchObject({ ok: true });
  });
});
