import { describe, expect, it } from 'vitest';
import { daysOf } from './overuse-periods.ts';

describe('A period by which over-use is charged', () => {
  it('is the quarter or the year that a day lies in, or the one before', () => {
    expect(daysOf('this-quarter', '2026-01-10')).toEqual({ from: '2026-01-01', to: '2026-03-31' });
    expect(daysOf('last-quarter', '2026-01-10')).toEqual({ from: '2025-10-01', to: '2025-12-31' });
    expect(daysOf('this-quarter', '2026-06-30')).toEqual({ from: '2026-04-01', to: '2026-06-30' });
    expect(daysOf('last-quarter', '2026-12-31')).toEqual({ from: '2026-07-01', to: '2026-09-30' });
    expect(daysOf('this-year', '2024-02-29')).toEqual({ from: '2024-01-01', to: '2024-12-31' });
    expect(daysOf('last-year', '2024-02-29')).toEqual({ from: '2023-01-01', to: '2023-12-31' });
  });

  it('begins where the one before ends, on every day of four years', () => {
    for (let day = new Date('2023-01-01T00:00:00Z'); day.getUTCFullYear() < 2027; day = new Date(day.getTime() + 86_400_000)) {
      const today = day.toISOString().slice(0, 10);
      const [now, before] = [daysOf('this-quarter', today), daysOf('last-quarter', today)];
      expect(now.from <= today && today <= now.to, today).toBe(true);
      expect(new Date(Date.parse(`${before.to}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10), today).toBe(now.from);
    }
  });
});
