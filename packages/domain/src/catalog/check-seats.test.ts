import { describe, expect, it } from 'vitest';
import { readPack } from '../../test/packs.ts';
import {
  acceptsPart,
  type CatalogPack,
  checkPack,
  checkPackUpdate,
  goesToPool,
  type PackIssue,
  type PackIssueCode,
  type QuantityFeature,
} from './index.ts';

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
type Draft = Mutable<CatalogPack>;
type Change = (draft: Draft) => unknown;

/** Floating licences, borrowing and node-locked workstations. */
const pack = readPack('catalogs/survey-network/pack.yaml');

function changed(change: Change): CatalogPack {
  const draft = structuredClone(pack) as Draft;
  change(draft);
  return draft;
}

const shown = (issues: readonly PackIssue[]) => issues.map(({ code, path }) => `${code} at ${path.join('.')}`);
const counted = (draft: Draft, index = 0) => draft.features[index] as Mutable<QuantityFeature>;
const subscription = pack.parts.findIndex(({ floating, term }) => floating && term !== undefined);
const locked = pack.parts.findIndex(({ floating }) => !floating);
const weights = pack.products[0]!.fingerprint!.components.reduce((sum, { weight }) => sum + weight, 0);
const flag = pack.features.find(({ kind }) => kind === 'flag')!.id;

const mistakes: readonly (readonly [what: string, change: Change, issue: `${PackIssueCode} at ${string}`])[] = [
  [
    'a sign of life that comes when the seat is lost',
    (p) => (counted(p).seats!.heartbeatSeconds = counted(p).seats!.leaseSeconds),
    'seats-not-possible at features.0.seats.heartbeatSeconds',
  ],
  [
    'a borrow document that outlives the borrowing',
    (p) => (counted(p).seats!.borrow!.documentDays = counted(p).seats!.borrow!.longestDays + 1),
    'seats-not-possible at features.0.seats.borrow.documentDays',
  ],
  ['floating maintenance', (p) => (p.parts[0]!.class = 'maintenance'), 'floating-not-possible at parts.0.class'],
  [
    'a floating licence whose days run from an activation that never is',
    (p) => (p.parts[subscription]!.term!.runs = 'from-activation'),
    `floating-not-possible at parts.${subscription}.term.runs`,
  ],
  ['a floating licence that grants nothing', (p) => (p.parts[0]!.grants = []), 'floating-not-possible at parts.0.grants'],
  [
    'a floating licence of a feature that is only on or off',
    (p) => p.parts[0]!.grants.push({ feature: flag }),
    'floating-not-possible at parts.0.grants.1.feature',
  ],
  [
    'a floating licence of a feature nobody knows',
    (p) => (p.parts[0]!.grants[0]!.feature = 'nothing'),
    'feature-unknown at parts.0.grants.0.feature',
  ],
  [
    'a product that takes a floating licence',
    (p) => p.products[0]!.parts.push({ part: p.parts[0]!.number }),
    'part-floating at products.0.parts.1.part',
  ],
  [
    'a demo of a floating licence',
    (p) =>
      p.products[0]!.demos.push({ id: 'd', label: p.products[0]!.label, part: p.parts[subscription]!.number, count: 1, starts: 'request' }),
    'part-floating at products.0.demos.0.part',
  ],
  [
    'a fingerprint that no workstation reaches',
    (p) => (p.products[0]!.fingerprint!.atLeast = weights + 1),
    'fingerprint-not-possible at products.0.fingerprint.atLeast',
  ],
  [
    'a component that counts twice',
    (p) => (p.products[0]!.fingerprint!.components[1]!.id = 'machine-id'),
    'duplicate-id at products.0.fingerprint.components.1.id',
  ],
];

describe('a pack with seats and workstations (C3, C4, C7)', () => {
  it('has no mistakes', () => {
    expect(checkPack(pack)).toEqual([]);
  });

  it.each(mistakes)('is not loaded with %s', (_, change, issue) => {
    expect(shown(checkPack(changed(change)))).toEqual([issue]);
  });

  it('asks nothing of a workstation that does not fetch its licences itself', () => {
    const without = changed((p) => {
      delete p.products[0]!.enrolment;
      p.products[0]!.offlineDays = 30;
    });
    const fields = ['fingerprint', 'binding', 'clock', 'offlineDays'];
    expect(shown(checkPack(without))).toEqual(fields.map((field) => `enrolment-missing at products.0.${field}`));
  });

  it('says for a floating licence that covers a capacity that it never meets one', () => {
    const covering = changed((p) => (p.parts[0]!.covers = { feature: 'cloud-seats', quantity: 1 }));
    expect(shown(checkPack(covering))).toContain('floating-not-possible at parts.0.covers');
  });

  it('leaves floating licences in the pool: they go there and no device takes them, whatever their category', () => {
    expect(pack.parts.every((part) => goesToPool(pack, part))).toBe(true);
    const wider = changed((p) => p.products[0]!.parts.push({ category: 'network' }));
    expect(acceptsPart(wider.products[0]!, wider.parts[0]!)).toBe(false);
    expect(acceptsPart(wider.products[0]!, wider.parts[locked]!)).toBe(true);
  });
});

describe('a new version of a pack with seats', () => {
  it('keeps its seats, and what floats floats', () => {
    expect(checkPackUpdate(pack, pack)).toEqual([]);
    const without = changed((p) => delete counted(p, 2).seats);
    expect(shown(checkPackUpdate(pack, without))).toEqual(['seats-missing at features.2']);
    const other = changed((p) => {
      p.parts[0]!.floating = false;
      p.parts[locked]!.floating = true;
    });
    expect(shown(checkPackUpdate(pack, other))).toEqual([
      'part-floating-changed at parts.0.floating',
      `part-floating-changed at parts.${locked}.floating`,
    ]);
    const stored = changed((p) => {
      for (const part of p.parts) delete (part as Partial<Draft['parts'][number]>).floating;
    });
    expect(shown(checkPackUpdate(stored, pack))).toContain('part-floating-changed at parts.0.floating');
    expect(shown(checkPackUpdate(stored, pack))).not.toContain(`part-floating-changed at parts.${locked}.floating`);
  });
});
