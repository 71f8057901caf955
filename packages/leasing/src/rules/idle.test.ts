import { randomUUID } from 'node:crypto';
import { cloneDatabase, type TestDatabase } from '@muniment/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeCounter, makeEstate } from '../../test/estate.ts';
import { createLeasing } from '../index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase(4);
});
afterAll(() => database.drop());

it('a seat is unused for as long as its program said, not for longer until the next heartbeat may say otherwise', async () => {
  let ahead = 0;
  const estate = await makeEstate(database.pool);
  const leasing = createLeasing({ pool: database.pool, shift: () => ahead, monotonic: () => 1e9 });
  const rules = { include: [], exclude: [], perUser: null, reservations: [], idleSeconds: 1800, ticketSeconds: null };
  const counterId = await makeCounter(database.pool, estate, { seats: 1, rules });
  const ask = async (user: string) => {
    const lease = { leaseId: randomUUID(), projectId: estate.projectId };
    const wish = { ...lease, counterId, seats: 1, user, host: user, groups: [], waits: false };
    return { lease, answer: await leasing.checkOut(estate.vendorId, wish) };
  };
  const ada = await ask('ada');
  expect(ada.answer).toMatchObject({ ok: true });
  const beat = (idleSeconds: number) => leasing.heartbeat(estate.vendorId, { ...ada.lease, idleSeconds });
  expect(await beat(1770)).not.toBeNull();
  ahead += 90_000;
  // She may be back for a minute already.
  expect((await ask('bob')).answer).toMatchObject({ ok: false, code: 'no-seat-free' });
  expect(await beat(60)).not.toBeNull();
  expect((await ask('bob')).answer).toMatchObject({ ok: false, code: 'no-seat-free' });
  ahead += 90_000;
  expect(await beat(1800)).not.toBeNull();
  expect((await ask('bob')).answer).toMatchObject({ ok: true });
  expect(await beat(1900)).toBeNull();
});
