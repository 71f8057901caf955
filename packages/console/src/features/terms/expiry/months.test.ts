import { describe, expect, it } from 'vitest';
import { daysOf, monthAfter, monthsFrom, weekdayOf } from './months.ts';

describe('The months of the calendar', () => {
  it('go over the end of a year, and end where they began', () => {
    expect(monthAfter('2026-12')).toBe('2027-01');
    expect(monthsFrom('2026-11-27').slice(0, 3)).toEqual(['2026-11', '2026-12', '2027-01']);
    expect(monthsFrom('2026-11-27').at(-1)).toBe('2027-11');
  });

  it('have their own days, in leap years too', () => {
    expect(daysOf('2028-02')).toHaveLength(29);
    expect(daysOf('2027-02').at(-1)).toBe('2027-02-28');
  });

  it('begin on their own day of the week, Monday first', () => {
    expect(weekdayOf('2026-11-30')).toBe(0);
    expect(weekdayOf('2026-11-29')).toBe(6);
  });
});
