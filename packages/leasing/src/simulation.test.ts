import { cloneDatabase, type TestDatabase } from '@muniment/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ClockedDatabase, withClock } from '../test/clock.ts';
import { makeCounter, makeEstate } from '../test/estate.ts';
import { heartbeatSeconds, leaseSeconds, World } from '../test/world.ts';

// The engine alone, on a real database whose clock is set at will. Another seed, and longer:
// MUNIMENT_SEED=7 MUNIMENT_RUNS=500 npx vitest run --project product packages/leasing/src/simulation.test.ts

const seed = Number(process.env.MUNIMENT_SEED ?? 42);
const numRuns = Number(process.env.MUNIMENT_RUNS ?? 25);

let database: TestDatabase;
let clocked: ClockedDatabase;
beforeAll(async () => {
  database = await cloneDatabase(4);
  clocked = await withClock(database);
});
afterAll(() => database.drop());

const client = fc.nat(299);
const some = fc.array(client, { minLength: 1, maxLength: 60 });
const seats = fc.integer({ min: 1, max: 3 });
const between = (min: number, max: number) => fc.integer({ min, max });

type Event = (world: World) => Promise<void> | void;
const events = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(some, seats, fc.boolean()).map(
        ([who, wanted, lost]): Event =>
          (world) =>
            world.ask(who, wanted, lost),
      ),
    },
    {
      weight: 4,
      arbitrary: client.map(
        (who): Event =>
          (world) =>
            world.release(who),
      ),
    },
    {
      weight: 3,
      arbitrary: client.map(
        (who): Event =>
          (world) =>
            world.crash(who),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(client, between(1, 90)).map(
        ([who, seconds]): Event =>
          (world) =>
            world.cut(who, seconds),
      ),
    },
    {
      weight: 5,
      arbitrary: between(1, 60).map(
        (seconds): Event =>
          (world) =>
            world.live(seconds),
      ),
    },
    {
      weight: 1,
      arbitrary: between(0, 120).map(
        (away): Event =>
          (world) =>
            world.restart(away),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(some, seats).map(
        ([who, wanted]): Event =>
          (world) =>
            world.blow(who, wanted),
      ),
    },
    {
      weight: 2,
      arbitrary: between(2, 7200).map(
        (seconds): Event =>
          (world) =>
            world.setClock(seconds),
      ),
    },
    {
      weight: 1,
      arbitrary: between(2, 7200).map(
        (seconds): Event =>
          (world) =>
            world.setClock(-seconds),
      ),
    },
  ),
  { minLength: 20, maxLength: 60 },
);

it('three hundred programs that crash, are cut off and come back hold no more seats than there are, and none loses one that it prolongs in time, whatever becomes of the server, its connections and the clock', {
  timeout: 120_000 + numRuns * 5000,
}, async () => {
  const estate = await makeEstate(database.pool);
  let [lost, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(events, between(1, 60), async (drawn, there) => {
      const counterId = await makeCounter(database.pool, estate, { seats: there, leaseSeconds, heartbeatSeconds });
      const world = new World({ database: clocked, looking: database.pool, estate, counterId, seats: there, clients: 300 });
      try {
        await world.restart(0);
        for (const event of drawn) {
          await event(world);
          await world.look();
        }
        await world.pass(heartbeatSeconds);
        await world.end();
      } finally {
        await world.close();
      }
      lost += world.lost;
      refused += world.refused;
    }),
    { numRuns, seed },
  );
  // It was not all too easy.
  expect(lost).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(0);
});
