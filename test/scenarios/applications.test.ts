import { value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Guide, openGuide, refusalOf } from './support/guide.ts';

// MA4000, CTI, BCT and UIP (requirements B4, B7): licences on the key of the system an application works with.

let guide: Guide;

beforeAll(async () => {
  guide = await openGuide();
});
afterAll(() => guide?.server.stop());

/** Systems, and the location that appears below them by itself. */
const automatic = [
  ['SV8300', '18CYG-IPS-00000000BJZ02329QK', 'LM18CYG-IPS-00000000BJZ02329QK'],
  ['SV8500', '22CC538207AFD059020340CD57xO', 'LM22CC538207AFD059020340CD57xO'],
  ['SV9300', '36LYRAABK000000000CP10A087HY', 'LM36LYRAABK000000000CP10A087HY'],
  ['SV9500', '35G00N470108E0S0A8832EF2d3Po', 'LM35G00N470108E0S0A8832EF2d3Po'],
] as const;

/** Locations of a License Manager Client that are added by hand. */
const manual = [
  ['SV7000', 'LM01PZPC3500000000H2TRP62357gM'],
  ['2000IPS', 'LMxxxxxxxxxxxxx'],
  ['3C', 'LM3C0A41F7725D'],
] as const;

const applications = { 'EXMA-BASE': 1, 'EXMA-EXTENSION-100': 2, 'EXCT-CLIENT-10': 1, 'EXBC-USER-5': 3, 'EXBC-OPERATOR': 1 };
const granted = { 'system-management': true, 'expense-extensions': 200, 'cti-clients': 10, 'bct-users': 15, 'bct-operators': 1 };

describe('MA4000, MA4000 EM, CTI and BCT on a License Manager Client', () => {
  it.each(automatic)('a %s brings the location of its applications along (B7)', async (system, hardwareKey, expected) => {
    const { client } = guide.dealer;
    const variant = system === 'SV9500' ? { variant: 'appliance' } : {};
    const location = await guide.location(system, system, { hardwareKey, ...variant });
    const { items, relations } = await value(client.listChildDevices({ deviceId: location.id }));
    const [below, ...others] = items;
    expect([below?.hardwareKey, below?.variant, others.length]).toEqual([expected, system, 0]);
    const more = { deviceId: location.id, relation: relations[0]!.id, name: 'Another one' };
    expect((await refusalOf(client.createChildDevice(more))).code).toBe('child-not-manual');
    // All of them share one key and one file; none of them is a licence of the system itself.
    await guide.license(below!, `SO-${system}`, applications);
    expect(await guide.granted(below!)).toEqual(granted);
    await guide.ship(`SO-${system}-2`, { 'EXMA-BASE': 1 });
    expect((await refusalOf(guide.attach(location, `SO-${system}-2`, { 'EXMA-BASE': 1 }))).code).toBe('part-not-accepted');
  });

  it.each(manual)('for a %s it is a location of its own: %s', async (variant, hardwareKey) => {
    const location = await guide.location('LMC', variant, { variant, hardwareKey });
    await guide.license(location, `SO-${variant}`, applications);
    expect(await guide.granted(location)).toEqual(granted);
  });

  it('is taken along by the system, where somebody added it first', async () => {
    const before = await guide.location('LMC', 'By hand', { variant: 'SV8500', hardwareKey: 'LM22CC528207AFC059020340CD57xO' });
    const system = await guide.location('SV8500', 'Later', { hardwareKey: '22CC528207AFC059020340CD57xO' });
    const { items } = await value(guide.dealer.client.listChildDevices({ deviceId: system.id }));
    expect(items.map(({ id }) => id)).toEqual([before.id]);
  });
});

describe('BCT', () => {
  /** The systems that BCT licences go to directly. */
  const direct = [
    ['SV8100', '190400324412'],
    ['SV9100-CP10', '340209224568'],
    ['SV9100-CP20', '4410011575A6'],
    ['BCT', 'aa0014SA2792889418AA'],
  ] as const;

  it.each(direct)('is licensed on the key of a %s', async (system, hardwareKey) => {
    const location = await guide.location(system, `BCT on ${system}`, { hardwareKey });
    await guide.license(location, `BCT-${system}`, { 'EXBC-USER-5': 1, 'EXBC-OPERATOR': 2 });
    expect(await guide.granted(location)).toEqual({ 'bct-users': 5, 'bct-operators': 2 });
  });

  it('and iS3000 may have dongles of one key: a key is unique for its system type (section G)', async () => {
    const hardwareKey = 'aa0014SA2792883418AA';
    for (const system of ['IS3000', 'BCT', 'RCC'])
      expect((await guide.location(system, system, { hardwareKey })).hardwareKey).toBe(hardwareKey);
    const { client } = guide.dealer;
    const twice = { customerId: guide.customerId, name: 'Twice', product: 'BCT', hardwareKey };
    expect((await refusalOf(client.createDevice(twice))).code).toBe('hardware-key-taken');
  });
});

describe('Univerge Integration Platform (UIP)', () => {
  it('is licensed on the 30 characters that its License Manager Client made, and takes nothing else', async () => {
    const location = await guide.location('LMC', 'UIP', { variant: 'UIP', hardwareKey: 'LM16717688D912171C3E3E603E1836' });
    await guide.license(location, 'SO-UIP', { 'EXUI-BASE': 1, 'EXUI-CONNECTOR': 4 });
    expect(await guide.granted(location)).toEqual({ 'integration-platform': true, connectors: 4 });
    await guide.ship('SO-UIP-2', { 'EXMA-BASE': 1 });
    expect((await refusalOf(guide.attach(location, 'SO-UIP-2', { 'EXMA-BASE': 1 }))).code).toBe('part-not-accepted');
  });
});
