import { describe, expect, it } from 'vitest';
import { endDay, endLabel, endText } from './ends.ts';

const end = { until: '2025-01-30', lastDay: '2025-01-29' };

describe('The end of a licence', () => {
  it('is told with one of its two days, and with words that say which', () => {
    expect([endLabel('until', 'en'), endDay('until', end)]).toEqual(['Ends at 00:00 on', '2025-01-30']);
    expect([endLabel('last-day', 'en'), endDay('last-day', end)]).toEqual(['Last day', '2025-01-29']);
    expect(endText('until', 'en', '30 Jan 2025')).toBe('ends on 30 Jan 2025 at 00:00');
    expect(endText('last-day', 'en', '29 Jan 2025')).toBe('last day 29 Jan 2025');
  });

  it('is told in German, and in English to all others', () => {
    expect([endLabel('until', 'de'), endText('until', 'de', '30.01.2025')]).toEqual(['Endet um 0 Uhr am', 'endet am 30.01.2025 um 0 Uhr']);
    expect([endLabel('last-day', 'de'), endText('last-day', 'de', '29.01.2025')]).toEqual(['Letzter Tag', 'letzter Tag 29.01.2025']);
    for (const language of ['fr', null]) expect(endLabel('last-day', language)).toBe('Last day');
  });

  it('has no day where nothing ends', () => {
    for (const style of ['until', 'last-day'] as const) expect(endDay(style, { until: null, lastDay: null })).toBeNull();
  });
});
