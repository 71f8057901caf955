import { randomUUID } from 'node:crypto';
import { openDatabase, type Pool } from '@muniment/platform/postgres';
import { cloneDatabase, type TestDatabase } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { counterOf, leasesOf, makeCounter, makeEstate, setSteps } from '../test/estate.ts';
import { createLeasing, type Leasing } from './index.ts';

let database: TestDatabase;
let pools: Pool[];
beforeAll(async () => {
  database = await cloneDatabase(8);
  pools = Array.from({ length: 3 }, () => openDatabase(database.connection, { max: 3 }));
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await database.drop();
});

const engine = (pool: Pool): Leasing => createLeasing({ pool, shift: () => 0 });

describe('three hundred who want fifty seats', () => {
  it('get no more than there are, whoever collects their requests, while the entitlement shrinks and grows', {
    timeout: 60_000,
  }, async () => {
    const estate = await makeEstate(database.pool);
    const { vendorId, projectId } = estate;
    const counters = await Promise.all(Array.from({ length: 4 }, () => makeCounter(database.pool, estate, { seats: 50 })));
    // Three that batch, as three processes would, and some whose requests travel alone.
    const batching = pools.map(engine);
    const end = performance.now() + 3000;
    let [granted, denied] = [0, 0];
    const worker = async (number: number) => {
      const leasing = number % 10 === 0 ? engine(database.pool) : batching[number % 3]!;
      for (let turn = 0; performance.now() < end; turn++) {
        const lease = { leaseId: randomUUID(), projectId };
        const counterId = counters[(number + turn) % counters.length]!;
        const got = await leasing.checkOut(vendorId, {
          ...lease,
          counterId,
          seats: 1 + (number % 3),
          user: `u${number}`,
          host: 'h',
          groups: [],
          waits: false,
        });
        if (!got.ok) {
          denied++;
          continue;
        }
        granted++;
        if (turn % 3 === 0) expect(await leasing.heartbeat(vendorId, { ...lease, idleSeconds: null })).not.toBeNull();
        // Given back by whom it may be, not only by whoever granted.
        expect(await batching[turn % 3]!.release(vendorId, lease)).toBe(true);
      }
    };
    const changing = async () => {
      for (let turn = 0; performance.now() < end; turn++) {
        await setSteps(database.pool, estate, counters[turn % counters.length]!, turn % 8 < 4 ? 20 : 50);
      }
    };
    const seen: number[] = [];
    const watching = async () => {
      while (performance.now() < end) {
        const { used, held } = await counterOf(database.pool, estate, counters[0]!);
        expect(used).toBe(held);
        seen.push(used);
      }
    };
    await Promise.all([...Array.from({ length: 300 }, (_, number) => worker(number)), changing(), watching()]);
    expect(granted).toBeGreaterThan(1000);
    expect(denied).toBeGreaterThan(0);
    expect(Math.max(...seen)).toBeLessThanOrEqual(50);
    expect(Math.max(...seen)).toBeGreaterThan(20);
    for (const counterId of counters) {
      expect(await counterOf(database.pool, estate, counterId)).toMatchObject({ used: 0, held: 0 });
      expect(await leasesOf(database.pool, estate, counterId)).toEqual([]);
    }
    console.log({ granted, denied, peak: Math.max(...seen), looks: seen.length });
  });
});
