import { randomTermsOf } from '@muniment/testkit/random-terms';
import { expect, test } from 'vitest';
import type { Part } from '../catalog/index.ts';
import { assignmentOutlook, type Chosen } from './index.ts';

const random = randomTermsOf(11);
const catalog = { ...random.pack, terms: { ...random.pack.terms, combine: true } };
const part = (number: string, days: number, category: string): Part => ({
  ...random.combinable[0]!,
  ...{ number, category, assignedTo: 'device', term: { runs: 'while-assigned', days } },
});
const [year, three, other] = [part('Y', 365, 'router'), part('Y3', 1095, 'router'), part('AP', 365, 'access-point')];
const product = (category: string) => ({ ...random.pack.products[0]!, parts: [{ category }] });
const router: Chosen = { taker: { kind: 'device', product: product('router') }, running: [], isReady: true };
const accessPoint: Chosen = { ...router, taker: { kind: 'device', product: product('access-point') } };
const licensed: Chosen = { ...router, running: [year] };
const shortest = { catalog, choose: { prefer: 'shortest' }, ifLicensed: 'extend' } as const;
const of = (one: Part, count: number, termDays = one.term!.days!) => ({ part: one, termDays, count });
const all = (count: number, group = 0) => Array.from({ length: count }, () => group);

test('of ten thousand all are counted, not those alone that one act would take', () => {
  const chosen = { groups: [router], order: all(10_000) };
  const few = assignmentOutlook(shortest, chosen, [of(three, 20_000), of(year, 150)]);
  expect(few).toMatchObject({ fitting: 20_150, missing: 0, licensed: 0, refused: 0 });
  expect(few.seconds).toEqual([{ termDays: 1095, insteadOfDays: 365, count: 9_850, firstCount: 150 }]);
  const short = assignmentOutlook(shortest, chosen, [of(three, 100), of(year, 300)]);
  expect(short).toMatchObject({ missing: 9_600, seconds: [{ count: 100, firstCount: 300 }] });
});

test('what fits none of them is not free for them', () => {
  const free = [of(year, 100)];
  expect(assignmentOutlook(shortest, { groups: [accessPoint], order: all(100) }, free)).toMatchObject({ fitting: 0, missing: 100 });
  const both = { groups: [accessPoint, router], order: [...all(3), ...all(2, 1)] };
  expect(assignmentOutlook(shortest, both, [...free, of(other, 1)])).toMatchObject({ fitting: 101, missing: 2 });
});

test('who is licensed stays so where it is not made longer, and takes nothing from the others', () => {
  const chosen = { groups: [licensed, router], order: [...all(5), ...all(2, 1)] };
  const refuse = { ...shortest, ifLicensed: 'refuse' } as const;
  expect(assignmentOutlook(refuse, chosen, [of(year, 2)])).toMatchObject({ licensed: 5, missing: 0 });
  expect(assignmentOutlook(refuse, chosen, [])).toMatchObject({ licensed: 5, missing: 2 });
  expect(assignmentOutlook(shortest, chosen, [of(year, 2)])).toMatchObject({ licensed: 0, missing: 5 });
  const apart = { ...shortest, catalog: { ...catalog, terms: { ...catalog.terms, combine: false } } };
  expect(assignmentOutlook(apart, chosen, [of(year, 2)])).toMatchObject({ licensed: 5, missing: 0 });
});

test('what gives other things than what runs is refused, and so is what is not there or takes none itself', () => {
  const more: Part = { ...year, number: 'Z', grants: [...year.grants, { feature: 'more' }] };
  const notReady: Chosen = { ...router, isReady: false };
  const chosen = { groups: [licensed, notReady], order: [0, 1, null] };
  expect(assignmentOutlook(shortest, chosen, [of(more, 9)])).toMatchObject({ refused: 3, missing: 0, fitting: 9 });
});

test('of a named licence there is as much as there is of it, and no second choice', () => {
  const rules = { ...shortest, choose: { lotId: 'lot' } };
  const chosen = { groups: [router, accessPoint], order: [0, 0, 0, 1] };
  expect(assignmentOutlook(rules, chosen, [of(three, 2)])).toEqual({ fitting: 2, missing: 2, licensed: 0, refused: 0, seconds: [] });
});
