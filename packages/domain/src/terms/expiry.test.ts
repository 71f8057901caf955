import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { isDueForExtension, noticeDue } from './index.ts';

const day = Temporal.PlainDate.from;
const until = (date: string) => ({ until: day(date) });
const rules = { combine: true, extendDaysBefore: 1 };

describe('extending by itself', () => {
  it.each([
    ['two days before the end', '2026-05-30', rules, false],
    ['on the last day', '2026-05-31', rules, true],
    ['on the day after, where nothing ran', '2026-06-01', rules, true],
    ['weeks after, where nothing ran', '2026-07-15', rules, true],
    ['so many days before as the pack says', '2026-05-18', { ...rules, extendDaysBefore: 14 }, true],
    ['and no earlier', '2026-05-17', { ...rules, extendDaysBefore: 14 }, false],
    ['on the last day, where licences do not combine', '2026-05-31', { ...rules, combine: false }, false],
    ['when it has ended, where licences do not combine', '2026-06-01', { ...rules, combine: false }, true],
  ] as const)('%s', (_, today, pack, expected) => {
    expect(isDueForExtension(until('2026-06-01'), day('2026-01-01'), day(today), pack)).toBe(expected);
  });

  it('leaves alone what had ended when it was switched on', () => {
    expect(isDueForExtension(until('2026-06-01'), day('2026-06-01'), day('2026-06-02'), rules)).toBe(false);
    expect(isDueForExtension(until('2026-06-02'), day('2026-06-01'), day('2026-06-02'), rules)).toBe(true);
  });
});

describe('days of notice', () => {
  it('are told one after the other, and after days without any only the nearest', () => {
    const told = (today: string) => noticeDue(until('2026-06-01'), [60, 30, 7], day(today));
    expect(['2026-04-01', '2026-04-02', '2026-05-01', '2026-05-02', '2026-05-25', '2026-05-31', '2026-06-01'].map(told)).toEqual([
      null,
      60,
      60,
      30,
      7,
      7,
      null,
    ]);
  });

  it('come each once, in falling order, whatever days pass between looks', () => {
    const looks = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 40 });
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { maxLength: 5 }), looks, (noticeDays, steps) => {
        let today = day('2026-01-01');
        const told: number[] = [];
        for (const step of steps) {
          const due = noticeDue(until('2026-09-01'), noticeDays, today);
          if (due !== null && told.at(-1) !== due) told.push(due);
          today = today.add({ days: step });
        }
        expect([...new Set(told)].sort((a, b) => b - a)).toEqual(told);
      }),
    );
  });
});
