import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Feature } from '../catalog/index.ts';
import { counterSeats, type PoolLot } from './index.ts';

const day = Temporal.PlainDate.from;
const seats = { leaseSeconds: 300, heartbeatSeconds: 100, lingerSeconds: 0, overdraft: 0 };
const features: readonly Feature[] = [
  { id: 'cad', kind: 'quantity', label: {}, seats },
  { id: 'scan', kind: 'quantity', label: {}, seats },
  { id: 'plain', kind: 'quantity', label: {} },
];
const lot = (lotId: string, feature: string, quantity: number, more: Partial<PoolLot> = {}): PoolLot => ({
  lotId,
  partNumber: `${feature}-1`,
  quantity,
  grants: [{ feature, quantity: 1 }],
  validFrom: null,
  validUntil: null,
  floating: true,
  ...more,
});
const today = day('2026-03-01');
const of = (lots: readonly PoolLot[], timeZone = 'Europe/Berlin') => counterSeats({ lots, features, today, timeZone });
const shown = (lots: readonly PoolLot[]) =>
  of(lots).map(({ feature, steps }) => [feature, ...steps.map(({ from, seats: many }) => `${from} ${many}`)]);

describe('the seats of the floating licences in a pool (C3)', () => {
  it('add up over lots, each feature for itself', () => {
    expect(shown([lot('a', 'cad', 20), lot('b', 'cad', 5), lot('c', 'scan', 3)])).toEqual([
      ['cad', '2026-02-28T23:00:00Z 25'],
      ['scan', '2026-02-28T23:00:00Z 3'],
    ]);
  });

  it('begin and end at midnight of the vendor, summer time included', () => {
    const lots = [
      lot('a', 'cad', 20),
      lot('b', 'cad', 5, { validFrom: day('2026-01-01'), validUntil: day('2026-04-01') }),
      lot('c', 'cad', 2, { validFrom: day('2026-03-10'), validUntil: day('2026-04-01') }),
    ];
    expect(shown(lots)).toEqual([['cad', '2026-02-28T23:00:00Z 25', '2026-03-09T23:00:00Z 27', '2026-03-31T22:00:00Z 20']]);
  });

  it('have a step only where their own number changes: a renewal without a gap is none', () => {
    const lots = [
      lot('a', 'cad', 5, { validUntil: day('2026-04-01') }),
      lot('b', 'cad', 5, { validFrom: day('2026-04-01') }),
      lot('c', 'scan', 1, { validUntil: day('2026-05-01') }),
    ];
    expect(shown(lots)).toEqual([
      ['cad', '2026-02-28T23:00:00Z 5'],
      ['scan', '2026-02-28T23:00:00Z 1', '2026-04-30T22:00:00Z 0'],
    ]);
  });

  it('are none while every lot is over or has not begun, and say so', () => {
    const lots = [lot('a', 'cad', 5, { validUntil: today }), lot('b', 'cad', 7, { validFrom: day('2026-03-02') })];
    const [counter] = of(lots);
    expect(counter!.steps.map(({ on, seats: many, why }) => [on.toString(), many, why.map(({ reason }) => reason)])).toEqual([
      ['2026-03-01', 0, ['expired', 'not-yet-valid']],
      ['2026-03-02', 7, ['expired', 'adds']],
    ]);
  });

  it('come from floating lots and features with seats only', () => {
    expect(of([lot('a', 'cad', 5, { floating: false }), lot('b', 'plain', 5), lot('c', 'scan', 0)])).toEqual([]);
  });

  it('multiply what one unit grants by the units', () => {
    const [counter] = of([lot('a', 'cad', 3, { grants: [{ feature: 'cad', quantity: 5 }] })]);
    expect(counter!.steps[0]).toMatchObject({ seats: 15, why: [{ lotId: 'a', quantity: 3, each: 5, total: 15, counted: true }] });
  });
});
