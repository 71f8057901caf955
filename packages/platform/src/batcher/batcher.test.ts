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

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a batcher', () => {
  it('sends who came in one turn of the event loop together, and whoever comes meanwhile with the next flight', async () => {
    const { flights, flight } = manualFlight();
    const call = createBatcher(flight);
    const calls = [call('a', 1), call('a', 2)];
    await turn();
    calls.push(call('a', 3), call('a', 4));
    await turn();
    expect(flights.map(({ items }) => items)).toEqual([[1, 2]]);
    flights[0]!.land();
    await turn();
    await turn();
    expect(flights.map(({ items }) => items)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    flights[1]!.land();
    expect(await Promise.all(calls)).toEqual([10, 20, 30, 40]);
  });

  it('lets a lone call wait for nothing but the turn', async () => {
    const { flights, flight } = manualFlight();
    const answer = createBatcher(flight)('a', 1);
    await turn();
    flights[0]!.land();
    expect(await answer).toBe(10);
  });

  it('flies different keys apart, and as many flights and items of one key as allowed', async () => {
    const { flights, flight } = manualFlight();
    const call = createBatcher(flight, { flightsPerKey: 2, maxItems: 2 });
    const calls = [call('a', 1), call('b', 2), call('a', 3), call('a', 4), call('a', 5), call('a', 6)];
    await turn();
    await turn();
    expect(flights.map(({ key, items }) => [key, items])).toEqual([
      ['a', [1, 3]],
      ['b', [2]],
      ['a', [4, 5]],
    ]);
    flights[0]!.land();
    await turn();
    await turn();
    expect(flights.at(-1)).toMatchObject({ key: 'a', items: [6] });
    for (const one of flights) one.land();
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
