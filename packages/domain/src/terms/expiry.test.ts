import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { type EndingWindow, extendAhead, extendedForDays, extensionWindows, isDueForExtension, noticeWindows } from './index.ts';

const day = Temporal.PlainDate.from;
const until = (date: string) => ({ until: day(date) });
const ahead = (extendDaysBefore: number, shortestDays = 365, combine = true) => extendAhead({ combine, extendDaysBefore }, shortestDays);
const lies = (end: Temporal.PlainDate, { after, last }: EndingWindow) =>
  Temporal.PlainDate.compare(after, end) < 0 && Temporal.PlainDate.compare(end, last) <= 0;

describe('extending by itself', () => {
  it.each([
    ['two days before the end', '2026-05-30', ahead(1), false],
    ['on the last day', '2026-05-31', ahead(1), true],
    ['on the day after, where nothing ran', '2026-06-01', ahead(1), true],
    ['weeks after, where nothing ran or the pool was empty', '2026-07-15', ahead(1), true],
    ['a quarter after', '2026-08-30', ahead(1), true],
    ['and no later: a device that went without for so long is left alone', '2026-08-31', ahead(1), false],
    ['so many days before as the pack says', '2026-05-18', ahead(14), true],
    ['and no earlier', '2026-05-17', ahead(14), false],
    ['on the last day, where licences do not combine', '2026-05-31', ahead(1, 365, false), false],
    ['when it has ended, where licences do not combine', '2026-06-01', ahead(1, 365, false), true],
  ] as const)('%s', (_, today, days, expected) => {
    expect(isDueForExtension(until('2026-06-01'), day('2026-01-01'), day(today), days)).toBe(expected);
  });

  it('leaves alone what had ended when it was switched on', () => {
    expect(isDueForExtension(until('2026-06-01'), day('2026-06-01'), day('2026-06-02'), 1)).toBe(false);
    expect(isDueForExtension(until('2026-06-02'), day('2026-06-01'), day('2026-06-02'), 1)).toBe(true);
  });

  it('begins at the latest on the last day, so that no day is without', () => {
    expect([ahead(0), ahead(1), ahead(14), ahead(14, 1), ahead(14, 14), ahead(14, 15), ahead(14, 365, false)]).toEqual([
      1, 1, 14, 1, 13, 14, 0,
    ]);
  });

  it('makes nothing due again at once, whatever the pack says and however short the licence that followed', () => {
    const terms = fc.record({ combine: fc.boolean(), extendDaysBefore: fc.integer({ min: 0, max: 60 }) });
    const [length, more, left] = [fc.integer({ min: 1, max: 400 }), fc.nat(400), fc.integer({ min: -extendedForDays, max: 60 })];
    fc.assert(
      fc.property(terms, length, more, left, (rules, shortest, longer, days) => {
        const today = day('2026-06-01');
        const due = extendAhead(rules, shortest);
        const licence = { until: today.add({ days }) };
        fc.pre(isDueForExtension(licence, day('2026-01-01'), today, due));
        // What begins anew for one day is on its last day.
        fc.pre(days > 0 || shortest + longer > 1);
        const then = { until: (days > 0 ? licence.until : today).add({ days: shortest + longer }) };
        expect(isDueForExtension(then, day('2026-01-01'), today, due)).toBe(false);
      }),
    );
  });

  it('is looked for where it is due and nowhere else, what runs before what has ended', () => {
    const today = day('2026-06-01');
    const [ends, days] = [fc.integer({ min: -200, max: 100 }), fc.integer({ min: 0, max: 60 })];
    fc.assert(
      fc.property(ends, fc.integer({ min: -200, max: 0 }), days, (end, since, due) => {
        const licence = { until: today.add({ days: end }) };
        const windows = extensionWindows(today.add({ days: since }), today, due);
        const found = windows.filter((window) => lies(licence.until, window));
        expect(found).toHaveLength(isDueForExtension(licence, today.add({ days: since }), today, due) ? 1 : 0);
        if (end > 0 && found.length > 0) expect(found[0]).toBe(windows[0]);
      }),
    );
  });
});

describe('days of notice', () => {
  const due = (end: Temporal.PlainDate, noticeDays: readonly number[], today: Temporal.PlainDate) =>
    noticeWindows(noticeDays, today).flatMap((window) => (lies(end, window) ? [window.days] : []));

  it('are told one after the other, and after days without any only the nearest', () => {
    const told = (today: string) => due(day('2026-06-01'), [60, 30, 7], day(today));
    const days = ['2026-04-01', '2026-04-02', '2026-05-01', '2026-05-02', '2026-05-25', '2026-05-31', '2026-06-01', '2026-06-02'];
    expect(days.map(told)).toEqual([[], [60], [60], [30], [7], [7], [], []]);
    expect(noticeWindows([], day('2026-06-01'))).toEqual([]);
  });

  it('come each once, in falling order, whatever days pass between looks', () => {
    const looks = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 40 });
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { maxLength: 5 }), looks, (noticeDays, steps) => {
        let today = day('2026-01-01');
        const told: number[] = [];
        for (const step of steps) {
          const now = due(day('2026-09-01'), noticeDays, today);
          expect(now.length).toBeLessThanOrEqual(1);
          for (const days of now) if (told.at(-1) !== days) told.push(days);
          today = today.add({ days: step });
        }
        expect([...new Set(told)].sort((a, b) => b - a)).toEqual(told);
      }),
    );
  });
});
