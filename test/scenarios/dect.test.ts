import { value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Guide, type Location, openGuide, refusalOf } from './support/guide.ts';

// DECT (requirements B9, B21, B22): full and unlicensed systems.

let guide: Guide;

beforeAll(async () => {
  guide = await openGuide();
});
afterAll(() => guide?.server.stop());

let orders = 0;
/** Attaches an order of exactly these units and looks at what activating them would do. */
async function tryUnits(location: Location, units: Readonly<Record<string, number>>) {
  orders += 1;
  const salesOrder = `DECT-${orders}`;
  await guide.ship(salesOrder, units);
  await value(guide.attach(location, salesOrder, units));
  const got = await guide.dealer.client.activateLicenses({ deviceId: location.id, dryRun: true });
  const refused = got.ok ? undefined : ((got.problem as { facts: { rule?: { code: string } } }).facts.rule?.code ?? got.problem.code);
  return { salesOrder, refused };
}

async function detach({ id }: Location, salesOrder: string, units: Readonly<Record<string, number>>): Promise<void> {
  const lines = Object.entries(units).map(([part, quantity]) => ({ order: salesOrder, part, quantity }));
  await value(guide.dealer.client.detachLicenses({ deviceId: id, lines }));
}

describe('Full DAP controller DECT systems (B9, B21)', () => {
  const ap = 'EU917062';
  const cases: readonly (readonly [string, Readonly<Record<string, number>>, string | undefined])[] = [
    ['no access point', { 'EXDE-MSG': 2 }, 'INVALID_FEATURE_QUANTITY'],
    ['one access point', { [ap]: 1 }, undefined],
    ['fewer upgrades than access points', { [ap]: 4, 'EXDE-DSWU': 3 }, 'INVALID_FEATURE_QUANTITY'],
    ['more upgrades than access points', { [ap]: 4, 'EXDE-DSWU': 5 }, 'INVALID_FEATURE_QUANTITY'],
    ['as many upgrades as access points', { [ap]: 4, 'EXDE-DSWU': 4 }, undefined],
    ['fewer messaging licences than access points', { [ap]: 4, 'EXDE-MSG': 3 }, 'INVALID_FEATURE_QUANTITY'],
    ['as many messaging licences as access points', { [ap]: 4, 'EXDE-MSG': 4 }, undefined],
    ['fewer location licences than access points', { [ap]: 4, 'EXDE-LOC': 3, 'EXDE-MSG': 9 }, 'INVALID_FEATURE_QUANTITY'],
    ['more location licences than access points', { [ap]: 4, 'EXDE-LOC': 5, 'EXDE-DSWU': 4 }, undefined],
  ];

  it.each(cases)('%s', async (name, units, code) => {
    const hardwareKey = `1${String(orders).padStart(7, '0')}`;
    const location = await guide.location('DECT', name, { hardwareKey });
    expect((await tryUnits(location, units)).refused).toBe(code);
  });

  it('count what is active already when they are expanded', async () => {
    const location = await guide.location('DECT', 'Expansion', { hardwareKey: '1009FFFE' });
    await tryUnits(location, { [ap]: 4, 'EXDE-DSWU': 4, 'EXDE-MSG': 4 });
    await guide.activate(location);
    const alone = await tryUnits(location, { [ap]: 1 });
    expect(alone.refused).toBe('INVALID_FEATURE_QUANTITY');
    await detach(location, alone.salesOrder, { [ap]: 1 });
    expect((await tryUnits(location, { [ap]: 1, 'EXDE-DSWU': 1, 'EXDE-MSG': 1 })).refused).toBeUndefined();
    await guide.activate(location);
    expect(await guide.granted(location)).toEqual({ 'access-points': 5, 'access-point-upgrades': 5, messaging: 5 });
    // Another messaging licence alone needs no access point of its own.
    expect((await tryUnits(location, { 'EXDE-MSG': 1 })).refused).toBeUndefined();
  });
});

describe('Unlicensed DAP controller DECT systems (B21): DECT-NS', () => {
  it('take one EU910010 and nothing else, then or later', async () => {
    const location = await guide.location('DECT-NS', 'Without access points', { hardwareKey: '1FFFFFF9' });
    await guide.ship('NS-1', { EU910010: 2, EU917062: 1, 'EXDE-MSG': 1 });
    for (const part of ['EU917062', 'EXDE-MSG']) {
      expect((await refusalOf(guide.attach(location, 'NS-1', { [part]: 1 }))).code).toBe('part-not-accepted');
    }
    expect((await refusalOf(guide.attach(location, 'NS-1', { EU910010: 2 }))).code).toBe('maximum-exceeded');
    await value(guide.attach(location, 'NS-1', { EU910010: 1 }));
    await guide.activate(location);
    expect(await guide.granted(location)).toEqual({ messaging: 1 });
    expect((await refusalOf(guide.attach(location, 'NS-1', { EU910010: 1 }))).code).toBe('maximum-exceeded');
  });
});
