import { randomUUID } from 'node:crypto';
import { cloneDatabase, type TestDatabase } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { begin, codeOf, Desk, noRules, settledOrWaiting } from '../test/desk.ts';
import { type Estate, makeCounter, makeEstate } from '../test/estate.ts';

// Two who act on the same at once, the one in the midst of a transaction that the other meets.

let database: TestDatabase;
let estate: Estate;
beforeAll(async () => {
  database = await cloneDatabase(8);
  estate = await makeEstate(database.pool);
});
afterAll(() => database.drop());

const idle = { ...noRules, idleSeconds: 60 };
const borrowing = `UPDATE leases SET borrowed_until = now() + interval '9 days', document_until = now() + interval '9 days',
  expires_at = now() + interval '9 days', borrower_key = '{}', idle_since = NULL WHERE id = $1`;

describe('a seat that nobody has used', () => {
  it('and that is being borrowed when somebody else wants it goes with the borrower, and the other is refused', async () => {
    const desk = await Desk.open(database, estate, { seats: 1, rules: idle });
    const ada = await desk.taken('ada');
    await desk.beat(ada, 3600);
    const borrower = await begin(database.pool, estate);
    await borrower.run('SELECT 1 FROM leases WHERE id = $1 FOR UPDATE', ada);
    await borrower.run(borrowing, ada);
    const bob = desk.ask('bob');
    await settledOrWaiting(database.pool, bob);
    await borrower.commit();
    expect(codeOf(await bob)).toBe('no-seat-free');
    expect(await desk.rows('t-ends', 'SELECT why FROM lease_ends WHERE counter_id = $1')).toEqual([]);
    expect(await desk.counter()).toMatchObject({ used: 1, held: 1 });
  });

  it('and whose program says at this moment that it is used again stays with it, and another one is taken', async () => {
    const desk = await Desk.open(database, estate, { seats: 2, rules: idle });
    const [ada, eve] = [await desk.taken('ada'), await desk.taken('eve')];
    await desk.beat(ada, 3600);
    await desk.beat(eve, 600);
    const beating = await begin(database.pool, estate);
    await beating.run('SELECT 1 FROM leases WHERE id = $1 FOR UPDATE', ada);
    await beating.run('UPDATE leases SET seen_at = now(), idle_since = now() WHERE id = $1', ada);
    const bob = desk.ask('bob');
    await settledOrWaiting(database.pool, bob);
    await beating.commit();
    expect(codeOf(await bob)).toBe('granted');
    expect([await desk.beat(ada), await desk.beat(eve)]).toEqual([expect.anything(), null]);
  });

  it('and that is being given back holds up nobody who wants it, whichever of both was first', async () => {
    const desk = await Desk.open(database, estate, { seats: 1, rules: idle });
    const ada = await desk.taken('ada');
    await desk.beat(ada, 3600);
    // What a release does: leases, then their counters.
    const giving = await begin(database.pool, estate);
    await giving.run('SELECT 1 FROM leases WHERE id = $1 FOR UPDATE', ada);
    const bob = desk.ask('bob');
    await settledOrWaiting(database.pool, bob);
    await giving.run('SELECT 1 FROM counters WHERE id = $1 FOR UPDATE', desk.counterId);
    await giving.commit();
    expect(codeOf(await bob)).toBe('no-seat-free');
    expect(codeOf(await desk.ask('bob'))).toBe('granted');
  });
});

it('a seat that lingers and is given back once more does not stop its holder for good', async () => {
  const desk = await Desk.open(database, estate, { seats: 1, lingerSeconds: 60, rules: noRules });
  const first = await desk.taken('ada');
  expect(await desk.release(first)).toBe(true);
  const again = await begin(database.pool, estate);
  await again.run('SELECT 1 FROM leases WHERE id = $1 FOR UPDATE', first);
  const second = desk.ask('ada');
  await settledOrWaiting(database.pool, second);
  await again.run('SELECT 1 FROM counters WHERE id = $1 FOR UPDATE', desk.counterId);
  await again.commit();
  expect(codeOf(await second)).toBe('no-seat-free');
  expect(codeOf(await desk.ask('ada'))).toBe('granted');
  expect(await desk.counter()).toMatchObject({ used: 1, held: 1 });
});

describe.each(['plain', 'by rules'])('one new lease id on two counters at once, where seats are given %s', (kind) => {
  it('is a lease of the one, and taken for the other', async () => {
    const rules = kind === 'plain' ? {} : { rules: { ...noRules, perUser: 5 } };
    const desk = await Desk.open(database, estate, { seats: 1, ...rules });
    const otherId = await makeCounter(database.pool, estate, { seats: 1 });
    const leaseId = randomUUID();
    const other = await begin(database.pool, estate);
    await other.run(
      `INSERT INTO leases (vendor_id, id, counter_id, project_id, seats, user_name, user_key, host_name, since, seen_at, expires_at, lease_seconds)
       VALUES ($1, $2, $3, $4, 1, 'eve', 'eve', 'pc', now(), now(), now() + interval '1 hour', 3600)`,
      estate.vendorId,
      leaseId,
      otherId,
      estate.projectId,
    );
    const ada = desk.ask('ada', { leaseId });
    await settledOrWaiting(database.pool, ada);
    await other.commit();
    expect(codeOf(await ada)).toBe('lease-id-taken');
    expect(await desk.counter()).toMatchObject({ used: 0, held: 0 });
  });
});

describe.each(['plain', 'by rules'])('a check-out that is asked again, where seats are given %s', (kind) => {
  const rules = kind === 'plain' ? {} : { rules: { ...noRules, perUser: 5 } };

  it('is a sign of life: the lease lasts from then on, also one that had run out', async () => {
    const desk = await Desk.open(database, estate, { seats: 1, leaseSeconds: 300, heartbeatSeconds: 100, ...rules });
    const leaseId = await desk.taken('ada');
    for (const seconds of [250, 250, 350]) {
      desk.goOn(seconds);
      const again = await desk.ask('ada', { leaseId });
      // The last time it may have been taken back meanwhile, and is given anew.
      expect(again).toMatchObject({ ok: true });
      expect(again.ok && again.expiresAt.epochMilliseconds - desk.now).toBeGreaterThan(299_000);
    }
    desk.goOn(250);
    expect(codeOf(await desk.ask('bob'))).toBe('no-seat-free');
  });

  it('while somebody has locked the lease is answered at once, by what it is', async () => {
    const desk = await Desk.open(database, estate, { seats: 1, ...rules });
    const leaseId = await desk.taken('ada');
    const giving = await begin(database.pool, estate);
    await giving.run('SELECT 1 FROM leases WHERE id = $1 FOR UPDATE', leaseId);
    const again = desk.ask('ada', { leaseId });
    await settledOrWaiting(database.pool, again);
    await giving.run('SELECT 1 FROM counters WHERE id = $1 FOR UPDATE', desk.counterId);
    await giving.commit();
    expect(codeOf(await again)).toBe('granted');
  });

  it('of a seat that is away says until when its document holds, and no more once that is over', async () => {
    const desk = await Desk.open(database, estate, { seats: 1, ...rules });
    const leaseId = await desk.taken('ada');
    const borrower = await begin(database.pool, estate);
    await borrower.run(borrowing, leaseId);
    await borrower.commit();
    const again = await desk.ask('ada', { leaseId });
    expect(again.ok && Math.round((again.expiresAt.epochMilliseconds - desk.now) / 86_400_000)).toBe(9);
    await desk.rows(
      't-over',
      "UPDATE leases SET document_until = now() - interval '1 minute', expires_at = now() - interval '1 minute', look_at = '-infinity' WHERE counter_id = $1",
    );
    expect(codeOf(await desk.ask('ada', { leaseId }))).toBe('lease-id-taken');
  });

  it('of a lease that ran out while nobody could be heard is answered with an end that is yet to come', async () => {
    const desk = await Desk.open(database, estate, { seats: 1, leaseSeconds: 300, ...rules });
    const leaseId = await desk.taken('ada');
    await desk.rows('t-ran-out', "UPDATE leases SET expires_at = now() - interval '1 minute', look_at = '-infinity' WHERE counter_id = $1");
    const again = await desk.ask('ada', { leaseId });
    expect(again.ok && again.expiresAt.epochMilliseconds - desk.now).toBeGreaterThan(290_000);
  });
});
