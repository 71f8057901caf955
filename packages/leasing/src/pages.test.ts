import { randomUUID } from 'node:crypto';
import type { Statement } from '@muniment/platform/postgres';
import { cloneDatabase, type TestDatabase } from '@muniment/testkit';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Estate, holdSeats, makeCounter, makeEstate } from '../test/estate.ts';
import { explaining, pagesOf } from '../test/explain.ts';
import { exchangePlain, lockBoth } from './plain/store.ts';
import { type LockedCounter, readCounters, readHeld, readLeases, readTickets } from './rules/store.ts';
import { type Asked, findRunOut, grantSeats, lockCounters, lockLeases, prolongLeases, releaseLeases, sweepCounters } from './store.ts';

// What a flight reads is what it asks for, however many others hold seats: the cost of one of many programs is that of one of few.

let database: TestDatabase;
let estate: Estate;
beforeAll(async () => {
  database = await cloneDatabase(3);
  estate = await makeEstate(database.pool);
});
afterAll(() => database.drop());

const moment = { shift: 0, upSeconds: 3600, latest: null };

/** Pages by the name of a statement, of a counter of so many seats of which all but ten are held. */
async function pages(seats: number): Promise<Map<string, number>> {
  const { vendorId, projectId } = estate;
  const counterId = await makeCounter(database.pool, estate, { seats, rules: { perUser: 2 } });
  const plainId = await makeCounter(database.pool, estate, { seats });
  await holdSeats(database.pool, estate, counterId, seats - 10);
  const held = await holdSeats(database.pool, estate, plainId, seats - 10);
  const leases = held.slice(0, 5).map((leaseId) => ({ leaseId, projectId, idleSeconds: null }));
  const asked = Array.from(
    { length: 5 },
    (): Asked => ({ counterId: plainId, leaseId: randomUUID(), projectId, seats: 1, user: 'ada', host: 'pc', groups: [], waits: false }),
  );
  const statements: Statement[] = [
    lockCounters(vendorId, [plainId], leases),
    sweepCounters(vendorId, [plainId], moment),
    grantSeats(vendorId, asked, moment),
    lockLeases(vendorId, leases),
    prolongLeases(vendorId, leases, 0),
    releaseLeases(vendorId, leases, 0),
    findRunOut(vendorId, moment, 100),
    lockBoth(vendorId, [plainId], leases),
    exchangePlain(vendorId, asked, leases, 0),
  ];
  const found = new Map<string, number>();
  for (const statement of statements) found.set(statement.name, await pagesOf(database.pool, vendorId, statement));
  const tx = explaining(database.pool, vendorId, found);
  const rules = { include: [], exclude: [], perUser: 2, reservations: [], idleSeconds: 3600, ticketSeconds: 60 };
  const at = Temporal.Now.instant();
  const counter = { id: counterId, project_id: projectId, at, used: seats - 10, lease_seconds: 300, rules } as unknown as LockedCounter;
  await readCounters(tx, vendorId, [counterId], moment);
  await readHeld(
    tx,
    vendorId,
    asked.map(({ leaseId }) => leaseId),
  );
  await readLeases(tx, vendorId, counter, { users: ['ada', 'user 7'], idle: 5 });
  await readTickets(tx, vendorId, counter);
  return found;
}

it('every statement of the engine reads as many pages with twenty thousand leases as with a hundred, but for the height of an index', async () => {
  const few = await pages(100);
  const many = await pages(20_000);
  for (const [name, count] of many) expect(count, `${name}: ${few.get(name)} pages before`).toBeLessThanOrEqual(few.get(name)! + 50);
});
