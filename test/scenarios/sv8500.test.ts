import { value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Guide, type Location, openGuide, refusalOf } from './support/guide.ts';

// SV8500 and its SR-MGC (requirements B6, B7, B11): a location below the main system, on a temporary key that stays.

let guide: Guide;
let main: Location;

beforeAll(async () => {
  guide = await openGuide();
  main = await guide.location('SV8500', 'Main system', { hardwareKey: '22CC538207AFD058020640CD57xO' });
});
afterAll(() => guide?.server.stop());

describe('SV8500 and SR-MGC', () => {
  it('licenses the main system in the general way, with its License Manager Client below it (B7)', async () => {
    await guide.license(main, 'SO-MAIN', { 'EX85-SEAT-32': 4, 'EX85-VER-6': 1 });
    expect(await guide.granted(main)).toEqual({ seats: 128, version: 'V6' });
    const { items } = await value(guide.dealer.client.listChildDevices({ deviceId: main.id }));
    expect(items.map((child) => [child.product, child.variant, child.hardwareKey])).toEqual([
      ['LMC', 'SV8500', 'LM22CC538207AFD058020640CD57xO'],
    ]);
  });

  it('adds the SR-MGC below it by hand, once it is confirmed, on a temporary key that is final (B6)', async () => {
    const { client } = guide.dealer;
    const asked = { deviceId: main.id, relation: 'sr-mgc', name: 'SR-MGC Bremerhaven' };
    expect((await refusalOf(client.createChildDevice(asked))).code).toBe('child-not-confirmed');
    const entered = { ...asked, confirmed: true, hardwareKey: '22-121126064636-613-TEMP-KEY' };
    expect((await refusalOf(client.createChildDevice(entered))).code).toBe('key-not-expected');
    const below = await value(client.createChildDevice({ ...asked, confirmed: true }));
    expect(below.hardwareKey).toMatch(/^22-\d{12}-\d{3}-TEMP-KEY$/);
    expect([below.keyOrigin, below.provisional, below.parent?.id]).toEqual(['temporary', false, main.id]);
    const other = await value(client.createChildDevice({ ...asked, name: 'SR-MGC Cuxhaven', confirmed: true }));
    expect(other.hardwareKey).not.toBe(below.hardwareKey);
  });
});
