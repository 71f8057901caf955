import { randomUUID } from 'node:crypto';
import { inTransaction } from '@muniment/platform/postgres';
import { cloneDatabase, type TestDatabase } from '@muniment/testkit';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { counterOf, type Estate, makeCounter, makeEstate } from '../../test/estate.ts';
import { createLeasing, endLease, type Leasing, lockLease } from '../index.ts';

let database: TestDatabase;
let estate: Estate;
let leasing: Leasing;

beforeAll(async () => {
  database = await cloneDatabase(4);
  estate = await makeEstate(database.pool);
  leasing = createLeasing({ pool: database.pool, shift: () => 0 });
});
afterAll(() => database.drop());

const rules = { include: [], exclude: [], perUser: 9, reservations: [], idleSeconds: null, ticketSeconds: null };

describe.each(['plain', 'by rules'])('a lease that was taken away where seats are given %s', (kind) => {
  it.each(['ended', 'returned'] as const)('because it was %s leaves its id to nobody, the same program included', async (why) => {
    const counterId = await makeCounter(database.pool, estate, { seats: 5, ...(kind === 'plain' ? {} : { rules }) });
    const ask = (leaseId: string) =>
      leasing.checkOut(estate.vendorId, {
        leaseId,
        projectId: estate.projectId,
        counterId,
        seats: 1,
        user: 'ada',
        host: 'pc',
        groups: [],
        waits: false,
      });
    const leaseId = randomUUID();
    expect(await ask(leaseId)).toMatchObject({ ok: true });
    await inTransaction(database.pool, { vendorId: estate.vendorId }, async (tx) => {
      await lockLease(tx, estate.vendorId, leaseId);
      await endLease(tx, estate.vendorId, leaseId, { why, by: null, reason: null, at: Temporal.Now.instant() });
    });
    const other = randomUUID();
    const answers = await Promise.all([ask(leaseId), ask(other)]);
    expect(answers).toMatchObject([{ ok: false, code: 'lease-id-taken' }, { ok: true }]);
    expect(await counterOf(database.pool, estate, counterId)).toMatchObject({ used: 1, held: 1 });
    // Given back in the ordinary way it says nothing that could be taken for the word of another.
    await leasing.release(estate.vendorId, { leaseId: other, projectId: estate.projectId });
    expect(await ask(other)).toMatchObject({ ok: true });
  });
});
