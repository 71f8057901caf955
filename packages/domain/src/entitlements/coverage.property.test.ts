import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { type ActiveLot, type Coverage, coverage, coverageChanges, coverageValues, explainCoverage, judgeUpgrade } from './index.ts';

const features = ['a', 'b'];
const origin = Temporal.PlainDate.from('2025-12-20');
const dayAfter = (days: number): Temporal.PlainDate => origin.add({ days });

const counted = fc.option(fc.record({ feature: fc.constantFrom(...features), quantity: fc.integer({ min: 1, max: 200 }) }));
const lot: fc.Arbitrary<ActiveLot> = fc
  .record({
    lotId: fc.uuid(),
    partNumber: fc.constantFrom('P1', 'P2', 'P3'),
    quantity: fc.integer({ min: 1, max: 20 }),
    demo: fc.boolean(),
    grant: counted,
    covers: counted,
    from: fc.option(fc.integer({ min: 0, max: 40 })),
    length: fc.option(fc.integer({ min: 1, max: 40 })),
  })
  .map(({ grant, covers, from, length, ...rest }) => ({
    ...rest,
    grants: grant === null ? [] : [grant],
    ...(covers === null ? {} : { covers }),
    validFrom: from === null ? null : dayAfter(from),
    validUntil: length === null ? null : dayAfter((from ?? 0) + length),
  }));
const lots = fc.array(lot, { maxLength: 10 });
const today = fc.integer({ min: 0, max: 90 }).map(dayAfter);

const reaches = ({ capacity, covered }: Pick<Coverage, 'capacity' | 'covered'>): boolean => capacity > 0 && covered >= capacity;
const on = (given: readonly ActiveLot[], day: Temporal.PlainDate, feature: string) =>
  coverage(given, features, day).find((one) => one.feature === feature);
const versions = [{ version: '1', released: '2000-01-01' }];
const upgrade = (given: readonly ActiveLot[], day: Temporal.PlainDate) =>
  judgeUpgrade({ versions }, { version: '1', today: day }, features, coverage(given, features, day));

describe('what maintenance covers, for any lots on any day', () => {
  it('is counted again by hand: units within their dates, demos aside', () => {
    fc.assert(
      fc.property(lots, today, (given, day) => {
        const there = given.filter(({ demo, validFrom, validUntil }) => {
          const begun = validFrom === null || Temporal.PlainDate.compare(validFrom, day) <= 0;
          return begun && demo !== true && (validUntil === null || Temporal.PlainDate.compare(day, validUntil) < 0);
        });
        for (const { feature, capacity, covered, missing } of coverage(given, features, day)) {
          const sum = (of: (one: ActiveLot) => { feature: string; quantity?: number } | undefined) =>
            there.reduce((total, one) => total + (of(one)?.feature === feature ? one.quantity * of(one)!.quantity! : 0), 0);
          expect(capacity).toBe(sum(({ grants }) => grants[0]));
          expect(covered).toBe(sum(({ covers }) => covers));
          expect(missing).toBe(capacity > covered ? capacity - covered : 0);
        }
      }),
    );
  });

  it('does not depend on the order of the lots, steps and words included', () => {
    fc.assert(
      fc.property(lots, today, (given, day) => {
        const one = coverage(given, features, day);
        const two = coverage(given.toReversed(), features, day);
        expect(JSON.stringify(two)).toBe(JSON.stringify(one));
        expect(two.map((found) => explainCoverage(found, 'de'))).toEqual(one.map((found) => explainCoverage(found, 'de')));
      }),
    );
  });

  it('reaches on every day before it ends and not on the day it does', () => {
    fc.assert(
      fc.property(lots, today, (given, day) => {
        for (const found of coverage(given, features, day)) {
          if (!reaches(found)) expect(found.until).toBeNull();
          for (let ahead = 0; reaches(found) && ahead <= 90; ahead++) {
            const then = day.add({ days: ahead });
            if (found.until !== null && Temporal.PlainDate.compare(then, found.until) >= 0) break;
            expect(reaches(on(given, then, found.feature)!)).toBe(true);
          }
          if (found.until !== null) expect(reaches(on(given, found.until, found.feature)!)).toBe(false);
        }
      }),
    );
  });

  it('is on every later day what the changes foretold', () => {
    fc.assert(
      fc.property(lots, today, fc.integer({ min: 0, max: 90 }), (given, day, ahead) => {
        const later = day.add({ days: ahead });
        const last = coverageChanges(given, features, day).findLast((change) => Temporal.PlainDate.compare(change.on, later) <= 0);
        const foretold = last?.values ?? coverageValues(coverage(given, features, day));
        expect(coverageValues(coverage(given, features, later))).toEqual(foretold);
      }),
    );
  });

  it('grants an upgrade exactly where something is licensed and nothing is missing; one more cover never takes it away', () => {
    fc.assert(
      fc.property(lots, lot, today, (given, extra, day) => {
        const list = coverage(given, features, day);
        const whole = list.some(({ capacity }) => capacity > 0) && list.every(({ capacity, covered }) => covered >= capacity);
        expect(upgrade(given, day)).toBe(whole ? 'valid' : 'maintenance-missing');
        if (whole) expect(upgrade([...given, { ...extra, grants: [] }], day)).toBe('valid');
      }),
    );
  });
});
