import { expect, test } from 'vitest';
import { formatNamingZone, timestampInZone } from './format.ts';

const midnightInBerlin = '2026-04-08T22:00:00Z';

test('what the vendor\u2019s day decides is told by the vendor\u2019s clock, and names it to who has another', () => {
  expect(formatNamingZone(midnightInBerlin, 'en', 'Europe/Berlin', 'America/New_York')).toBe('9 Apr 2026, 00:00 (Europe/Berlin)');
  expect(formatNamingZone(midnightInBerlin, 'en', 'America/New_York', 'UTC')).toBe('8 Apr 2026, 18:00 (America/New York)');
  expect(formatNamingZone(midnightInBerlin, 'de', 'Europe/Berlin', 'Europe/Berlin')).toBe('09.04.2026, 00:00');
});

test('a list that is passed on has its instants as the licence log has them', () => {
  expect(timestampInZone(midnightInBerlin, 'Europe/Berlin')).toBe('2026-04-09 00:00:00');
});
