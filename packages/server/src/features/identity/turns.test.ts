import { describe, expect, it } from 'vitest';
import { createTurns } from './turns.ts';

describe('work in turns', () => {
  it('is done by as many at once as said, in the order it came, and a failure gives its place on', async () => {
    const turn = createTurns(2);
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    let [now, most] = [0, 0];
    const work = (number: number) =>
      turn(async () => {
        begun.push(number);
        most = Math.max(most, ++now);
        await new Promise<void>((resolve) => ends.push(resolve));
        now--;
        if (number === 1) throw new Error('failed');
        return number;
      });
    const all = Promise.allSettled([0, 1, 2, 3, 4].map(work));
    while (begun.length < 5 || ends.length > 0) {
      ends.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await all).map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
    expect(begun).toEqual([0, 1, 2, 3, 4]);
    expect(most).toBe(2);
  });
});
