import { randomUUID } from 'node:crypto';
import { cloneDatabase, type TestDatabase } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, Desk, noRules } from '../test/desk.ts';
import { type Estate, makeCounter, makeEstate, setSteps } from '../test/estate.ts';

let database: TestDatabase;
let estate: Estate;
beforeAll(async () => {
  database = await cloneDatabase(4);
  estate = await makeEstate(database.pool);
});
afterAll(() => database.drop());

const queue = { ...noRules, ticketSeconds: 60 };
const waits = { waits: true };

describe('those who ask together', () => {
  it('are not kept waiting by a wish that can never be, which is told so and counted once', async () => {
    const desk = await Desk.open(database, estate, { seats: 3 });
    const answers = await Promise.all([
      desk.ask('eve', { seats: 1_000_000 }),
      desk.ask('ada'),
      desk.ask('bob', { seats: 2 }),
      desk.ask('kim'),
    ]);
    expect(answers.map(codeOf)).toEqual(['more-than-there-are', 'granted', 'granted', 'no-seat-free']);
    const [row] = await desk.rows('t-hour', 'SELECT hour_check_outs, hour_denials FROM counters WHERE id = $1');
    expect(row).toEqual({ hour_check_outs: 2, hour_denials: 2 });
  });

  it('and have another’s lease id are told nothing of that lease', async () => {
    const desk = await Desk.open(database, estate, { seats: 1 });
    const leaseId = await desk.taken('ada');
    const otherId = randomUUID();
    expect(await Promise.all([desk.beat(leaseId), desk.beat(leaseId, null, otherId)])).toEqual([expect.anything(), null]);
    expect(await Promise.all([desk.release(leaseId, otherId), desk.release(leaseId)])).toEqual([false, true]);
  });

  it('of one lease are heard in their order: who was idle and is no more keeps the seat', async () => {
    const desk = await Desk.open(database, estate, { seats: 1, rules: { ...noRules, idleSeconds: 60 } });
    const leaseId = await desk.taken('ada');
    await Promise.all([desk.beat(leaseId, 600), desk.beat(leaseId, 0)]);
    expect(codeOf(await desk.ask('bob'))).toBe('no-seat-free');
  });

  it('under one id are one wish, whether they would wait or not', async () => {
    const desk = await Desk.open(database, estate, { seats: 1, rules: queue });
    await desk.taken('ada');
    const leaseId = randomUUID();
    const answers = await Promise.all([desk.ask('bob', { leaseId }), desk.ask('bob', { leaseId, ...waits }), desk.ask('eve', { leaseId })]);
    expect(answers.map(codeOf)).toEqual(['waiting', 'waiting', 'lease-id-taken']);
  });
});

describe('whoever waits', () => {
  it.each(['gives the id back', 'asks without waiting'])('and %s leaves the queue, and who is next is served', async (how) => {
    const desk = await Desk.open(database, estate, { seats: 1, rules: queue });
    const held = await desk.taken('ada');
    const [bob, eve] = [randomUUID(), randomUUID()];
    expect(codeOf(await desk.ask('bob', { leaseId: bob, ...waits }))).toBe('waiting');
    expect(await desk.ask('eve', { leaseId: eve, ...waits })).toMatchObject({ position: 2 });
    if (how === 'gives the id back') {
      expect(await desk.release(bob, randomUUID())).toBe(false);
      expect(await desk.release(bob)).toBe(true);
      expect(await desk.release(bob)).toBe(false);
    } else expect(codeOf(await desk.ask('bob', { leaseId: bob }))).toBe('no-seat-free');
    expect(await desk.ask('eve', { leaseId: eve, ...waits })).toMatchObject({ position: 1 });
    await desk.release(held);
    expect(codeOf(await desk.ask('kim'))).toBe('no-seat-free');
    expect(codeOf(await desk.ask('eve', { leaseId: eve, ...waits }))).toBe('granted');
  });

  it('for more than there are by now keeps nothing from anybody', async () => {
    const desk = await Desk.open(database, estate, { seats: 3, rules: queue });
    await desk.taken('ada');
    expect(codeOf(await desk.ask('bob', { seats: 3, ...waits }))).toBe('waiting');
    await setSteps(database.pool, estate, desk.counterId, 2);
    expect(codeOf(await desk.ask('kim'))).toBe('granted');
  });

  it('under one id on two counters has a place on each, and under another wish none', async () => {
    const desk = await Desk.open(database, estate, { seats: 1, rules: queue });
    const counterId = await makeCounter(database.pool, estate, { seats: 1, rules: queue });
    const [there, leaseId] = [randomUUID(), randomUUID()];
    await desk.taken('ada');
    await desk.ask('ada', { leaseId: there, counterId });
    expect(codeOf(await desk.ask('bob', { leaseId, ...waits }))).toBe('waiting');
    expect(codeOf(await desk.ask('bob', { leaseId, counterId, ...waits }))).toBe('waiting');
    expect(codeOf(await desk.ask('bob', { leaseId, seats: 2, counterId, ...waits }))).toBe('lease-id-taken');
    await desk.release(there);
    expect(codeOf(await desk.ask('kim', { counterId }))).toBe('no-seat-free');
    expect(codeOf(await desk.ask('bob', { leaseId, counterId, ...waits }))).toBe('granted');
    expect(codeOf(await desk.ask('bob', { leaseId, ...waits }))).toBe('lease-id-taken');
  });
});

it('whoever asks gets a seat of the dead, however many of those there are, also where seats are given by rules', async () => {
  const desk = await Desk.open(database, estate, { seats: 3000, leaseSeconds: 300, rules: { ...noRules, perUser: 3000 } });
  // The engine has to have been there for a while.
  const first = await desk.taken('ada');
  await desk.rows(
    't-dead',
    `WITH made AS (
       INSERT INTO leases (vendor_id, id, counter_id, project_id, seats, user_name, user_key, host_name, since, seen_at, expires_at, lease_seconds)
       SELECT vendor_id, gen_random_uuid(), id, project_id, 1, 'Ada', 'ada', 'pc', '2026-01-01Z', '2026-01-01Z', '2026-01-01Z', 300
       FROM counters CROSS JOIN generate_series(1, 2999) WHERE id = $1)
     UPDATE counters SET used = 3000 WHERE id = $1`,
  );
  desk.goOn(200);
  await desk.beat(first);
  expect(codeOf(await desk.ask('bob', { seats: 2000 }))).toBe('granted');
  // One user's dead leases are in nobody's way either.
  expect(codeOf(await desk.ask('ada', { seats: 999 }))).toBe('granted');
  const [hour] = await desk.rows('t-denials', 'SELECT hour_denials FROM counters WHERE id = $1');
  expect(hour).toEqual({ hour_denials: 0 });
});

it.each([
  ['ΓΙΩΡΓΟΣ', 'γιωργος'],
  ['İpek', 'i\u0307pek'],
  ['Ärztin', 'A\u0308RZTIN'],
  ['ada ', 'Ada'],
])('%s is one user with %s, whatever the database thinks of letters', async (one, same) => {
  const desk = await Desk.open(database, estate, { seats: 9, rules: { ...noRules, perUser: 1 } });
  expect(codeOf(await desk.ask(one))).toBe('granted');
  expect(codeOf(await desk.ask(same))).toBe('user-limit');
  expect(codeOf(await desk.ask('kim'))).toBe('granted');
});

describe('use, hour by hour,', () => {
  const hour = 3600;
  const lasting = { leaseSeconds: 80_000, heartbeatSeconds: 1000 };

  it('is written down where seats are only held, and begins with what is in use', async () => {
    const desk = await Desk.open(database, estate, { seats: 9, ...lasting });
    const held = await Promise.all(['ada', 'bob', 'eve'].map((user) => desk.taken(user)));
    desk.goOn(hour);
    await desk.sweep();
    desk.goOn(hour);
    // Three are in use as this hour begins, however few there are when somebody asks.
    for (const leaseId of held.slice(1)) await desk.release(leaseId);
    await desk.taken('kim');
    desk.goOn(hour);
    await desk.sweep();
    desk.goOn(hour);
    await desk.sweep();
    expect(await desk.peaks()).toEqual([3, 3, 3, 2]);
  });

  it.each(['plain', 'by rules'])('goes on where the clock was set back over the hour, and seats are given %s', async (kind) => {
    const rules = kind === 'plain' ? {} : { rules: { ...noRules, perUser: 9 } };
    const desk = await Desk.open(database, estate, { seats: 9, ...lasting, ...rules });
    await desk.taken('ada');
    desk.goOn(hour);
    await desk.taken('bob');
    desk.goOn(-hour);
    await desk.taken('eve');
    desk.goOn(hour);
    await desk.taken('kim');
    // As a clock that was set back left it before that was thought of.
    await desk.rows('t-back', "UPDATE counters SET hour = hour - interval '1 hour' WHERE id = $1");
    expect(codeOf(await desk.ask('joe'))).toBe('granted');
    const [row] = await desk.rows(
      't-all',
      'SELECT sum(check_outs)::int AS outs, max(peak)::int AS peak FROM counter_hours WHERE counter_id = $1',
    );
    expect(row).toEqual({ outs: 4, peak: 4 });
  });
});
