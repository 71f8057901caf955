import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { daysOf, lastDayOf, removalSteps, startOfDay, untilOf, useUp, vendorDay } from './index.ts';

const day = Temporal.PlainDate.from;
const usual = { roundUpDays: 1, countLastDay: true, deductDays: 1 };

const left = (days: number, startsOn: string, removedOn: string, rule = usual) => {
  const { used, deducted, remaining } = removalSteps({ days, startsOn: day(startsOn) }, day(removedOn), rule);
  return [used, deducted, remaining];
};

describe('a term that runs', () => {
  it('ends its days after its first, by the calendar', () => {
    expect(untilOf({ days: 365, startsOn: day('2024-01-31') }).toString()).toBe('2025-01-30');
    expect(untilOf({ days: 327, startsOn: day('2024-03-07') }).toString()).toBe('2025-01-28');
    expect(untilOf({ days: 1, startsOn: day('2024-02-29') }).toString()).toBe('2024-03-01');
    expect(untilOf({ days: 365, startsOn: day('2023-02-28') }).toString()).toBe('2024-02-28');
    expect(untilOf({ days: 365, startsOn: day('2024-02-28') }).toString()).toBe('2025-02-27');
    expect(untilOf({ days: 1825, startsOn: day('2024-02-29') }).toString()).toBe('2029-02-27');
    expect(lastDayOf(untilOf({ days: 1, startsOn: day('2026-12-31') })).toString()).toBe('2026-12-31');
  });
});

describe('taking a term licence off', () => {
  it('leaves what the vendor’s worked example says, with every step', () => {
    const steps = removalSteps({ days: 365, startsOn: day('2024-01-31') }, day('2024-03-06'), usual);
    const text = Object.fromEntries(
      Object.entries(steps).map(([name, value]) => [name, typeof value === 'object' ? String(value) : value]),
    );
    expect(text).toEqual({
      days: 365,
      startsOn: '2024-01-31',
      until: '2025-01-30',
      removedOn: '2024-03-06',
      roundedTo: '2024-03-07',
      countsLastDay: true,
      used: 37,
      deducted: 1,
      remaining: 327,
    });
  });

  it.each([
    ['on the day it was assigned', 365, '2024-01-31', '2024-01-31', [2, 1, 362]],
    ['on the day after', 365, '2024-01-31', '2024-02-01', [3, 1, 361]],
    ['three days before its last: one day is left', 365, '2024-01-31', '2025-01-26', [363, 1, 1]],
    ['two days before its last: nothing is left', 365, '2024-01-31', '2025-01-27', [364, 1, 0]],
    ['on the day before its last: there is nothing to deduct', 365, '2024-01-31', '2025-01-28', [365, 0, 0]],
    ['on its last day', 365, '2024-01-31', '2025-01-29', [365, 0, 0]],
    ['on the day it ended', 365, '2024-01-31', '2025-01-30', [365, 0, 0]],
    ['years after its end', 365, '2024-01-31', '2031-06-01', [365, 0, 0]],
    ['a term of one day', 1, '2024-05-05', '2024-05-05', [1, 0, 0]],
    ['a term of two days', 2, '2024-05-05', '2024-05-05', [2, 0, 0]],
    ['a term of three days', 3, '2024-05-05', '2024-05-05', [2, 1, 0]],
    ['a term of four days', 4, '2024-05-05', '2024-05-05', [2, 1, 1]],
    ['over the end of February in a leap year', 30, '2024-02-27', '2024-02-28', [3, 1, 26]],
    ['over the end of February in another', 30, '2025-02-27', '2025-02-28', [3, 1, 26]],
    ['over a whole leap year', 1095, '2024-01-01', '2024-12-31', [367, 1, 727]],
    ['over a whole other year', 1095, '2025-01-01', '2025-12-31', [366, 1, 728]],
  ] as const)('%s', (_, days, startsOn, removedOn, expected) => {
    expect(left(days, startsOn, removedOn)).toEqual(expected);
  });

  it('costs what another vendor’s rule says', () => {
    const on = (rule: typeof usual) => left(365, '2024-01-31', '2024-03-06', rule);
    expect(on({ roundUpDays: 0, countLastDay: false, deductDays: 0 })).toEqual([35, 0, 330]);
    expect(on({ roundUpDays: 0, countLastDay: true, deductDays: 0 })).toEqual([36, 0, 329]);
    expect(on({ roundUpDays: 1, countLastDay: false, deductDays: 0 })).toEqual([36, 0, 329]);
    expect(on({ roundUpDays: 0, countLastDay: true, deductDays: 30 })).toEqual([36, 30, 299]);
    expect(on({ roundUpDays: 14, countLastDay: true, deductDays: 0 })).toEqual([50, 0, 315]);
    expect(left(365, '2024-01-31', '2024-01-31', { roundUpDays: 0, countLastDay: false, deductDays: 0 })).toEqual([0, 0, 365]);
    expect(left(10, '2024-01-31', '2024-02-04', { roundUpDays: 0, countLastDay: true, deductDays: 30 })).toEqual([5, 5, 0]);
  });

  it('never makes days, whatever the rule and the dates', () => {
    const rule = fc.record({ roundUpDays: fc.nat(40), countLastDay: fc.boolean(), deductDays: fc.nat(40) });
    fc.assert(
      fc.property(rule, fc.integer({ min: 1, max: 4_000 }), fc.nat(20_000), fc.nat(5_000), (numbers, days, from, later) => {
        const startsOn = day('1990-01-01').add({ days: from });
        const steps = removalSteps({ days, startsOn }, startsOn.add({ days: later }), numbers);
        expect(steps.used + steps.deducted + steps.remaining).toBe(days);
        expect(Math.min(steps.used, steps.deducted, steps.remaining)).toBeGreaterThanOrEqual(0);
        // What is left is never more than what it still could have run, nor does waiting a day ever give more.
        expect(steps.remaining).toBeLessThanOrEqual(Math.max(0, days - later));
        const next = removalSteps({ days, startsOn }, startsOn.add({ days: later + 1 }), numbers);
        expect(next.remaining).toBeLessThanOrEqual(steps.remaining);
      }),
    );
  });
});

describe('the vendor’s day decides, not the client’s', () => {
  const left23 = (at: string, zone: string) => left(365, '2024-01-31', vendorDay(Temporal.Instant.from(at), zone).toString())[2];

  it('a minute before and after the vendor’s midnight, for a client half a world away', () => {
    expect(left23('2024-03-06T23:59:00+01:00', 'Europe/Berlin')).toBe(327);
    expect(left23('2024-03-07T00:01:00+01:00', 'Europe/Berlin')).toBe(326);
    expect(left23('2024-03-07T11:59:00+13:00', 'Europe/Berlin')).toBe(327);
    expect(left23('2024-03-06T15:01:00-08:00', 'Europe/Berlin')).toBe(326);
  });

  it('on the days of 23 and 25 hours a day is a day', () => {
    for (const [on, zone] of [
      ['2024-03-31', 'Europe/Berlin'],
      ['2024-10-27', 'Europe/Berlin'],
      ['2024-04-07', 'Australia/Lord_Howe'],
    ] as const) {
      const begins = startOfDay(day(on), zone);
      const ends = startOfDay(day(on).add({ days: 1 }), zone);
      expect(ends.since(begins).total('hours')).not.toBe(24);
      const atStart = vendorDay(begins, zone);
      const atEnd = vendorDay(ends.subtract({ seconds: 1 }), zone);
      expect([atStart.toString(), atEnd.toString()]).toEqual([on, on]);
      expect(left(365, on, atEnd.toString())).toEqual([2, 1, 362]);
      expect(left(365, on, vendorDay(ends, zone).toString())).toEqual([3, 1, 361]);
    }
  });

  it('where a clock change skips midnight, and where a whole day was skipped', () => {
    const begins = startOfDay(day('2018-11-04'), 'America/Sao_Paulo');
    expect(vendorDay(begins, 'America/Sao_Paulo').toString()).toBe('2018-11-04');
    expect(vendorDay(begins.subtract({ nanoseconds: 1 }), 'America/Sao_Paulo').toString()).toBe('2018-11-03');
    expect(left(365, '2018-11-03', '2018-11-04')).toEqual([3, 1, 361]);
    // 30 December 2011 did not happen there, yet the calendar has it: nobody gains a day.
    const eve = Temporal.Instant.from('2011-12-29T23:59:00-10:00');
    const days = [eve, eve.add({ minutes: 2 })].map((at) => vendorDay(at, 'Pacific/Apia').toString());
    expect(days).toEqual(['2011-12-29', '2011-12-31']);
    expect(left(365, days[0]!, days[1]!)).toEqual([4, 1, 360]);
  });
});

describe('what a licence is made of', () => {
  it('is used up from the first on, and what is left adds up', () => {
    const shares = [
      { id: 'a', days: 3 },
      { id: 'b', days: 5 },
      { id: 'c', days: 1 },
    ];
    expect(useUp(shares, 0)).toEqual(shares);
    expect(useUp(shares, 2)).toEqual([{ id: 'a', days: 1 }, shares[1], shares[2]]);
    expect(useUp(shares, 3)).toEqual([shares[1], shares[2]]);
    expect(useUp(shares, 7)).toEqual([{ id: 'b', days: 1 }, shares[2]]);
    expect(useUp(shares, 9)).toEqual([]);
    expect(useUp(shares, 90)).toEqual([]);
    fc.assert(
      fc.property(fc.array(fc.record({ days: fc.integer({ min: 1, max: 50 }) })), fc.nat(200), (list, days) => {
        expect(daysOf(useUp(list, days))).toBe(Math.max(0, daysOf(list) - days));
      }),
    );
  });
});
