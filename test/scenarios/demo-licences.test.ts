import { moveClock } from '@muniment/platform/clock';
import { acceptance, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Guide, type Location, openGuide, refusalOf } from './support/guide.ts';

// Trial periods, demo licences and service licences (requirement B12).

let guide: Guide;

beforeAll(async () => {
  guide = await openGuide({ testClock: true });
});
afterAll(() => guide?.server.stop());

/** The vendor's day. */
const today = async () => (await guide.server.clock.now()).toZonedDateTimeISO('Europe/Amsterdam').toPlainDate();

const demosOf = async ({ id }: Location) => (await value(guide.dealer.client.listDemos({ deviceId: id }))).items;

async function start({ id, product }: Location, demo: string) {
  const agreement = (await acceptance(guide.dealer.client, product))!;
  return guide.dealer.client.startDemo({ deviceId: id, demo, agreement });
}

describe('Demo license and service license', () => {
  const systems = [
    ['SV8100', '190400324412', { seats: 960, version: 'V6', voicemail: true }],
    ['IS3000', 'aa0014SA2792883418AA', { seats: 1000, trunks: 200, voicemail: true, 'upgrade-allowance': true }],
  ] as const;

  it.each(systems)('a %s has two of each, with all features for a limited time', async (system, hardwareKey, everything) => {
    const location = await guide.location(system, system, { hardwareKey });
    const before = (await demosOf(location)).filter(({ starts }) => starts === 'request');
    expect(before.map(({ id, remaining }) => [id, remaining])).toEqual([
      ['demo', 2],
      ['service', 2],
    ]);
    const started = await value(start(location, 'demo'));
    expect(started.file?.fileName).toBe(`${system}_${hardwareKey}.lic`);
    const [demo] = (await demosOf(location)).filter(({ id }) => id === 'demo');
    expect([demo!.remaining, demo!.days]).toEqual([1, 30]);
    expect(demo!.runningUntil).toBe((await today()).add({ days: 30 }).toString());
    expect(await guide.granted(location)).toEqual(everything);
    await value(start(location, 'demo'));
    expect((await refusalOf(start(location, 'demo'))).code).toBe('demo-used-up');
    // The other one is counted by itself.
    await value(start(location, 'service'));
  });
});

describe('Trial period SV8100', () => {
  it('begins when the system is first used, lasts 60 days, and leaves nothing afterwards', async () => {
    const hardwareKey = '190400324413';
    const location = await guide.location('SV8100', 'Not yet licensed', { hardwareKey });
    const trial = async () => (await demosOf(location)).find(({ id }) => id === 'trial')!;
    expect(await trial()).toMatchObject({ starts: 'first-use', days: 60, remaining: 1, runningUntil: null });
    const used = () => value(guide.dealer.client.validateLicense({ product: 'SV8100', hardwareKey }));
    expect((await used()).code).toBe('valid');
    const until = (await today()).add({ days: 60 });
    expect(await trial()).toMatchObject({ remaining: 0, runningUntil: until.toString(), lastDay: until.subtract({ days: 1 }).toString() });

    const midnight = until.toZonedDateTime('Europe/Amsterdam').toInstant();
    await moveClock(guide.server.database.pool, { set: midnight.subtract({ minutes: 1 }).toString() });
    const { client } = await guide.channel.session(guide.dealer.id, 'dealer', 'later@nordlicht.example');
    const usedLater = () => value(client.validateLicense({ product: 'SV8100', hardwareKey }));
    expect((await usedLater()).code).toBe('valid');
    await moveClock(guide.server.database.pool, { set: midnight.toString() });
    expect((await usedLater()).valid).toBe(false);
  });
});
