import { randomTermsOf } from '@muniment/testkit/random-terms';
import { expect, test } from 'vitest';
import type { Part } from '../catalog/index.ts';
import { passedOver, secondChoices } from './second-choice.ts';

const random = randomTermsOf(11).combinable[0]!;
const part = (days: number): Part => ({ ...random, term: { runs: 'while-assigned', days } });
const [year, three] = [part(365), part(1095)];
const of = (one: Part, termDays = one.term!.days) => ({ part: one, termDays });

test('what is longer than the shortest that was on offer is the second choice; for the longest it is what is shorter', () => {
  const offer = [of(three), of(year)];
  expect([passedOver('shortest', of(year), offer), passedOver('shortest', of(three), offer)]).toEqual([null, 365]);
  expect([passedOver('longest', of(three), offer), passedOver('longest', of(year), offer)]).toEqual([null, 1095]);
});

test('where there never was a shorter one nothing was passed over', () => {
  expect(passedOver('shortest', of(three), [of(three)])).toBeNull();
  expect(passedOver('shortest', of(three), [])).toBeNull();
});

test('a rest that came back from a device counts as what it was, so that a whole one beside it is no second choice', () => {
  const offer = [of(year, 327), of(year)];
  expect([passedOver('shortest', of(year), offer), passedOver('longest', of(year, 327), offer)]).toEqual([null, null]);
  // What was put together of several is as long as it is.
  expect(passedOver('shortest', of(year, 1460), offer)).toBe(365);
});

test('what is no worse than what was preferred is never a second choice, of whatever part it is a rest', () => {
  const offer = [of(three, 100), of(year), of(three)];
  expect([of(three, 100), of(year), of(three, 400), of(three)].map((one) => passedOver('shortest', one, offer))).toEqual([
    null,
    null,
    365,
    365,
  ]);
  // The year is the longest there is, and the rest of the three years is less than it.
  const rests = [of(three, 100), of(year)];
  expect([of(year), of(three, 100)].map((one) => passedOver('longest', one, rests))).toEqual([null, 365]);
  expect([of(three, 1000), of(year)].map((one) => passedOver('longest', one, [of(three, 1000), of(year)]))).toEqual([null, 1095]);
});

test('the one that is chosen first of any that are on offer is never a second choice, and a second one is really longer or shorter', () => {
  const lengths = [100, 327, 365, 400, 730, 1000, 1095];
  const all = lengths.flatMap((days) => [of(year, days), of(three, days), of(part(730), days)]);
  for (const first of all)
    for (const other of all) {
      const offer = [first, other];
      const [least, most] = [...offer].sort((a, b) => a.termDays - b.termDays);
      expect([passedOver('shortest', least!, offer), passedOver('longest', most!, offer)]).toEqual([null, null]);
      expect(passedOver('shortest', most!, offer) ?? 0).toBeLessThan(most!.termDays);
      expect(passedOver('longest', least!, offer) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(least!.termDays);
    }
});

test('second choices are counted beside the first', () => {
  const taken = [
    { licence: of(year), insteadOfDays: null },
    { licence: of(year, 300), insteadOfDays: null },
    { licence: of(three), insteadOfDays: 365 },
    { licence: of(part(730)), insteadOfDays: 365 },
    { licence: of(three), insteadOfDays: 365 },
  ].map((one) => ({ ...one, count: 1 }));
  expect(secondChoices(taken)).toEqual([
    { termDays: 1095, insteadOfDays: 365, count: 2, firstCount: 2 },
    { termDays: 730, insteadOfDays: 365, count: 1, firstCount: 2 },
  ]);
  expect(secondChoices(taken.slice(0, 2))).toEqual([]);
});
