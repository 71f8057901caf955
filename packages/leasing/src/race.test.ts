import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@muniment/platform/postgres';
import { cloneDatabase, type TestDatabase } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { counterOf, leasesOf, makeCounter, makeEstate, setSteps } from '../test/estate.ts';
import { type RaceOrder, type RaceResult, race } from '../test/race.ts';
import { createLeasing } from './index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase(4);
});
afterAll(() => database.drop());

/** A process that takes seats for its programs, and what came of it. */
function runRacer(order: RaceOrder): Promise<RaceResult> {
  const child = fork(fileURLToPath(new URL('../test/racer.ts', import.meta.url)), { serialization: 'advanced' });
  return new Promise((resolve, reject) => {
    child.once('message', (result) => resolve(result as RaceResult));
    child.once('exit', (code) => reject(new Error(`a racer ended with ${code}`)));
    child.send(order);
  });
}

/** Programs that each have an engine of their own: what they ask is never collected. */
async function runAlone(order: RaceOrder): Promise<RaceResult> {
  const pool = openDatabase(order.connection, { max: 8 });
  const result: RaceResult = { granted: 0, denied: 0, wrong: [] };
  const run = (number: number) => race(order, number, [createLeasing({ pool, shift: () => 0 })], result);
  try {
    await Promise.all(order.programs.map(run));
    return result;
  } finally {
    await pool.end();
  }
}

/** Transactions that failed, whoever tried them again: constraints violated, deadlocks. */
async function failures(): Promise<object> {
  const { rows } = await database.pool.query<object>(
    'SELECT xact_rollback::int AS failed, deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
  );
  return rows[0]!;
}

describe('three hundred who want fifty seats', () => {
  it('get no more than there are from three processes, and some by themselves, while the entitlement shrinks and grows, and where it ends at midnight', {
    timeout: 120_000,
  }, async () => {
    const estate = await makeEstate(database.pool);
    const milliseconds = 5000;
    const midnight = Date.now() + milliseconds / 2;
    const steps = [
      ['2000-01-01T00:00:00Z', 50],
      [new Date(midnight).toISOString(), 20],
    ] as const;
    const make = (made: Parameters<typeof makeCounter>[2]) => makeCounter(database.pool, estate, made);
    const [steady, ending, ...moving] = [
      await make({ seats: 50 }),
      await make({ steps }),
      await make({ seats: 50 }),
      await make({ seats: 50 }),
    ];
    const counterIds = [steady, ending, ...moving];
    const before = await failures();
    const end = performance.now() + milliseconds;
    const numbers = Array.from({ length: 300 }, (_, number) => number);
    const order = (which: (number: number) => boolean): RaceOrder => ({
      ...estate,
      connection: database.connection,
      counterIds,
      programs: numbers.filter(which),
      milliseconds,
    });
    const changing = async () => {
      for (let turn = 0; performance.now() < end; turn++) {
        await setSteps(database.pool, estate, moving[turn % moving.length]!, turn % 8 < 4 ? 20 : 50);
      }
    };
    const seen = { steady: [] as number[], late: [] as number[] };
    const watching = async () => {
      while (performance.now() < end) {
        const isLate = Date.now() > midnight;
        const looks = await Promise.all([steady, ending].map((counterId) => counterOf(database.pool, estate, counterId)));
        for (const { used, held } of looks) expect(used).toBe(held);
        seen.steady.push(looks[0]!.used);
        if (isLate) seen.late.push(looks[1]!.used);
      }
    };
    const racing = [0, 1, 2].map((process) => runRacer(order((number) => number % 10 !== 0 && number % 3 === process)));
    const [, , ...results] = await Promise.all([changing(), watching(), ...racing, runAlone(order((number) => number % 10 === 0))]);
    for (const { granted, denied, wrong } of results) {
      expect(wrong).toEqual([]);
      // However busy the machine: each of them took part.
      expect(granted).toBeGreaterThan(20);
      expect(denied).toBeGreaterThan(0);
    }
    expect(Math.max(...seen.steady)).toBe(50);
    // Nobody wrote that there are fewer: whoever had more gave them back, and no more than there are were given since.
    const few = seen.late.findIndex((used) => used <= 20);
    expect(few).toBeGreaterThanOrEqual(0);
    const falling = seen.late.slice(0, few + 1);
    expect(falling).toEqual(falling.toSorted((one, other) => other - one));
    expect(Math.max(...seen.late.slice(few))).toBeLessThanOrEqual(20);
    expect(Math.max(...seen.late.slice(few))).toBeGreaterThan(10);
    for (const counterId of counterIds) {
      expect(await counterOf(database.pool, estate, counterId)).toMatchObject({ used: 0, held: 0 });
      expect(await leasesOf(database.pool, estate, counterId)).toEqual([]);
    }
    expect(await failures()).toEqual(before);
  });
});
