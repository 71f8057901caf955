import { randomUUID } from 'node:crypto';
import { inTransaction, openDatabase, type Pool } from '@muniment/platform/postgres';
import { cloneDatabase, type TestDatabase } from '@muniment/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Estate, makeCounter, makeEstate } from '../test/estate.ts';
import { createLeasing } from './index.ts';

let database: TestDatabase;
let pools: Pool[];
beforeAll(async () => {
  database = await cloneDatabase(4);
  pools = [1, 2].map(() => openDatabase(database.connection, { max: 1 }));
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await database.drop();
});

it('programs of one vendor say that they live while all connections for check-outs wait for an act of another', async () => {
  const [pool, heartbeats] = pools as [Pool, Pool];
  const leasing = createLeasing({ pool, heartbeats, shift: () => 0 });
  const vendor = async () => {
    const estate = await makeEstate(database.pool);
    return { estate, counterId: await makeCounter(database.pool, estate, { seats: 1 }) };
  };
  const [busy, other] = [await vendor(), await vendor()];
  const take = ({ estate, counterId }: { estate: Estate; counterId: string }) => {
    const lease = { leaseId: randomUUID(), projectId: estate.projectId };
    const asked = { ...lease, counterId, seats: 1, user: 'ada', host: 'pc', groups: [], waits: false };
    return { lease, answer: leasing.checkOut(estate.vendorId, asked) };
  };
  const held = take(other);
  expect(await held.answer).toMatchObject({ ok: true });

  const locked = Promise.withResolvers<void>();
  const over = Promise.withResolvers<void>();
  const act = inTransaction(database.pool, { vendorId: busy.estate.vendorId }, async (tx) => {
    await tx.query('t-lock', 'SELECT 1 FROM counters WHERE id = $1 FOR UPDATE', [busy.counterId]);
    locked.resolve();
    await over.promise;
  });
  await locked.promise;
  const waiting = take(busy);
  const look = () =>
    database.pool.query<{ waiting: string }>(
      "SELECT count(*) AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
  while (Number((await look()).rows[0]!.waiting) < 1);

  expect(await leasing.heartbeat(other.estate.vendorId, { ...held.lease, idleSeconds: null })).not.toBeNull();
  over.resolve();
  await act;
  expect(await waiting.answer).toMatchObject({ ok: true });
});
