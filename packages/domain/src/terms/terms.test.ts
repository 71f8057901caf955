import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { hasEnded, isWithin, lastDayOf, startOfDay, vendorDay } from './index.ts';

const day = Temporal.PlainDate.from;
const instant = Temporal.Instant.from;

describe('the vendor’s days', () => {
  it('begin at midnight in the vendor’s zone, wherever the caller is', () => {
    expect(vendorDay(instant('2026-05-01T21:59:59Z'), 'Europe/Amsterdam').toString()).toBe('2026-05-01');
    expect(vendorDay(instant('2026-05-01T22:00:00Z'), 'Europe/Amsterdam').toString()).toBe('2026-05-02');
    expect(vendorDay(instant('2026-05-01T22:00:00Z'), 'America/St_Johns').toString()).toBe('2026-05-01');
  });

  it('are 23 and 25 hours long on the days clocks change', () => {
    const hours = (on: string) =>
      startOfDay(day(on), 'Europe/Amsterdam')
        .until(startOfDay(day(on).add({ days: 1 }), 'Europe/Amsterdam'))
        .total('hours');
    expect([hours('2026-03-29'), hours('2026-10-25'), hours('2026-05-01')]).toEqual([23, 25, 24]);
  });

  it('begin later where a clock change skips midnight', () => {
    expect(startOfDay(day('2018-11-04'), 'America/Sao_Paulo').toString()).toBe('2018-11-04T03:00:00Z');
  });
});

describe('periods', () => {
  const period = { validFrom: day('2026-05-01'), validUntil: day('2026-06-01') };
  it('include their first day and not the day they end', () => {
    expect(['2026-04-30', '2026-05-01', '2026-05-31', '2026-06-01'].map((on) => isWithin(period, day(on)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(lastDayOf(period.validUntil).toString()).toBe('2026-05-31');
    expect(hasEnded(period, day('2026-06-01'))).toBe(true);
  });
  it('without an end or a beginning are open', () => {
    expect(isWithin({ validFrom: null, validUntil: null }, day('9999-12-31'))).toBe(true);
  });
});
