import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Feature } from '../catalog/index.ts';
import { type ActiveLot, allSteps, entitlementChanges, entitlements, entitlementValues, explain } from './index.ts';

const day = Temporal.PlainDate.from;
const features: readonly Feature[] = [
  { id: 'seats', kind: 'quantity', label: { en: 'Seats' } },
  { id: 'version', kind: 'version', label: { en: 'Version' }, versions: ['V3', 'V4', 'V6', 'V10'] },
  { id: 'voicemail', kind: 'flag', label: { en: 'Voice mail' } },
];
const lot = (
  lotId: string,
  partNumber: string,
  quantity: number,
  grants: ActiveLot['grants'],
  dates: Partial<ActiveLot> = {},
): ActiveLot => ({
  lotId,
  partNumber,
  quantity,
  grants,
  validFrom: null,
  validUntil: null,
  ...dates,
});
const seats = (quantity: number, dates: Partial<ActiveLot> = {}, id = 'lot_1'): ActiveLot =>
  lot(id, 'SEAT-20', quantity, [{ feature: 'seats', quantity: 20 }], dates);
const version = (name: string, dates: Partial<ActiveLot> = {}): ActiveLot =>
  lot(`lot_${name}`, `VER-${name}`, 1, [{ feature: 'version', version: name }], dates);
const today = day('2026-05-01');

describe('what a device may do', () => {
  it('adds quantities and takes the highest version: 5 × 20 and 20 are 120, V3 and V4 and V6 are V6 (B10)', () => {
    const lots = [seats(5), seats(1, {}, 'lot_2'), version('V4'), version('V6'), version('V3')];
    const list = entitlements({ lots, features, maxima: [], today });
    expect(entitlementValues(list)).toEqual({ seats: 120, version: 'V6' });
    expect(explain(list[0]!, 'en', { unit: () => 'seats' })).toEqual(['6 × 20 (SEAT-20) = 120 seats.']);
    expect(explain(list[1]!, 'en')).toEqual(['Granted are V3, V4, V6; the highest counts: V6 (VER-V6).']);
    expect(explain(list[1]!, 'de')).toEqual(['Gewährt sind V3, V4, V6; die höchste zählt: V6 (VER-V6).']);
  });

  it('orders versions as the pack does, not as text', () => {
    expect(entitlementValues(entitlements({ lots: [version('V6'), version('V10')], features, maxima: [], today }))).toEqual({
      version: 'V10',
    });
  });

  it('turns a flag on once, however many units grant it', () => {
    const list = entitlements({ lots: [lot('lot_9', 'VM', 3, [{ feature: 'voicemail' }])], features, maxima: [], today });
    expect(list[0]).toMatchObject({ value: true, validUntil: null });
    expect(explain(list[0]!, 'de')).toEqual(['Eingeschaltet durch VM.']);
  });

  it('counts a dated lot up to its last day, and says why it no longer counts after it', () => {
    const lots = [seats(1), seats(2, { validFrom: day('2026-01-01'), validUntil: day('2026-05-02') }, 'lot_2')];
    const [before] = entitlements({ lots, features, maxima: [], today });
    expect(before).toMatchObject({ value: 60, validFrom: day('2026-01-01'), validUntil: day('2026-05-02'), lastDay: day('2026-05-01') });
    const [after] = entitlements({ lots, features, maxima: [], today: day('2026-05-02') });
    expect(after).toMatchObject({ value: 20, validUntil: null });
    expect(explain(after!, 'en')).toEqual(['20 (SEAT-20) = 20.', '40 (SEAT-20) no longer counts: its last day is 1 May 2026.']);
    expect(explain(before!, 'de').at(-1)).toBe('Gilt so bis einschließlich 01.05.2026.');
  });

  it('keeps a version as long as any lot grants it', () => {
    const lots = [
      version('V6', { validUntil: day('2026-06-01') }),
      { ...version('V6', { validUntil: day('2026-09-01') }), lotId: 'lot_b' },
      version('V4'),
    ];
    expect(entitlements({ lots, features, maxima: [], today })[0]).toMatchObject({ value: 'V6', validUntil: day('2026-09-01') });
  });

  it('leaves out a feature that nothing grants today, but still tells its steps', () => {
    const lots = [seats(1, { validFrom: day('2026-06-01') })];
    expect(entitlements({ lots, features, maxima: [], today })).toEqual([]);
    expect(allSteps({ lots, features, maxima: [], today })).toMatchObject([
      { feature: 'seats', steps: [{ reason: 'not-yet-valid', counted: false }] },
    ]);
  });

  it('does not count a version that the order no longer names', () => {
    const list = entitlements({ lots: [version('V5'), version('V4')], features, maxima: [], today });
    expect(entitlementValues(list)).toEqual({ version: 'V4' });
    expect(explain(list[0]!, 'en')).toEqual([
      'V4 is granted by VER-V4.',
      'V5 (VER-V5) is not in the order of versions and does not count.',
    ]);
  });

  it('tells every day on which something will change', () => {
    const lots = [
      seats(1, { validUntil: day('2026-07-01') }),
      seats(1, { validFrom: day('2026-06-01'), validUntil: day('2026-08-01') }, 'lot_2'),
      version('V4', { validUntil: day('2026-08-01') }),
    ];
    expect(entitlementChanges({ lots, features, maxima: [], today }).map(({ on, values }) => [on.toString(), values])).toEqual([
      ['2026-06-01', { seats: 40, version: 'V4' }],
      ['2026-07-01', { seats: 20, version: 'V4' }],
      ['2026-08-01', {}],
    ]);
  });

  it('lets a demo fill up to the product’s maximum and no further, and says so (B12)', () => {
    const maxima = [{ feature: 'seats', maximum: 100 }];
    const demo = { ...seats(4, { validFrom: day('2026-04-20'), validUntil: day('2026-05-20') }, 'lot_demo'), demo: true };
    const [some] = entitlements({ lots: [seats(2), demo], features, maxima, today });
    expect(some).toMatchObject({ value: 100, maximum: 100, validFrom: day('2026-04-20'), validUntil: day('2026-05-20') });
    expect(explain(some!, 'en')).toEqual([
      '6 × 20 (SEAT-20) = 120.',
      'Of it 100 count: a demo fills up to the maximum of 100 and adds nothing above it.',
      'As it is until 19 May 2026, that day included.',
    ]);
    expect(explain(some!, 'de')[1]).toBe('Davon zählen 100: Eine Demo füllt bis zum Höchstwert von 100 auf und fügt darüber nichts hinzu.');
    expect(entitlements({ lots: [demo], features, maxima, today })[0]).toMatchObject({ value: 80, maximum: null });
  });

  it('takes nothing of what was bought, be it above a maximum that came later; a demo then adds nothing and its end takes nothing', () => {
    const maxima = [{ feature: 'seats', maximum: 100 }];
    const demo = { ...seats(1, { validUntil: day('2026-05-20') }, 'lot_demo'), demo: true };
    expect(entitlements({ lots: [seats(7)], features, maxima, today })[0]).toMatchObject({ value: 140, maximum: null });
    const lots = [seats(7), demo];
    expect(entitlements({ lots, features, maxima, today })[0]).toMatchObject({ value: 140, maximum: 100, validUntil: null });
    expect(entitlementChanges({ lots, features, maxima, today })).toEqual([]);
  });
});
