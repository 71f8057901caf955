import type { Party } from '@muniment/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { phone } from './support/visit.ts';
import { walkMainPath } from './support/walk.ts';
import { guidePack, useChannel } from './support/world.ts';

const world = useChannel('meridian', guidePack);
let dealer: Party;

beforeAll(async () => {
  dealer = await world.channel.partner('dealer', 'Nordlicht Telecom');
  await world.channel.person(world.channel.vendor.id, 'administrator', 'desk@meridian.example');
});

describe('On a phone, 390 pixels wide', () => {
  it('the main job works from shipping to the verified file', async () => {
    const { fileName, claims } = await walkMainPath(world, dealer, {
      salesOrder: '1234567',
      lines: [
        { part: 'EX81-SEAT-20', quantity: 8 },
        { part: 'EX81-VER-3', quantity: 1 },
        { part: 'EX81-VER-6', quantity: 1 },
      ],
      back: { part: 'EX81-SEAT-20', quantity: 2 },
      product: 'SV8100',
      enteredKey: '1904 0032 4412',
      key: '190400324412',
      browser: phone,
    });
    expect(fileName).toBe('SV8100_190400324412.lic');
    expect(claims).toMatchObject({ sub: '190400324412', entitlements: { seats: 120, version: 'V6' } });
  });
});
