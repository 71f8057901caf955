import { auditLedger } from '@muniment/server/operator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, type Passage, startCloud } from '../../../test/cloud.ts';
import { agreement } from '../../../test/cloud-words.ts';
import { cleanUpControllers, type TestController } from '../../../test/controller.ts';

let cloud: Cloud;

beforeAll(async () => {
  cloud = await startCloud();
  await cloud.give({ 'CAP-10': 1 });
});
afterAll(async () => {
  await cleanUpControllers();
  await cloud?.stop();
});

/** One life: whatever the network does, it goes on with the next act. */
async function live({ act, codeOf }: TestController): Promise<void> {
  await codeOf('add-endpoint', { id: 'lamp', protocol: 'lon', name: 'Lamp', address: '' });
  await codeOf('enrol', { newKey: false });
  const listed = await act('download', {}).catch(() => ({ items: [] }));
  const lotIds = listed.items.map(({ lotId }) => lotId);
  if (lotIds.length > 0) await codeOf('activate', { licenses: lotIds.map((lotId) => ({ lotId })), agreement });
  await codeOf('transfer', {});
}

/** Where the licence is by each account: the controller's, the pool's, the device's. */
async function placesOf({ status }: TestController) {
  const { enrolment, entitlements } = await status();
  const on = enrolment.deviceId === null ? {} : await cloud.on(enrolment.deviceId);
  return { here: entitlements.length, inPool: (await cloud.pool())['CAP-10'] ?? 0, onDevice: on['CAP-10'] ?? 0 };
}

describe('a network that fails', () => {
  it('at any request, before it arrives or before its answer does, leaves controller and cloud in agreement once it is back', async () => {
    let requests = 0;
    cloud.network.let(() => {
      requests += 1;
      return 'through';
    });
    await live(await cloud.controller());
    const all = requests;
    expect(all).toBeGreaterThan(8);
    for (const way of ['cut-before', 'cut-after'] as const satisfies readonly Passage[])
      for (let failing = 2; failing <= all; failing++) {
        // Making a controller asks for the vendor's keys; what counts is what it does itself. Two attempts fail: a client repeats once.
        const controller = await cloud.controller();
        let seen = 0;
        cloud.network.let(() => {
          seen += 1;
          return seen === failing || seen === failing + 1 ? way : 'through';
        });
        await live(controller);
        cloud.network.let(() => 'through');
        await controller.act('sync', {});
        const { here, inPool, onDevice } = await placesOf(controller);
        expect({ here, inPool, onDevice }, `${way} ${failing}`).toEqual(
          here === 0 ? { here: 0, inPool: 1, onDevice: 0 } : { here: 1, inPool: 0, onDevice: 1 },
        );
        expect((await controller.status()).problems, `${way} ${failing}`).toEqual([]);
        if (here > 0) await controller.act('transfer', {});
      }
    expect(await auditLedger(cloud.server.operator)).toMatchObject({ ok: true });
  });

  it('starts no second activation where the answer to the first was lost, and takes nothing away that cannot be given back', async () => {
    const controller = await cloud.controller();
    const { act, codeOf, status } = controller;
    const { items } = await act('download', {});
    const licenses = items.map(({ lotId }) => ({ lotId }));
    cloud.network.let((path) => (path.endsWith('/activate') ? 'cut-after' : 'through'));
    for (const _ of ['first', 'again']) expect(await codeOf('activate', { licenses, agreement })).toBe('unreachable');
    expect(await codeOf('customer', { customerId: '00000000-0000-7000-8000-000000000000' })).toBe('licenses-active');
    expect((await status()).activation).toMatchObject({ done: 0, total: 1, items: [{ result: 'waiting' }] });
    cloud.network.let(() => 'through');
    await act('sync', {});
    expect((await status()).activation).toMatchObject({ done: 1, items: [{ result: 'active' }] });
    expect(await placesOf(controller)).toEqual({ here: 1, inPool: 0, onDevice: 1 });

    // Without a network it works on, and keeps what it could not give back.
    cloud.network.let(() => 'cut-before');
    expect(await codeOf('transfer', {})).toBe('unreachable');
    expect(await placesOf(controller)).toMatchObject({ here: 1 });
    // Cut just after it removed its licence: the receipt waits, and is sent until it is answered.
    cloud.network.let((path) => (path.endsWith('/return') ? 'cut-before' : 'through'));
    expect(await codeOf('transfer', {})).toBe('unreachable');
    expect(await status()).toMatchObject({ licensed: 'not-active', receiptPending: true });
    expect(await codeOf('activate', { licenses, agreement })).toBe('unreachable');
    // Whoever activates next, once the cloud is there, brings what was begun to its end first.
    cloud.network.let(() => 'through');
    await act('activate', { licenses, agreement });
    expect(await placesOf(controller)).toEqual({ here: 1, inPool: 0, onDevice: 1 });
    await act('transfer', {});
    expect(await placesOf(controller)).toEqual({ here: 0, inPool: 1, onDevice: 0 });
  });

  it('is mended by the service by itself', async () => {
    const controller = await cloud.controller();
    await controller.act('enrol', { newKey: false });
    const { items } = await controller.act('download', {});
    cloud.network.let((path) => (path.endsWith('/activate') ? 'cut-after' : 'through'));
    await controller.codeOf('activate', { licenses: items.map(({ lotId }) => ({ lotId })), agreement });
    cloud.network.let(() => 'through');
    const serving = await controller.serve();
    await expect.poll(() => serving.status('en').licensed, { timeout: 30_000, interval: 50 }).toBe('valid');
    await expect.poll(() => serving.status('en').exchange, { timeout: 30_000, interval: 50 }).toMatchObject({ problem: null });
    await controller.act('transfer', {});
  });
});
