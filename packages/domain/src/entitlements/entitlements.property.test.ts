import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Feature } from '../catalog/index.ts';
import { type ActiveLot, type EntitlementValue, entitlementChanges, entitlements, entitlementValues, explain } from './index.ts';

const versions = ['r1', 'r2', 'r3', 'r4'];
const features: readonly Feature[] = [
  { id: 'a', kind: 'quantity', label: {} },
  { id: 'b', kind: 'capacity', label: {} },
  { id: 'c', kind: 'flag', label: {} },
  { id: 'd', kind: 'version', label: {}, versions },
];
/** A maximum of each that lots reach and go beyond. */
const maxima = [
  { feature: 'a', maximum: 2_000 },
  { feature: 'b', maximum: 20 },
];
const origin = Temporal.PlainDate.from('2025-12-20');
const dayAfter = (days: number): Temporal.PlainDate => origin.add({ days });

const grants = fc.record({
  a: fc.option(fc.integer({ min: 1, max: 1_000 })),
  b: fc.option(fc.integer({ min: 1, max: 1_000 })),
  c: fc.boolean(),
  d: fc.option(fc.constantFrom(...versions)),
});
const lot: fc.Arbitrary<ActiveLot> = fc
  .record({
    lotId: fc.uuid(),
    partNumber: fc.constantFrom('P1', 'P2', 'P3'),
    quantity: fc.integer({ min: 1, max: 50 }),
    demo: fc.boolean(),
    grants,
    from: fc.option(fc.integer({ min: 0, max: 40 })),
    length: fc.option(fc.integer({ min: 1, max: 40 })),
  })
  .map(({ grants: { a, b, c, d }, from, length, ...rest }) => ({
    ...rest,
    grants: [
      ...(a === null ? [] : [{ feature: 'a', quantity: a }]),
      ...(b === null ? [] : [{ feature: 'b', quantity: b }]),
      ...(c ? [{ feature: 'c' }] : []),
      ...(d === null ? [] : [{ feature: 'd', version: d }]),
    ],
    validFrom: from === null ? null : dayAfter(from),
    validUntil: length === null ? null : dayAfter((from ?? 0) + length),
  }));
const lots = fc.array(lot, { maxLength: 12 });
const today = fc.integer({ min: 0, max: 90 }).map(dayAfter);

const rank = (value: EntitlementValue | undefined): number =>
  value === undefined ? 0 : value === true ? 1 : typeof value === 'number' ? value : versions.indexOf(value) + 1;

describe('entitlements, for any lots on any day', () => {
  it('do not depend on the order of the lots, steps and words included', () => {
    fc.assert(
      fc.property(lots, today, fc.infiniteStream(fc.nat()), (given, day, numbers) => {
        const shuffled = given.map((item) => ({ item, at: numbers.next().value })).sort((x, y) => Number(x.at) - Number(y.at));
        const one = entitlements({ lots: given, features, maxima, today: day });
        const two = entitlements({ lots: shuffled.map(({ item }) => item), features, maxima, today: day });
        expect(JSON.stringify(two)).toBe(JSON.stringify(one));
        expect(two.map((entitlement) => explain(entitlement, 'en'))).toEqual(one.map((entitlement) => explain(entitlement, 'en')));
      }),
    );
  });

  it('are never lowered by one more lot', () => {
    fc.assert(
      fc.property(lots, lot, today, (given, extra, day) => {
        const before = entitlementValues(entitlements({ lots: given, features, maxima, today: day }));
        const after = entitlementValues(entitlements({ lots: [...given, extra], features, maxima, today: day }));
        for (const { id } of features) expect(rank(after[id])).toBeGreaterThanOrEqual(rank(before[id]));
      }),
    );
  });

  it('are on every later day what the changes foretold', () => {
    fc.assert(
      fc.property(lots, today, fc.integer({ min: 0, max: 90 }), (given, day, ahead) => {
        const later = day.add({ days: ahead });
        const changes = entitlementChanges({ lots: given, features, maxima, today: day });
        const last = changes.findLast(({ on }) => Temporal.PlainDate.compare(on, later) <= 0);
        const foretold = last?.values ?? entitlementValues(entitlements({ lots: given, features, maxima, today: day }));
        expect(entitlementValues(entitlements({ lots: given, features, maxima, today: later }))).toEqual(foretold);
      }),
    );
  });

  it('hold their value until validUntil and have less on that day, when nothing begins meanwhile', () => {
    fc.assert(
      fc.property(lots, today, (given, day) => {
        const begun = given.map((item) => ({ ...item, validFrom: null }));
        for (const { feature, value, validUntil, lastDay } of entitlements({ lots: begun, features, maxima, today: day })) {
          if (validUntil === null) continue;
          const at = (on: Temporal.PlainDate): EntitlementValue | undefined =>
            entitlementValues(entitlements({ lots: begun, features, maxima, today: on }))[feature];
          expect(at(lastDay!)).toEqual(value);
          expect(rank(at(validUntil))).toBeLessThan(rank(value));
        }
      }),
    );
  });

  it('are the sum of their counted steps; demos only fill up to the maximum', () => {
    fc.assert(
      fc.property(lots, today, (given, day) => {
        for (const { feature, kind, value, maximum, steps } of entitlements({ lots: given, features, maxima, today: day })) {
          const counted = steps.filter((step) => step.counted);
          expect(counted.length).toBeGreaterThan(0);
          if (kind !== 'quantity' && kind !== 'capacity') {
            for (const step of counted) expect(step.total).toBe(value);
            continue;
          }
          const sum = (list: typeof counted) => list.reduce((total, step) => total + step.quantity * (step.each as number), 0);
          const bought = sum(counted.filter(({ demo }) => !demo));
          const most = maxima.find((one) => one.feature === feature)!.maximum;
          expect(value).toBe(Math.min(sum(counted), Math.max(most, bought)));
          expect(maximum).toBe(value === sum(counted) ? null : most);
        }
      }),
    );
  });
});
