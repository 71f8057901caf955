import { describe, expect, it } from 'vitest';
import { createBatcher } from './index.ts';

/** A flight that lands when told, and what it carried. */
function manualFlight() {
  const flights: { key: string; items: readonly number[]; land: (error?: Error) => void }[] = [];
  const flight = (key: string, items: readonly number[]) =>
    new Promise<number[]>((resolve, reject) => {
      flights.push({ key, items, land: (error) => (error ? reject(error) : resolve(items.map((item) => item * 10))) });
    });
  return { flights, flight };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a batcher', () => {
  it('sends a lone call at once, and whoever comes meanwhile together', async () => {
    const { flights, flight } = manualFlight();
    const call = createBatcher(flight);
    const calls = [1, 2, 3].map((item) => call('a', item));
    expect(flights.map(({ items }) => items)).toEqual([[1]]);
    flights[0]!.land();
    await settle();
    expect(flights.map(({ items }) => items)).toEqual([[1], [2, 3]]);
    flights[1]!.land();
    expect(await Promise.all(calls)).toEqual([10, 20, 30]);
  });

  it('flies different keys apart, and as many flights and items of one key as allowed', async () => {
    const { flights, flight } = manualFlight();
    const call = createBatcher(flight, { flightsPerKey: 2, maxItems: 2 });
    const calls = [call('a', 1), call('b', 2), call('a', 3), call('a', 4), call('a', 5), call('a', 6)];
    expect(flights.map(({ key, items }) => [key, items])).toEqual([
      ['a', [1]],
      ['b', [2]],
      ['a', [3]],
    ]);
    flights[0]!.land();
    await settle();
    expect(flights.at(-1)).toMatchObject({ key: 'a', items: [4, 5] });
    for (const one of flights) one.land();
    await settle();
    flights.at(-1)!.land();
    expect(await Promise.all(calls)).toEqual([10, 20, 30, 40, 50, 60]);
  });

  it('tries the members of a failed flight one by one, so that only the bad one fails', async () => {
    let flights = 0;
    const call = createBatcher(async (_, items: readonly number[]) => {
      flights++;
      if (items.includes(3)) throw new Error('three is bad');
      return items;
    });
    const answers = await Promise.allSettled([1, 2, 3, 4].map((item) => call('a', item)));
    expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : (answer.reason as Error).message))).toEqual([
      1,
      2,
      'three is bad',
      4,
    ]);
    expect(flights).toBe(5);
    expect(await call('a', 5)).toBe(5);
  });

  it('takes a flight that lost a result for a failed one', async () => {
    const call = createBatcher(async (_, items: readonly number[]) => items.slice(1));
    await expect(call('a', 1)).rejects.toThrow(/answered 0 results/);
  });
});
