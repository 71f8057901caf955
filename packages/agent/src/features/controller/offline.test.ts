import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  cleanUpControllers,
  controllerIn,
  customerId,
  fileOf,
  installCode,
  newController,
  readRequest,
  type TestController,
} from '../../../test/controller.ts';
import { createVendor, dayFromNow, endsIn, zipOf } from '../../../test/vendor.ts';

const vendor = createVendor();

afterEach(cleanUpControllers);

type Claims = Parameters<typeof vendor.file>[1];

/** A licence file for the controller, as the portal answers a request with it. */
const answerTo = (nonce: string, claims: Claims = {}) =>
  vendor.file(installCode, { aud: 'EC', nonce, entitlements: { endpoints: 2 }, ...claims });

/** Carries a request to the portal, and the answer back. */
async function licenseByFile(controller: TestController, claims: Claims = {}): Promise<string> {
  const { nonce } = await readRequest((await controller.act('request', { lotIds: [] })).text);
  const file = answerTo(nonce, claims);
  await controller.act('install', fileOf(file));
  return file;
}

const addThree = async ({ act }: TestController) => {
  for (const id of ['first', 'second', 'third']) await act('add-endpoint', { id, protocol: 'wired', name: id, address: '' });
};

describe('a controller without a network', () => {
  it('says in its request who it is, for which project, and which licences it asks for', async () => {
    const { act } = await newController(vendor);
    const { fileName, text } = await act('request', { lotIds: ['lot_1'] });
    expect(fileName).toBe(`${installCode}.request.jwt`);
    expect(await readRequest(text)).toMatchObject({
      sub: installCode,
      product: 'EC',
      purpose: 'licenses',
      customerId,
      name: 'Town hall',
      lotIds: ['lot_1'],
    });
  });

  it('takes the file that answers its newest request, once, and no other', async () => {
    const controller = await newController(vendor);
    const { act, codeOf, status } = controller;
    expect(await codeOf('install', fileOf(answerTo('a'.repeat(20))))).toBe('no-request-pending');
    const old = await readRequest((await act('request', { lotIds: [] })).text);
    const { nonce } = await readRequest((await act('request', { lotIds: [] })).text);
    expect(await codeOf('install', fileOf(answerTo(old.nonce)))).toBe('wrong-answer');
    expect((await status()).requestPending).toBe(true);
    const file = answerTo(nonce);
    expect(await act('install', fileOf(zipOf({ 'a.lic': file, 'a.log': 'made' })))).toBeDefined();
    expect(await status()).toMatchObject({ licensed: 'valid', requestPending: false, entitlements: [{ feature: 'endpoints', value: 2 }] });
    expect(await act('install', fileOf(file))).toMatchObject({ unchanged: true });
    expect(await codeOf('install', fileOf(answerTo(nonce, { number: 2 })))).toBe('no-request-pending');
  });

  it('takes no file of another controller, product or vendor, none that is altered, and none that is older', async () => {
    const controller = await newController(vendor);
    await licenseByFile(controller, { number: 5 });
    const { nonce } = await readRequest((await controller.act('request', { lotIds: [] })).text);
    const codeOf = (file: string) => controller.codeOf('install', fileOf(file));
    expect(await codeOf(vendor.file('other', { aud: 'EC', nonce, number: 6 }))).toBe('wrong-device');
    expect(await codeOf(answerTo(nonce, { aud: 'other', number: 6 }))).toBe('wrong-product');
    expect(await codeOf(createVendor().file(installCode, { aud: 'EC', nonce, number: 6 }))).toBe('unknown-key');
    expect(await codeOf(answerTo(nonce, { number: 6 }).replace(/\.[^.]*\./, '.eyJhIjoxfQ.'))).toMatch(/^document-(altered|malformed)$/);
    expect(await codeOf(answerTo(nonce, { number: 4 }))).toBe('outdated');
    expect(await codeOf('no licence at all')).toBe('document-malformed');
    expect((await controller.status()).license?.serial.number).toBe(5);
  });

  it('lets its endpoints follow: unlicensed, unprovisioned with the licence, provisioned by hand, unlicensed with the receipt', async () => {
    const controller = await newController(vendor);
    const { act, states, codeOf, status } = controller;
    await addThree(controller);
    expect(await states()).toEqual(['first unlicensed', 'second unlicensed', 'third unlicensed']);
    expect(await codeOf('provision-endpoints', { ids: ['first'] })).toBe('endpoint-unlicensed');
    const file = await licenseByFile(controller);
    expect(await states()).toEqual(['first unprovisioned', 'second unprovisioned', 'third unlicensed']);
    expect(await act('provision-endpoints', { all: true })).toEqual({ provisioned: 2, unlicensed: 1 });
    expect(await states()).toEqual(['first provisioned', 'second provisioned', 'third unlicensed']);

    const receipt = await act('receipt', {});
    expect(receipt.fileName).toBe(`${installCode}.receipt.jwt`);
    expect(await states()).toEqual(['first unlicensed', 'second unlicensed', 'third unlicensed']);
    expect(await status()).toMatchObject({ licensed: 'not-active', receiptPending: true, problems: [{ code: 'receipt-pending' }] });
    // The same receipt can be made again while nobody has acknowledged it; what was removed stays out.
    const claims = (text: string) => JSON.parse(Buffer.from(text.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;
    const again = claims((await act('receipt', {})).text);
    expect({ ...again, iat: 0 }).toEqual({ ...claims(receipt.text), iat: 0 });
    expect(again).toMatchObject({ serial: { epoch: 1, number: 1 }, sub: installCode, product: 'EC' });
    expect(await codeOf('install', fileOf(file))).toBe('license-removed');

    // The portal's answer to the receipt says that nothing is left.
    const taken = await act('install', fileOf(answerTo(String(again.nonce), { number: 2, entitlements: {} })));
    expect(taken).toMatchObject({ answers: 'receipt', grantsNothing: true });
    expect(await status()).toMatchObject({ receiptPending: false, licensed: 'not-active' });
    expect(await codeOf('receipt', {})).toBe('nothing-to-transfer');
    await licenseByFile(controller, { number: 3 });
    expect(await states()).toEqual(['first unprovisioned', 'second unprovisioned', 'third unlicensed']);
  });

  it('judges by the latest time it ever saw: the day a licence ends, and a clock set back brings nothing back', async () => {
    const test = createVendor({ test: true });
    const controller = await newController(test, { isTest: true });
    const { folder } = controller;
    await addThree(controller);
    const { nonce } = await readRequest((await controller.act('request', { lotIds: [] })).text);
    await controller.act('install', fileOf(test.file(installCode, { aud: 'EC', nonce, entitlements: { endpoints: 2 }, ...endsIn(40) })));
    await controller.act('provision-endpoints', { all: true });
    expect((await controller.status()).license).toMatchObject({ lastDay: dayFromNow(39).on });

    const later = controllerIn(folder, { MUNIMENT_TEST_CLOCK_SHIFT: 'P41D' });
    expect(await later.states()).toEqual(['first unlicensed', 'second unlicensed', 'third unlicensed']);
    expect(await later.status()).toMatchObject({ licensed: 'expired', entitlements: [] });
    // Back on the day it was: the dates are those of the later time, and it is said.
    expect(await controller.status()).toMatchObject({
      licensed: 'expired',
      clock: { setBack: true },
      problems: [{ code: 'clock-set-back' }],
    });
    expect(await controller.states()).toEqual(['first unlicensed', 'second unlicensed', 'third unlicensed']);

    // A newer file proves that it is not as late as was thought.
    const next = await readRequest((await controller.act('request', { lotIds: [] })).text);
    await controller.act(
      'install',
      fileOf(test.file(installCode, { aud: 'EC', nonce: next.nonce, number: 2, entitlements: { endpoints: 3 } })),
    );
    expect(await controller.status()).toMatchObject({ licensed: 'valid', clock: { setBack: false }, problems: [] });
    expect(await controller.states()).toEqual(['first unprovisioned', 'second unprovisioned', 'third unprovisioned']);
  });

  it('runs past no end by a file that was kept: only what was asked while the clock counted as set back proves it right', async () => {
    const test = createVendor({ test: true });
    const controller = await newController(test, { isTest: true });
    const ask = async (run: typeof controller.act) => (await readRequest((await run('request', { lotIds: [] })).text)).nonce;
    const answer = (nonce: string, number: number, days: number) =>
      fileOf(test.file(installCode, { aud: 'EC', nonce, number, entitlements: { endpoints: 2 }, ...endsIn(days) }));
    await controller.act('install', answer(await ask(controller.act), 1, 40));
    const kept = answer(await ask(controller.act), 2, 60);

    const later = controllerIn(controller.folder, { MUNIMENT_TEST_CLOCK_SHIFT: 'P61D' });
    await later.act('list-endpoints', {});
    expect(await later.status()).toMatchObject({ licensed: 'expired' });
    // Both files have ended. With the clock back before either end, the one that was kept is still over.
    expect(await controller.codeOf('install', kept)).toBe('expired');
    expect(await controller.status()).toMatchObject({ licensed: 'expired', clock: { setBack: true } });
    // One that is asked for now was signed now, so what had been seen was wrong.
    await controller.act('install', answer(await ask(controller.act), 3, 40));
    expect(await controller.status()).toMatchObject({ licensed: 'valid', clock: { setBack: false } });
  });

  it('takes the answer to what it asked before its service was started anew, though the last minute of what was seen is not on the disk', async () => {
    const controller = await newController(vendor);
    const serving = await controller.serve();
    const nonce = async () => (await readRequest((await controller.act('request', { lotIds: [] })).text)).nonce;
    const answer = async (number: number, days: number) =>
      fileOf(vendor.file(installCode, { aud: 'EC', nonce: await nonce(), number, entitlements: { endpoints: 2 }, ...endsIn(days) }));
    await controller.act('install', await answer(1, 40));
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const now = Date.now();
      vi.setSystemTime(now + 61 * 86_400_000);
      await controller.act('list-endpoints', {});
      vi.setSystemTime(now + 61 * 86_400_000 + 30_000);
      await controller.act('list-endpoints', {});
      vi.setSystemTime(now + 1000);
      const file = await answer(2, 40);
      await serving.stop();
      expect((await controller.status()).clock).toMatchObject({ setBack: true });
      await controller.act('install', file);
      expect(await controller.status()).toMatchObject({ licensed: 'valid', clock: { setBack: false } });
    } finally {
      vi.useRealTimers();
    }
  });

  it('has a clock that can be shifted, and takes test documents, only where it is for tests', async () => {
    const real = await newController(vendor);
    expect(await controllerIn(real.folder, { MUNIMENT_TEST_CLOCK_SHIFT: 'P1D' }).codeOf('list-endpoints', {})).toBe(
      'clock-shift-not-allowed',
    );
    const test = await newController(vendor, { isTest: true });
    const { nonce } = await readRequest((await test.act('request', { lotIds: [] })).text);
    expect(await test.codeOf('install', fileOf(answerTo(nonce)))).toBe('real-document');
  });

  it('follows the vendor’s keys through rotations by the files it gets', async () => {
    const own = createVendor();
    const controller = await newController(own);
    own.rotate();
    own.rotate();
    const { nonce } = await readRequest((await controller.act('request', { lotIds: [] })).text);
    await controller.act('install', fileOf(own.file(installCode, { aud: 'EC', nonce, entitlements: { endpoints: 1 } })));
    expect((await controller.status()).licensed).toBe('valid');
  });
});
