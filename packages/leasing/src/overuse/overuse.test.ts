import { randomUUID } from 'node:crypto';
import { inTransaction } from '@muniment/platform/postgres';
import { cloneDatabase, type TestDatabase } from '@muniment/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CounterMade, counterOf, type Estate, makeCounter, makeEstate } from '../../test/estate.ts';
import { createLeasing, type Leasing } from '../index.ts';

let database: TestDatabase;
let estate: Estate;
let leasing: Leasing;
/** Milliseconds by which the test is ahead. */
let ahead = 0;
const begun = Date.now();

beforeAll(async () => {
  database = await cloneDatabase(4);
  estate = await makeEstate(database.pool);
});
afterAll(() => database.drop());
beforeEach(() => {
  ahead = 0;
  leasing = createLeasing({ pool: database.pool, shift: () => ahead, monotonic: () => 1e9 + ahead });
});

const hour = 3_600_000;
const at = (hours: number) => new Date(begun + hours * hour).toISOString();
const goTo = (hours: number) => {
  ahead = hours * hour + begun - Date.now();
};
// A lease lasts longer than these tests.
const made = (more: CounterMade) =>
  makeCounter(database.pool, estate, { leaseSeconds: 864_000, heartbeatSeconds: 1, overdraft: 100, ...more });

async function take(counterId: string, seats: number) {
  const lease = { leaseId: randomUUID(), projectId: estate.projectId };
  const got = await leasing.checkOut(estate.vendorId, { ...lease, counterId, seats, user: 'ada', host: 'pc', groups: [], waits: false });
  expect(got).toMatchObject({ ok: true });
  return lease;
}

/** Programs that die, or borrowed seats whose documents end, at an hour. */
async function endAt(held: readonly { leaseId: string }[], hours: number) {
  const ids = held.map(({ leaseId }) => leaseId);
  await inTransaction(database.pool, { vendorId: estate.vendorId }, (tx) =>
    tx.run('t-end-at', 'UPDATE leases SET expires_at = $2, look_at = least(look_at, $2) WHERE id = ANY ($1::uuid[])', [ids, at(hours)]),
  );
}

const takeOneByOne = (counterId: string, count: number) => Promise.all(Array.from({ length: count }, () => take(counterId, 1)));

interface Row {
  readonly since: string;
  readonly until: string | null;
  readonly most: number;
}

/** Over-use of a counter in hours since the test began, to the minute: what is over, then what lasts. */
async function overuse(counterId: string): Promise<(readonly [number, number | null, number])[]> {
  const rows = await inTransaction(database.pool, { vendorId: estate.vendorId }, (tx) =>
    tx.query<Row>(
      't-overuse',
      `SELECT since::text, until::text, most FROM counter_overuses WHERE counter_id = $1
       UNION ALL SELECT over_since::text, NULL, over_most FROM counters WHERE id = $1 AND over_since IS NOT NULL ORDER BY since`,
      [counterId],
    ),
  );
  const hours = (text: string) => Math.round(((Date.parse(text) - begun) / hour) * 60) / 60;
  return rows.map(({ since, until, most }) => [hours(since), until === null ? null : hours(until), most] as const);
}

/** Every way in which what is in use changes. */
const writers: Readonly<Record<string, (counterId: string, held: { leaseId: string; projectId: string }) => Promise<unknown>>> = {
  'a check-out': (counterId) => take(counterId, 1),
  'a seat given back': (_, held) => leasing.release(estate.vendorId, held),
  'the sweep': () => leasing.sweep(estate.vendorId),
};

describe.each(['plain', 'by rules'])('over-use of a counter whose seats are given %s', (kind) => {
  const rules = { include: [], exclude: [], perUser: 1000, reservations: [], idleSeconds: null, ticketSeconds: null };
  const counter = (more: CounterMade) => made({ ...more, ...(kind === 'plain' ? {} : { rules }) });

  it.each(Object.keys(writers))('that a date ended is written down by %s, with that date', async (name) => {
    const counterId = await counter({
      steps: [
        [at(-1), 5],
        [at(48), 20],
      ],
    });
    const held = await take(counterId, 8);
    expect(await overuse(counterId)).toEqual([[0, null, 3]]);
    goTo(50);
    await writers[name]!(counterId, held);
    expect(await overuse(counterId)).toEqual([[0, 48, 3]]);
  });

  it.each(Object.keys(writers))('that began and ended by date while programs only lived on is written down by %s', async (name) => {
    const steps = [
      [at(-1), 10],
      [at(10), 6],
      [at(20), 4],
      [at(30), 10],
      [at(40), 7],
      [at(50), 10],
    ] as const;
    const counterId = await counter({ steps });
    const held = await take(counterId, 8);
    expect(await overuse(counterId)).toEqual([]);
    goTo(60);
    await writers[name]!(counterId, held);
    expect(await overuse(counterId)).toEqual([
      [10, 30, 4],
      [40, 50, 1],
    ]);
  });

  it('goes on from the first date with too few, over a second', async () => {
    const counterId = await counter({
      steps: [
        [at(-1), 10],
        [at(10), 6],
        [at(20), 4],
      ],
    });
    const held = await take(counterId, 8);
    goTo(30);
    await leasing.sweep(estate.vendorId);
    expect(await overuse(counterId)).toEqual([[10, null, 4]]);
    goTo(31);
    await leasing.release(estate.vendorId, held);
    expect(await overuse(counterId)).toEqual([[10, 31, 4]]);
    expect(await counterOf(database.pool, estate, counterId)).toMatchObject({ used: 0, held: 0 });
  });

  // As many as there are live on: whoever takes one more is one too many.
  const oneMore = (name: string, hours: number) => (name === 'a check-out' ? [[hours, null, 1]] : []);

  it.each(Object.keys(writers))('is none where seats were borrowed until the very date on which they end, as %s finds', async (name) => {
    const counterId = await counter({
      steps: [
        [at(-1), 12],
        [at(10), 8],
      ],
    });
    const held = await takeOneByOne(counterId, 12);
    await endAt(held.slice(0, 4), 10);
    goTo(12);
    await writers[name]!(counterId, held[11]!);
    expect(await overuse(counterId)).toEqual(oneMore(name, 12));
  });

  it.each(Object.keys(writers))('counts nobody who died before the date, and who dies later until then, as %s finds', async (name) => {
    const steps = [
      [at(-1), 10],
      [at(10), 6],
      [at(20), 9],
      [at(30), 3],
    ] as const;
    const counterId = await counter({ steps });
    const held = await takeOneByOne(counterId, 9);
    await endAt(held.slice(0, 1), 5);
    await endAt(held.slice(1, 2), 15);
    await endAt(held.slice(2, 6), 35);
    goTo(40);
    await writers[name]!(counterId, held[8]!);
    expect(await overuse(counterId)).toEqual([[10, 20, 2], [30, 35, 4], ...oneMore(name, 40)]);
  });

  it.each(Object.keys(writers))('lasts as long as those live who are too many, as %s finds', async (name) => {
    const counterId = await counter({ seats: 5 });
    const held = await takeOneByOne(counterId, 8);
    await endAt(held.slice(0, 1), 3);
    await endAt(held.slice(1, 3), 5);
    goTo(12);
    await writers[name]!(counterId, held[7]!);
    expect(await overuse(counterId)).toEqual([[0, 5, 3], ...oneMore(name, 12)]);
  });

  it('counts from when somebody is heard of who was taken for dead', async () => {
    const counterId = await counter({
      steps: [
        [at(-1), 10],
        [at(10), 6],
      ],
    });
    const held = await takeOneByOne(counterId, 8);
    await endAt(held, 5);
    goTo(12);
    await leasing.release(estate.vendorId, held[0]!);
    expect(await overuse(counterId)).toEqual([]);
    await Promise.all(held.slice(1).map((one) => leasing.heartbeat(estate.vendorId, { ...one, idleSeconds: null })));
    ahead += 5000;
    await leasing.sweep(estate.vendorId);
    expect(await overuse(counterId)).toEqual([[12, null, 1]]);
  });

  it('is none of those who lived on while the server was away, until they have had the time to say so, and then from the date on', async () => {
    const counterId = await counter({
      heartbeatSeconds: 60,
      steps: [
        [at(-1), 10],
        [at(10), 6],
      ],
    });
    const held = await takeOneByOne(counterId, 8);
    await endAt(held, 5);
    goTo(12);
    leasing = createLeasing({ pool: database.pool, shift: () => ahead, monotonic: () => ahead });
    await leasing.sweep(estate.vendorId);
    expect(await overuse(counterId)).toEqual([]);
    await Promise.all(held.map((one) => leasing.heartbeat(estate.vendorId, { ...one, idleSeconds: null })));
    ahead += 120_000;
    await leasing.sweep(estate.vendorId);
    expect(await overuse(counterId)).toEqual([[10, null, 2]]);
  });
});
