import { value } from '@muniment/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../../test/cloud.ts';
import { agreement } from '../../../test/cloud-words.ts';
import { cleanUpControllers, controllerIn, fileOf, type TestController } from '../../../test/controller.ts';

// Controllers that have activated all there is: nothing waits for them in the pool.

const yearly = `
  - number: CAPY-10
    label: { en: "Capacity, 10 devices, 1 year", de: "Kapazität, 10 Geräte, 1 Jahr" }
    category: capacity
    model: term
    term: { runs: fixed, days: 365 }
    grants: [{ feature: devices, quantity: 10 }]
`;

let cloud: Cloud;

beforeAll(async () => {
  cloud = await startCloud({ testClock: true, parts: yearly });
});
afterEach(async () => {
  cloud.network.let(() => 'through');
  await cleanUpControllers();
});
afterAll(() => cloud?.stop());

const isLicensed = { licensed: 'valid', clock: { setBack: false }, problems: [] };
const isOver = { licensed: 'expired', clock: { setBack: true } };

/** A controller with everything that waits, whose licence ends in a year. */
async function licensed(more: Parameters<Cloud['controller']>[0] = {}): Promise<TestController> {
  await cloud.give({ 'CAPY-10': 1 });
  const controller = await cloud.controller(more);
  const { items } = await controller.act('download', {});
  await controller.act('activate', { licenses: items.map(({ lotId }) => ({ lotId })), agreement });
  expect(await controller.status()).toMatchObject(isLicensed);
  expect(await cloud.pool()).toEqual({});
  return controller;
}

/** The clock is two years ahead, is noticed to be, and is put right. */
async function ahead(controller: TestController): Promise<void> {
  const later = controllerIn(controller.folder, { MUNIMENT_TEST_CLOCK_SHIFT: 'P2Y' });
  await later.act('list-endpoints', {});
  expect(await later.status()).toMatchObject({ licensed: 'expired' });
  expect(await controller.status()).toMatchObject(isOver);
}

const request = async ({ act }: TestController) => (await act('request', { lotIds: [] })).text;
const answerTo = async (text: string) => fileOf((await value(cloud.tenant.activateFromFile({ request: text }))).document!.text);
const numberOf = async ({ status }: TestController) => (await status()).license!.serial.number;
const documentsOf = async ({ status }: TestController) => {
  const { enrolment } = await status();
  return (await value(cloud.tenant.listLicenseFiles({ deviceId: enrolment.deviceId! }))).items;
};
const actsOn = async ({ status }: TestController) => {
  const { enrolment } = await status();
  return (await value(cloud.tenant.listOperations({ deviceId: enrolment.deviceId! }))).items.map(({ kind }) => kind);
};

describe('a controller whose clock had been ahead past the end of its licence', () => {
  it('is licensed again by the file that answers a request for nothing, made once the clock is right', async () => {
    const controller = await licensed();
    const before = await actsOn(controller);
    await ahead(controller);
    const text = await request(controller);
    expect(await value(cloud.tenant.checkLicenseRequest({ request: text }))).toMatchObject({
      key: 'current',
      asksForNone: true,
      wanted: [],
      active: [{ part: 'CAPY-10', quantity: 1 }],
    });
    await controller.act('install', await answerTo(text));
    expect(await controller.status()).toMatchObject(isLicensed);
    expect(await actsOn(controller)).toEqual(before);
  });

  it('is licensed again by the next exchange, in a document that the cloud signs once, whatever is lost on the way', async () => {
    const controller = await licensed();
    const [before, number] = [await actsOn(controller), await numberOf(controller)];
    await ahead(controller);
    cloud.network.let((path) => (path === '/v1/controller/activate' ? 'cut-after' : 'through'));
    expect(await controller.codeOf('sync', {})).toBe('unreachable');
    expect(await controller.status()).toMatchObject(isOver);
    cloud.network.let(() => 'through');
    await controller.act('sync', {});
    expect(await controller.status()).toMatchObject(isLicensed);
    expect(await numberOf(controller)).toBe(number + 1);
    expect(await actsOn(controller)).toEqual(before);
    // With its clock right, it asks for no other one.
    await controller.act('sync', {});
    expect((await documentsOf(controller)).map(({ cause }) => cause)).toEqual(['tell-anew', 'activate-on-device']);
  });

  it('stays so by a file that was asked for before and kept, and by what the cloud made for it without being asked', async () => {
    const controller = await licensed();
    const kept = await answerTo(await request(controller));
    await ahead(controller);
    expect(await controller.codeOf('install', kept)).toBe('expired');
    expect(await controller.status()).toMatchObject(isOver);
    // Asking now does not make the old answer the one to it.
    await request(controller);
    expect(await controller.codeOf('install', kept)).toBe('expired');
    const { enrolment } = await controller.status();
    await value(cloud.dealer.client.regenerateLicense({ deviceId: enrolment.deviceId! }));
    cloud.network.let((path) => (path === '/v1/controller/activate' ? 'cut-before' : 'through'));
    expect(await controller.codeOf('sync', {})).toBe('unreachable');
    expect(await controller.status()).toMatchObject(isOver);
  });

  it('asks for nothing where the time is as late as was seen: a clock that was set back brings no licence on', async () => {
    const controller = await licensed();
    const back = controllerIn(controller.folder, { MUNIMENT_TEST_CLOCK_SHIFT: '-P30D' });
    const number = await numberOf(controller);
    await back.act('sync', {});
    expect(await back.status()).toMatchObject({ clock: { setBack: true } });
    expect(await numberOf(back)).toBe(number);
  });

  it('takes the time of the answer for the least: a clock that is then behind gains no days', async () => {
    const controller = await licensed();
    await ahead(controller);
    const behind = controllerIn(controller.folder, { MUNIMENT_TEST_CLOCK_SHIFT: '-P300D' });
    await behind.act('sync', {});
    const { clock, licensed: standing } = await behind.status();
    expect({ clock, standing }).toMatchObject({ clock: { setBack: true }, standing: 'valid' });
    expect(Math.abs(Date.parse(clock.latestSeen) - Date.now())).toBeLessThan(3_600_000);
  });
});
