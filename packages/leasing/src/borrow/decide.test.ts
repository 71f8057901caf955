import { describe, expect, it } from 'vitest';
import { type Borrowable, decideBorrow, decideDocument, decideRecall, type Stock } from '../index.ts';

const day = 86_400_000;
const rules = { longestDays: 30, renewals: 2, documentDays: 7 };
const held: Borrowable = { seats: 1, borrowedUntil: null, heldUntil: 0, renewals: 0, recalled: false };
const stock = (steps: readonly (readonly [day: number, seats: number])[], more: Partial<Stock> = {}): Stock => ({
  steps: steps.map(([from, seats]) => ({ from: from * day, seats })),
  overdraft: 0,
  away: [],
  ...more,
});
const other = (until: number, isBefore = true, seats = 1) => ({ until: until * day, isBefore, seats });
const ends = (latest: number) => ({ ok: false, code: 'seats-end-before', latest: latest * day });

describe('borrowing (C7)', () => {
  const ending = stock([
    [0, 5],
    [10, 0],
  ]);

  it('goes as far as there are seats, and not on once they have ended, though some may begin later', () => {
    expect(decideBorrow(rules, held, ending, 10 * day, 2 * day)).toMatchObject({ ok: true });
    expect(decideBorrow(rules, held, ending, 10 * day + 1, 2 * day)).toEqual(ends(10));
    expect(decideBorrow(rules, held, ending, 20 * day, 11 * day)).toEqual(ends(11));
    const later = stock([
      [0, 0],
      [5, 9],
    ]);
    expect(decideBorrow(rules, held, later, 20 * day, day)).toEqual(ends(1));
    expect(decideBorrow(rules, held, later, 20 * day, 5 * day)).toMatchObject({ ok: true });
    // Before the first there are none.
    expect(decideBorrow(rules, held, stock([[5, 9]]), 20 * day, day)).toEqual(ends(1));
  });

  it('renews for as long as there are seats, and no more once they have ended', () => {
    const away = { ...held, borrowedUntil: 30 * day };
    expect(decideDocument(rules, away, stock([[0, 5]]), 5 * day)).toMatchObject({ ok: true, documentUntil: 12 * day });
    expect(decideDocument(rules, away, ending, 5 * day)).toMatchObject({ ok: true, borrowedUntil: 30 * day, documentUntil: 10 * day });
    expect(decideDocument(rules, away, ending, 10 * day)).toEqual(ends(10));
  });

  it('counts what others have away by then, and what may be used beyond the seats there are', () => {
    const steps = [
      [0, 10],
      [5, 3],
    ] as const;
    const away = [other(30), other(30), other(4), other(5)];
    expect(decideBorrow(rules, held, stock(steps, { away }), 20 * day, day)).toMatchObject({ ok: true });
    expect(decideBorrow(rules, held, stock(steps, { away: [...away, other(6)] }), 20 * day, day)).toEqual(ends(5));
    expect(decideBorrow(rules, held, stock(steps, { away: [other(6, true, 3)], overdraft: 1 }), 20 * day, day)).toMatchObject({ ok: true });
    // An overdraft is of seats that there are.
    expect(decideBorrow(rules, held, stock([[0, 0]], { overdraft: 9 }), 20 * day, day)).toEqual(ends(1));
  });

  it('is renewed and shortened for those who came first where there are fewer seats than are away', () => {
    const fewer = (isBefore: boolean) => stock([[0, 1]], { away: [other(30, isBefore)] });
    const mine = { ...held, borrowedUntil: 20 * day };
    expect(decideDocument(rules, mine, fewer(false), day)).toMatchObject({ ok: true });
    expect(decideDocument(rules, mine, fewer(true), day)).toEqual(ends(1));
    expect(decideBorrow(rules, mine, fewer(false), 10 * day, day)).toMatchObject({ ok: true, renewals: 0 });
    expect(decideBorrow(rules, mine, fewer(false), 25 * day, day)).toEqual(ends(1));
  });

  it('that is recalled is free when the last document ends that was ever signed', () => {
    const recalled = { ...held, borrowedUntil: 5 * day, heldUntil: 9 * day, recalled: true };
    expect(decideRecall(recalled, day)).toBe(9 * day);
    expect(decideBorrow(rules, recalled, ending, 6 * day, day)).toMatchObject({ code: 'lease-recalled', latest: 9 * day });
  });
});
