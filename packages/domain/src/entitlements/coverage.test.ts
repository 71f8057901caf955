import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { readPack } from '../../test/packs.ts';
import {
  type ActiveLot,
  coverage,
  coverageChanges,
  coveredFeatures,
  explainCoverage,
  judgeUpgrade,
  type UpgradeDecision,
} from './index.ts';

const day = Temporal.PlainDate.from;
const today = day('2026-05-01');
const lot = (lotId: string, partNumber: string, quantity: number, more: Partial<ActiveLot>): ActiveLot => ({
  lotId,
  partNumber,
  quantity,
  grants: [],
  validFrom: null,
  validUntil: null,
  ...more,
});
const capacity = (quantity: number, more: Partial<ActiveLot> = {}, id = 'lot_c'): ActiveLot =>
  lot(id, 'CAP-25', quantity, { grants: [{ feature: 'endpoints', quantity: 25 }], ...more });
const cover = (quantity: number, from: string, until: string, more: Partial<ActiveLot> = {}, id = 'lot_m'): ActiveLot =>
  lot(id, 'CARE-25', quantity, {
    covers: { feature: 'endpoints', quantity: 25 },
    validFrom: day(from),
    validUntil: day(until),
    ...more,
  });
const of = (lots: readonly ActiveLot[], on = today) => coverage(lots, ['endpoints'], on)[0];

describe('what maintenance covers of a licensed capacity (E7)', () => {
  it('must reach the sum of the capacities: one of 25 leaves 25 of 50 missing, a second one makes it whole', () => {
    const one = of([capacity(2), cover(1, '2026-01-01', '2027-01-01')])!;
    expect(one).toMatchObject({ capacity: 50, covered: 25, missing: 25, until: null });
    expect(explainCoverage(one, 'en', { unit: () => 'endpoints' })).toEqual({
      text: '25 of 50 covered: 25 missing',
      why: [
        'Licensed: 2 × 25 (CAP-25) = 50 endpoints.',
        'Covered by maintenance: 25 (CARE-25) = 25 endpoints.',
        'Maintenance for 25 endpoints is missing; until it is there no upgrade is granted.',
      ],
    });
    expect(explainCoverage(one, 'de').text).toBe('25 von 50 abgedeckt: 25 fehlen');
    const two = of([capacity(2), cover(1, '2026-01-01', '2027-01-01'), cover(1, '2026-03-01', '2029-03-01', {}, 'lot_n')])!;
    expect(two).toMatchObject({ capacity: 50, covered: 50, missing: 0, until: day('2027-01-01'), lastDay: day('2026-12-31') });
    expect(explainCoverage(two, 'de')).toEqual({
      text: '50 von 50 abgedeckt',
      why: [
        'Lizenziert: 2 × 25 (CAP-25) = 50.',
        'Durch Wartung abgedeckt: 2 × 25 (CARE-25) = 50.',
        'Abgedeckt bis einschließlich 31.12.2026.',
      ],
    });
  });

  it('reaches as well where it covers more than there is', () => {
    expect(of([capacity(1), cover(3, '2026-01-01', '2027-01-01')])).toMatchObject({ capacity: 25, covered: 75, missing: 0 });
  });

  it('does not count before its first day nor after its last, and says so', () => {
    const lots = [capacity(1), cover(1, '2025-01-01', '2026-05-01'), cover(1, '2026-06-01', '2027-06-01', {}, 'lot_n')];
    const found = of(lots)!;
    expect(found).toMatchObject({ covered: 0, missing: 25, until: null });
    expect(explainCoverage(found, 'en').why).toEqual([
      'Licensed: 25 (CAP-25) = 25.',
      'Covered by maintenance: 0.',
      '25 (CARE-25) no longer counts: its last day is 30 Apr 2026.',
      '25 (CARE-25) does not count yet: its first day is 1 Jun 2026.',
      'Maintenance for 25 is missing; until it is there no upgrade is granted.',
    ]);
    expect(of(lots, day('2026-04-30'))).toMatchObject({ covered: 25, missing: 0, until: day('2026-05-01') });
  });

  it('goes on over a renewal that follows without a gap, and ends where capacity ends or grows past it', () => {
    const renewed = [cover(1, '2025-06-01', '2026-06-01'), cover(1, '2026-06-01', '2027-06-01', {}, 'lot_n')];
    expect(of([capacity(1), ...renewed])!.until).toEqual(day('2027-06-01'));
    expect(of([capacity(1, { validUntil: day('2026-07-01') }), ...renewed])!.until).toEqual(day('2026-07-01'));
    const more = capacity(1, { validFrom: day('2026-05-20') }, 'lot_d');
    expect(of([capacity(1), more, ...renewed])!.until).toEqual(day('2026-05-20'));
  });

  it('never ends where maintenance is for good', () => {
    const forever = cover(1, '2026-01-01', '2027-01-01', { validUntil: null });
    expect(of([capacity(1), forever])).toMatchObject({ missing: 0, until: null });
  });

  it('leaves demos aside: what shows for a while needs no maintenance and gives none', () => {
    expect(of([capacity(1), capacity(4, { demo: true }, 'lot_demo'), cover(1, '2026-01-01', '2027-01-01')])).toMatchObject({
      capacity: 25,
      missing: 0,
    });
    expect(of([capacity(1), cover(1, '2026-01-01', '2027-01-01', { demo: true })])).toMatchObject({ covered: 0, missing: 25 });
  });

  it('says that nothing is licensed where there is maintenance only, and nothing at all where no lot speaks of it', () => {
    const only = of([cover(1, '2026-01-01', '2027-01-01')])!;
    expect(only).toMatchObject({ capacity: 0, covered: 25, missing: 0, until: null });
    expect(explainCoverage(only, 'en').text).toBe('nothing licensed that could be covered');
    expect(of([lot('lot_x', 'OTHER', 1, { grants: [{ feature: 'else', quantity: 1 }] })])).toBeUndefined();
  });

  it('tells every day on which it will change', () => {
    const lots = [capacity(1), cover(1, '2026-05-10', '2026-06-01'), capacity(1, { validUntil: day('2026-05-20') }, 'lot_d')];
    const changes = coverageChanges(lots, ['endpoints'], today);
    expect(changes.map(({ on, values }) => [on.toString(), values['endpoints']])).toEqual([
      ['2026-05-10', { capacity: 50, covered: 25 }],
      ['2026-05-20', { capacity: 25, covered: 25 }],
      ['2026-06-01', { capacity: 25, covered: 0 }],
    ]);
  });
});

const versions = [
  { version: '3.3', released: '2021-09-01' },
  { version: '3.4', released: '2026-05-01' },
  { version: '3.5', released: '2026-05-02' },
];
const upgrades: readonly [what: string, lots: readonly ActiveLot[], version: string, expected: UpgradeDecision][] = [
  ['a released version, all covered', [capacity(2), cover(2, '2026-01-01', '2027-01-01')], '3.3', 'valid'],
  ['a version of today, all covered', [capacity(2), cover(2, '2026-01-01', '2027-01-01')], '3.4', 'valid'],
  ['a version of tomorrow', [capacity(2), cover(2, '2026-01-01', '2027-01-01')], '3.5', 'version-not-released'],
  ['a version nobody knows', [capacity(2), cover(2, '2026-01-01', '2027-01-01')], '3.6', 'version-not-known'],
  ['25 of 50 covered', [capacity(2), cover(1, '2026-01-01', '2027-01-01')], '3.3', 'maintenance-missing'],
  ['maintenance that ended yesterday', [capacity(1), cover(1, '2025-05-01', '2026-05-01')], '3.3', 'maintenance-missing'],
  ['maintenance that begins tomorrow', [capacity(1), cover(1, '2026-05-02', '2027-05-02')], '3.3', 'maintenance-missing'],
  ['no maintenance', [capacity(1)], '3.3', 'maintenance-missing'],
  ['maintenance and no capacity', [cover(1, '2026-01-01', '2027-01-01')], '3.3', 'maintenance-missing'],
];

describe('an upgrade', () => {
  it.each(upgrades)('is decided with %s', (_, lots, version, expected) => {
    const asked = ['endpoints'];
    expect(judgeUpgrade({ versions }, { version, today }, asked, coverage(lots, asked, today))).toBe(expected);
  });

  it('needs every capacity covered that is licensed, and none that is not', () => {
    const asked = ['endpoints', 'cameras'];
    const lots = [capacity(1), cover(1, '2026-01-01', '2027-01-01')];
    const ask = (all: readonly ActiveLot[]) => judgeUpgrade({ versions }, { version: '3.3', today }, asked, coverage(all, asked, today));
    expect(ask(lots)).toBe('valid');
    expect(ask([...lots, lot('lot_x', 'CAM', 1, { grants: [{ feature: 'cameras', quantity: 4 }] })])).toBe('maintenance-missing');
  });

  it('is free where no maintenance is sold for the product', () => {
    expect(judgeUpgrade({ versions }, { version: '3.3', today }, [], [])).toBe('valid');
  });
});

describe('the capacities that maintenance is sold for', () => {
  it('are those which a part covers that the product takes', () => {
    const pack = readPack('catalogs/pbx-channel/pack.yaml');
    const [product, part] = [pack.products[0]!, pack.parts[0]!];
    const care = { ...part, number: 'CARE', category: 'care', covers: { feature: 'seats', quantity: 4 } };
    const withCare = { ...pack, parts: [...pack.parts, care] };
    expect(coveredFeatures(withCare, { ...product, parts: [{ category: 'care' }] })).toEqual(['seats']);
    expect(coveredFeatures(withCare, { ...product, parts: [{ part: part.number }] })).toEqual([]);
  });
});
