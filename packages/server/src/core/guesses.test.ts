import { describe, expect, it } from 'vitest';
import { createGuesses } from './guesses.ts';

describe('wrong guesses', () => {
  it('are let through up to their number, by who tries and from where, and then again as time goes by', () => {
    let now = 0;
    const guesses = createGuesses({ limit: 10, windowSeconds: 100 }, () => now);
    guesses.note(['ada', 'here'], 9);
    expect(guesses.waitSeconds(['ada', 'here'])).toBe(0);
    guesses.note(['ada', 'here'], 1);
    expect(guesses.waitSeconds(['ada', 'elsewhere'])).toBe(10);
    expect(guesses.waitSeconds(['bob', 'here'])).toBe(10);
    expect(guesses.waitSeconds(['bob', 'elsewhere'])).toBe(0);
    now += 10_000;
    expect(guesses.waitSeconds(['ada', 'here'])).toBe(0);
  });

  it('of a whole list keep out for twice the window at most', () => {
    let now = 0;
    const guesses = createGuesses({ limit: 10, windowSeconds: 100 }, () => now);
    guesses.note(['ada'], 500);
    expect(guesses.waitSeconds(['ada'])).toBe(110);
    now += 110_000;
    expect(guesses.waitSeconds(['ada'])).toBe(0);
  });
});
