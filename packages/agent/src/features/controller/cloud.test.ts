import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { value } from '@muniment/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../../test/cloud.ts';
import { agreement } from '../../../test/cloud-words.ts';
import { cleanUpControllers, fileOf, type TestController } from '../../../test/controller.ts';
import { resetFolder, setUpFolder, vendorFromServer } from './index.ts';

let cloud: Cloud;

beforeAll(async () => {
  cloud = await startCloud();
});
afterEach(async () => {
  cloud.network.let(() => 'through');
  await cleanUpControllers();
});
afterAll(() => cloud?.stop());

/** Lots that wait, by part. */
async function waitingOf({ act }: TestController): Promise<Readonly<Record<string, string>>> {
  const { items } = await act('download', {});
  return Object.fromEntries(items.map(({ part, lotId }) => [part, lotId]));
}

/** Activates licences of these parts. */
async function activate(controller: TestController, ...parts: readonly string[]) {
  const waiting = await waitingOf(controller);
  return await controller.act('activate', { licenses: parts.map((part) => ({ lotId: waiting[part]! })), agreement });
}

const addEndpoints = async ({ act }: TestController, count: number) => {
  const endpoints = Array.from({ length: count }, (_, index) => ({
    id: `e${index + 1}`,
    protocol: 'lon',
    name: `Lamp ${index + 1}`,
    address: '',
  }));
  await act('import-endpoints', { text: JSON.stringify(endpoints) });
};

const countsOf = async ({ status }: TestController) => {
  const { unlicensed, unprovisioned, provisioned } = (await status()).endpoints;
  return { unlicensed, unprovisioned, provisioned };
};

describe('a controller of a project', () => {
  it('downloads what waits, activates some of it, each with a result, and gives it all back', async () => {
    await cloud.give({ 'CAP-10': 1, 'CAP-25': 1, 'MNT1-25': 1 });
    const controller = await cloud.controller();
    const { act, status, codeOf } = controller;
    await addEndpoints(controller, 12);
    const { items, agreement: asked } = await act('download', {});
    expect(items.map(({ part }) => part).sort()).toEqual(['CAP-10', 'CAP-25', 'MNT1-25']);
    expect(asked).toMatchObject(agreement);
    expect(await codeOf('activate', { licenses: [{ lotId: items[0]!.lotId }] })).toBe('agreement-to-accept');
    expect(await codeOf('activate', { licenses: [{ lotId: 'lot_0' }], agreement })).toBe('license-not-waiting');

    const { licenses } = await activate(controller, 'CAP-10', 'MNT1-25');
    expect(licenses).toMatchObject([{ result: 'active' }, { result: 'active' }]);
    expect(Object.keys(await waitingOf(controller))).toEqual(['CAP-25']);
    expect(await countsOf(controller)).toEqual({ unlicensed: 2, unprovisioned: 10, provisioned: 0 });
    const { enrolment, license, licenses: active } = await status();
    expect(enrolment).toMatchObject({ state: 'current', project: { id: cloud.projectId } });
    expect(active.map(({ part }) => part).sort()).toEqual(['CAP-10', 'MNT1-25']);
    expect(license?.serial).toMatchObject({ epoch: 1, number: 2 });
    // Maintenance for 25 covers the capacity of 10.
    expect(await act('upgrade', { version: '4.2', dryRun: false })).toMatchObject({ cover: [{ capacity: 10, covered: 25, missing: 0 }] });
    expect(await status()).toMatchObject({ firmware: '4.2', cover: [{ feature: 'devices', missing: 0 }] });
    await act('provision-endpoints', { all: true });
    await act('sync', {});
    const told = await value(cloud.tenant.listEndpoints({ deviceId: enrolment.deviceId! }));
    expect(told.counts).toMatchObject({ provisioned: 10, unlicensed: 2, total: 12 });

    expect(await act('transfer', {})).toEqual({ acknowledged: true, problem: null });
    expect(await countsOf(controller)).toEqual({ unlicensed: 12, unprovisioned: 0, provisioned: 0 });
    expect(await cloud.on(enrolment.deviceId!)).toEqual({});
    expect(await cloud.pool()).toEqual({ 'CAP-10': 1, 'CAP-25': 1, 'MNT1-25': 1 });
    expect(await codeOf('transfer', {})).toBe('nothing-to-transfer');
    expect(await codeOf('upgrade', { version: '4.3', dryRun: false })).toBe('nothing-licensed');

    // Another licence: within its capacity they are unprovisioned, whatever they were.
    await activate(controller, 'CAP-25');
    expect(await countsOf(controller)).toEqual({ unlicensed: 0, unprovisioned: 12, provisioned: 0 });
    expect((await value(cloud.tenant.listEndpoints({ deviceId: enrolment.deviceId! }))).counts).toMatchObject({ unprovisioned: 12 });
    // Without maintenance there is no upgrade, and it is said for how many it is missing.
    expect(await codeOf('upgrade', { version: '4.3', dryRun: true })).toBe('maintenance-missing');
    expect(await status()).toMatchObject({ firmware: '4.2', cover: [{ capacity: 25, covered: 0, missing: 25 }] });
    await act('transfer', {});
  });

  it('waits no longer once the answer to its request file is installed, and goes on with the cloud by the same key', async () => {
    await cloud.give({ 'CAP-50': 1 });
    const { act, codeOf, status } = await cloud.controller({ product: 'ESC-100', installCode: '17QC00000004' });
    const { text: request } = await act('request', { lotIds: [] });
    expect(await act('enrol', { newKey: false })).toMatchObject({ state: 'waiting' });
    expect(await codeOf('sync', {})).toBe('enrolment-waits');
    const { waiting } = await value(cloud.dealer.client.checkLicenseRequest({ request }));
    const { lotId } = waiting.find(({ part }) => part === 'CAP-50')!;
    const accepted = { ...agreement, language: 'en', accepted: true } as const;
    const licenses = [{ lotId, quantity: 1 }];
    const answer = await value(cloud.dealer.client.activateFromFile({ request, licenses, enrol: true, agreement: accepted }));
    await act('install', fileOf(answer.document!.text));
    const { enrolment, problems } = await status();
    expect(enrolment).toMatchObject({ state: 'current', waitsFor: null, deviceId: answer.device.id });
    expect(problems).toEqual([]);
    await act('sync', {});
    expect(await status()).toMatchObject({ enrolment: { state: 'current', project: { id: cloud.projectId } }, problems: [] });
    await act('transfer', {});
  });

  it('keeps its customer id until another is saved, and cannot leave a project whose licences it has', async () => {
    const controller = await cloud.controller({ customerId: null });
    const { act, codeOf, status } = controller;
    expect(await codeOf('download', {})).toBe('no-customer-id');
    await act('customer', { customerId: '00000000-0000-7000-8000-000000000000' });
    expect(await codeOf('download', {})).toBe('customer-id-unknown');
    await act('customer', { customerId: cloud.customerId });
    await activate(controller, 'CAP-10');
    expect(await codeOf('customer', { customerId: '00000000-0000-7000-8000-000000000000' })).toBe('licenses-active');
    expect((await status()).customerId).toBe(cloud.customerId);
    await act('transfer', {});
  });

  it('waits where the product wants approval, and goes on once somebody approved, or with a code', async () => {
    const small = { product: 'ESC-100', installCode: '17QC00000001' };
    const waiting = await cloud.controller(small);
    expect(await waiting.act('enrol', { newKey: false })).toMatchObject({ state: 'waiting', waitsFor: 'approval' });
    expect(await waiting.codeOf('download', {})).toBe('enrolment-waits');
    const { thumbprint, problems } = await waiting.status();
    expect(problems.map(({ code }) => code)).toEqual(['enrolment-waits']);
    const { items } = await value(cloud.tenant.listEnrolments({ projectId: cloud.projectId, state: 'waiting' }));
    const asked = items.find((one) => one.thumbprint === thumbprint)!;
    await value(cloud.tenant.approveEnrolment({ enrolmentId: asked.id }));
    expect(await waiting.act('enrol', { newKey: false })).toMatchObject({ state: 'current' });
    expect(Object.keys(await waitingOf(waiting))).toContain('CAP-10');

    const { code } = await value(cloud.tenant.createEnrolmentCode({ projectId: cloud.projectId }));
    const coded = await cloud.controller({ ...small, installCode: '17QC00000002' });
    expect(await coded.act('enrol', { code, newKey: false })).toMatchObject({ state: 'current' });
    const refused = await cloud.controller({ ...small, installCode: '17QC00000003' });
    await refused.act('enrol', { newKey: false });
    const again = await value(cloud.tenant.listEnrolments({ projectId: cloud.projectId, state: 'waiting' }));
    await value(cloud.tenant.refuseEnrolment({ enrolmentId: again.items[0]!.id }));
    expect(await refused.codeOf('enrol', { newKey: false })).toBe('enrolment-refused');
    expect(await refused.status()).toMatchObject({ enrolment: { state: 'refused' }, problems: [{ code: 'enrolment-refused' }] });
    expect(await refused.act('enrol', { newKey: true })).toMatchObject({ state: 'waiting' });
  });
});

describe('a licence of several units', () => {
  it('is activated in part, so many units as were asked for; of what is gone by now the cloud says so', async () => {
    await cloud.give({ 'CAP-5': 3 });
    const [one, two] = [await cloud.controller(), await cloud.controller()];
    const lotId = (await waitingOf(one))['CAP-5']!;
    await waitingOf(two);
    const { licenses } = await one.act('activate', { licenses: [{ lotId, quantity: 2 }], agreement });
    expect(licenses).toMatchObject([{ lotId, quantity: 2, result: 'active' }]);
    expect((await one.status()).licenses).toMatchObject([{ part: 'CAP-5', quantity: 2 }]);
    const left = (await two.act('download', {})).items.find((item) => item.lotId === lotId)!;
    expect(left.quantity).toBe(1);
    const late = await two.act('activate', { licenses: [{ lotId, quantity: 2 }], agreement });
    expect(late.licenses).toMatchObject([{ result: 'refused', problem: { code: 'not-enough-units' } }]);
    await two.act('activate', { licenses: [{ lotId }], agreement });
    expect((await two.status()).licenses).toMatchObject([{ part: 'CAP-5', quantity: 1 }]);
    for (const controller of [one, two]) await controller.act('transfer', {});
  });
});

describe('a controller that was reset', () => {
  it('has nothing, enrols again, and gets its licences back once somebody approved; the old key is worth nothing', async () => {
    const controller = await cloud.controller();
    const { act, status, codeOf, folder, installCode } = controller;
    await activate(controller, 'CAP-10');
    const before = await status();

    // The same install code with another key, as the reset controller has it.
    const trust = await vendorFromServer(cloud.network.url, 'edge');
    if (!trust.ok) throw new Error('no keys');
    const reset = await cloud.controller({ installCode });
    expect(await reset.act('enrol', { newKey: false })).toMatchObject({ state: 'waiting', waitsFor: 'other-key' });
    const { items } = await value(cloud.tenant.listEnrolments({ projectId: cloud.projectId, state: 'waiting' }));
    await value(cloud.tenant.approveEnrolment({ enrolmentId: items.find(({ waitsFor }) => waitsFor === 'other-key')!.id }));
    await reset.act('enrol', { newKey: false });
    await reset.act('sync', {});
    expect(await reset.status()).toMatchObject({
      licensed: 'valid',
      enrolment: { deviceId: before.enrolment.deviceId },
      license: { serial: { epoch: 2 } },
      licenses: [{ part: 'CAP-10' }],
    });
    expect(await cloud.on(before.enrolment.deviceId!)).toEqual({ 'CAP-10': 1 });

    // The one with the old key: its licence is booked for the new key, and must not work twice.
    expect(await codeOf('sync', {})).toBe('device-key-killed');
    expect(await status()).toMatchObject({
      licensed: 'not-active',
      enrolment: { state: 'killed' },
      problems: [{ code: 'device-key-killed' }],
    });
    expect(await resetFolder(folder)).toMatchObject({ ok: true });
    const made = await setUpFolder(folder, { ...requestAgain(installCode), trust: trust.value });
    expect(made).toMatchObject({ ok: true });
    await reset.act('transfer', {});
    expect(await act('enrol', { newKey: false })).toMatchObject({ state: 'waiting', waitsFor: 'other-key' });
  });
});

describe('a controller that was moved to another project in the cloud', () => {
  it('enrols again with the customer id that it has, is told where it is, and keeps its licences until its key is dead', async () => {
    const annexe = await cloud.anotherProject('Annexe');
    await cloud.give({ 'CAP-10': 1 }, annexe.id);
    const controller = await cloud.controller();
    const { act, status, codeOf } = controller;
    const deviceId = (await act('enrol', { newKey: false })).deviceId!;
    await value(cloud.dealer.client.updateDevice({ deviceId, projectId: annexe.id }, { ifMatch: '*' }));
    await activate(controller, 'CAP-10');
    const before = await status();
    expect(before).toMatchObject({ licensed: 'valid', customerId: cloud.customerId });

    expect(await act('enrol', { newKey: false })).toMatchObject({ state: 'current', deviceId, project: { id: annexe.id } });
    await act('sync', {});
    const { licensed, license, enrolment, problems } = await status();
    expect({ licensed, license, problems }).toEqual({ licensed: 'valid', license: before.license, problems: [] });
    expect(enrolment).toMatchObject({ state: 'current', project: { id: annexe.id, name: 'Annexe' } });
    expect(await cloud.on(deviceId)).toEqual({ 'CAP-10': 1 });

    await value(cloud.dealer.client.revokeDeviceKey({ deviceId }));
    expect(await codeOf('enrol', { newKey: false })).toBe('device-key-killed');
    expect(await status()).toMatchObject({
      licensed: 'not-active',
      enrolment: { state: 'killed' },
      problems: [{ code: 'device-key-killed' }],
    });
  });

  it('goes on with its key once a customer id of a project that it is not in was mended', async () => {
    const { act, codeOf, status } = await cloud.controller();
    const { deviceId } = await act('enrol', { newKey: false });
    const { customerId } = await cloud.anotherProject('Elsewhere');
    await act('customer', { customerId });
    expect(await codeOf('enrol', { newKey: false })).toBe('device-in-another-project');
    expect(await status()).toMatchObject({ enrolment: { state: 'none' }, problems: [] });
    await act('customer', { customerId: cloud.customerId });
    expect(await act('enrol', { newKey: false })).toMatchObject({ state: 'current', deviceId });
  });
});

describe('a controller whose key was put in place of another one’s', () => {
  it('keeps its licence and its enrolment: nobody said that they are over', async () => {
    await cloud.give({ 'CAP-10': 1 });
    const [controller, stranger] = [await cloud.controller(), await cloud.controller()];
    await activate(controller, 'CAP-10');
    await stranger.act('enrol', { newKey: false });
    const { enrolment, license } = await controller.status();
    copyFileSync(join(stranger.folder, 'key.json'), join(controller.folder, 'key.json'));
    expect(await controller.codeOf('enrol', { newKey: false })).toBe('device-key-in-use');
    expect(await controller.status()).toMatchObject({ licensed: 'valid', license, enrolment, problems: [] });
    await controller.act('transfer', {});
  });
});

const requestAgain = (installCode: string) =>
  ({
    installCode,
    product: 'ESC-400',
    variant: null,
    name: null,
    protocols: [{ id: 'lon', feature: 'devices' }],
    order: 'oldest-first',
    isTest: false,
    server: cloud.network.url,
    customerId: cloud.customerId,
  }) as const;

describe('a controller whose files are carried by hand', () => {
  it('is enrolled and licensed by its request file, and gives back by its receipt file', async () => {
    const controller = await cloud.controller({ server: null });
    const { act, status } = controller;
    await addEndpoints(controller, 3);
    const { text: request } = await act('request', { lotIds: [] });
    const looked = await value(cloud.tenant.checkLicenseRequest({ request }));
    expect(looked).toMatchObject({ key: 'new-device', project: { id: cloud.projectId } });
    const licenses = looked.waiting.filter(({ part }) => part === 'CAP-10').map(({ lotId }) => ({ lotId }));
    const accepted = { ...agreement, language: 'en', accepted: true };
    const answer = await value(cloud.tenant.activateFromFile({ request, licenses, enrol: true, agreement: accepted }));
    await act('install', fileOf(answer.document!.text));
    expect(await status()).toMatchObject({ licensed: 'valid', enrolment: { state: 'current' } });
    expect(await countsOf(controller)).toEqual({ unlicensed: 0, unprovisioned: 3, provisioned: 0 });

    const { text: receipt } = await act('receipt', {});
    expect(await countsOf(controller)).toEqual({ unlicensed: 3, unprovisioned: 0, provisioned: 0 });
    const returned = await value(cloud.tenant.returnFromFile({ receipt }));
    await act('install', fileOf(returned.document!.text));
    expect(await status()).toMatchObject({ licensed: 'not-active', receiptPending: false });
    expect((await cloud.pool())['CAP-10']).toBe(1);
  });
});
