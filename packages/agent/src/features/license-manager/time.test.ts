import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { cleanUp, get, hardwareKey, install, serveFolder, setUpWith, validate } from '../../../test/service.ts';
import { createVendor, endsIn } from '../../../test/vendor.ts';
import { startServing } from './index.ts';

const vendor = createVendor({ test: true });
const shifted = (period: string) => ({ MUNIMENT_TEST_CLOCK_SHIFT: period });
const testFolder = () => setUpWith(vendor, { isTest: true });

/** What the service says of a folder at another time. */
async function statusAt(folder: string, period: string) {
  const { url, stop } = await serveFolder(folder, shifted(period));
  const { body } = await get(`${url}/v1/status`);
  await stop();
  return body;
}

afterEach(cleanUp);

describe('a licence that ends', () => {
  it('is over for applications from that instant on, without a network', async () => {
    const folder = await testFolder();
    const { url, stop } = await serveFolder(folder);
    await install(url, vendor.file(hardwareKey, endsIn(40)));
    await stop();
    expect(await statusAt(folder, 'P39D')).toMatchObject({ valid: true, code: 'valid' });
    const later = await serveFolder(folder, shifted('P40DT1H'));
    expect((await get(`${later.url}/v1/status`)).body).toMatchObject({ valid: false, code: 'expired', entitlements: [] });
    expect((await validate(later.url, { feature: 'seats' })).body).toMatchObject({ valid: false, code: 'expired', entitlements: [] });
    expect((await get(`${later.url}/v1/entitlements`)).body.entitlements).toEqual([]);
  });

  it('stays over when the clock is set back, which is noticed', async () => {
    const folder = await testFolder();
    const { url, stop } = await serveFolder(folder);
    const file = vendor.file(hardwareKey, endsIn(40));
    await install(url, file);
    await stop();
    expect(await statusAt(folder, 'P41D')).toMatchObject({ code: 'expired', problems: [] });
    const back = await serveFolder(folder);
    expect((await get(`${back.url}/v1/status`)).body).toMatchObject({
      code: 'expired',
      clock: { setBack: true },
      problems: [{ code: 'clock-set-back', nextStep: expect.stringContaining('clock right') }],
    });
    // Neither by the same file nor by one that was kept from before.
    expect((await install(back.url, file)).body.code).toBe('expired');
    await back.stop();
    // Even if the mark is taken away, the file itself was judged at some time.
    rmSync(join(folder, 'time.json'));
    expect(await statusAt(folder, '-P30D')).toMatchObject({ clock: { setBack: true } });
  });

  it('is judged by the machine’s clock again where that was only a little ahead', async () => {
    const folder = await testFolder();
    await statusAt(folder, 'PT50M');
    expect(await statusAt(folder, 'PT0M')).toMatchObject({ clock: { setBack: false }, problems: [] });
    await statusAt(folder, 'PT70M');
    expect(await statusAt(folder, 'PT0M')).toMatchObject({ clock: { setBack: true } });
  });
});

describe('a clock that had been years ahead by mistake', () => {
  it('is believed again once the vendor has made a newer file', async () => {
    const folder = await testFolder();
    const { url, stop } = await serveFolder(folder);
    await install(url, vendor.file(hardwareKey, { number: 1, ...endsIn(400) }));
    await stop();
    await statusAt(folder, 'P30Y');
    const now = await serveFolder(folder);
    expect((await get(`${now.url}/v1/status`)).body).toMatchObject({ code: 'expired', clock: { setBack: true } });
    // A dry run changes nothing, also not the time.
    const newer = vendor.file(hardwareKey, { number: 2, ...endsIn(400) });
    expect((await install(now.url, newer, '?dryRun=true')).status).toBe(200);
    expect((await get(`${now.url}/v1/status`)).body.clock.setBack).toBe(true);
    expect(await install(now.url, newer)).toMatchObject({ status: 200 });
    expect((await get(`${now.url}/v1/status`)).body).toMatchObject({ valid: true, clock: { setBack: false }, problems: [] });
    await now.stop();
    expect(await statusAt(folder, 'P1D')).toMatchObject({ valid: true, problems: [] });
  });

  it('brings no file back that had ended when it was made, nor an older one', async () => {
    const folder = await testFolder();
    const { url, stop } = await serveFolder(folder);
    await install(url, vendor.file(hardwareKey, { number: 3, ...endsIn(10) }));
    await stop();
    await statusAt(folder, 'P20D');
    const back = await serveFolder(folder);
    const inTwentyDays = Math.floor(Date.now() / 1000) + 20 * 86_400;
    expect((await install(back.url, vendor.file(hardwareKey, { number: 4, iat: inTwentyDays, ...endsIn(10) }))).body.code).toBe('expired');
    expect((await install(back.url, vendor.file(hardwareKey, { number: 2, ...endsIn(10) }))).body.code).toBe('outdated');
    expect((await get(`${back.url}/v1/status`)).body.code).toBe('expired');
  });
});

describe('the latest time seen', () => {
  it('is remembered while it serves and when it stops, and not worn out', async () => {
    const folder = await testFolder();
    const latest = () => (JSON.parse(readFileSync(join(folder, 'time.json'), 'utf8')) as { content: { latest: number } }).content.latest;
    const before = Date.now();
    const { url, stop } = await serveFolder(folder);
    const first = latest();
    expect(first).toBeGreaterThanOrEqual(before);
    for (let times = 0; times < 5; times++) await get(`${url}/v1/status`);
    expect(latest()).toBe(first);
    await stop();
    await statusAt(folder, 'P2D');
    expect(latest()).toBeGreaterThanOrEqual(before + 2 * 86_400_000);
  });
});

describe('a shifted clock', () => {
  it('is for folders of tests, and a period', async () => {
    const start = async (folder: string, period: string) => {
      const serving = await startServing(folder, shifted(period), { port: 0, onFault: () => undefined });
      return serving.ok ? 'serves' : serving.refusal.code;
    };
    expect(await start(await setUpWith(createVendor()), 'P1D')).toBe('clock-shift-not-allowed');
    expect(await start(await testFolder(), 'tomorrow')).toBe('clock-shift-not-valid');
  });
});
