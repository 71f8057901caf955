import { createLeasing, type Leasing } from '@muniment/leasing';
import { moveClock } from '@muniment/platform/clock';
import { fromId } from '@muniment/platform/ids';
import { inTransaction } from '@muniment/platform/postgres';
import { startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newLease, type Office, openOffice } from '../../../test/survey-office.ts';
import { createHousekeeping } from '../../core/housekeeping.ts';
import { appendLeaf } from '../audit/index.ts';
import { revokeSeat } from '../revocations/index.ts';
import { seatForgetting, seatJobs } from './index.ts';

// Seats of programs that died come back although nobody asks, and what was left of them is forgotten: the job sweep-seats.

let server: TestServer;
let office: Office;
let leasing: Leasing;
/** Milliseconds that have passed by the engine's own reckoning. */
let up = 0;

beforeAll(async () => {
  server = await startTestServer({ testClock: '2026-01-10T09:00:00Z' });
  office = await openOffice(server, 'merestone');
  await office.give('SF-CLOUD-NET', 1);
  start();
});
afterAll(() => server?.stop());

/** An engine that has just begun. */
function start(): void {
  const shift = async () => (await server.clock.now()).epochMilliseconds - Date.now();
  leasing = createLeasing({ pool: server.database.pool, shift, monotonic: () => up });
}
const rows = (table: 'leases' | 'seat_tickets' | 'lease_ends' | 'counter_overuses') =>
  inTransaction(server.database.pool, { vendorId: office.channel.vendorId }, async (tx) => {
    const [found] = await tx.query<{ rows: number; used: number }>(
      `t-rows-${table}`,
      `SELECT (SELECT count(*) FROM ${table}) AS rows, (SELECT sum(used)::bigint FROM counters) AS used`,
    );
    return found!;
  });
const job = async () => ({ now: await server.clock.now(), id: 'test', signal: new AbortController().signal }) as never;
const sweep = async () => seatJobs({ pool: server.database.pool, leasing })['sweep-seats'](await job());
const forget = async () =>
  createHousekeeping({ pool: server.database.pool, forgetting: seatForgetting, log: appendLeaf as never })(await job());
const ask = (user: string, queue = false) =>
  value(office.program.checkOutSeat({ leaseId: newLease(), feature: 'cloud-seats', user, host: 'pc', queue }));

it('the dead lose their seats within a lease time and a heartbeat, the living have had the time to say so; what is left goes later', async () => {
  const ada = await ask('ada');
  expect(await ask('bob', true)).toMatchObject({ code: 'waiting' });
  await sweep();
  expect(await rows('leases')).toEqual({ rows: 1, used: 1 });
  await moveClock(server.database.pool, { advance: 'PT301S' });
  // It has just begun: whoever lives has not been heard yet.
  start();
  await sweep();
  expect(await rows('leases')).toEqual({ rows: 1, used: 1 });
  up += 101_000;
  await sweep();
  expect(await rows('leases')).toEqual({ rows: 0, used: 0 });
  const { leases } = await value(office.program.heartbeatSeats({ leases: [{ leaseId: ada.leaseId }] }));
  expect(leases[0]).toMatchObject({ held: false, code: 'lost' });

  const eve = await ask('eve');
  await value(office.dealer.client.endLease({ leaseId: eve.leaseId, reason: 'Closing time' }));
  // Whoever waited and asked no more lost the place when somebody else asked; who waits now is left alone.
  expect(await ask('kim')).toMatchObject({ code: 'granted' });
  expect(await ask('joe', true)).toMatchObject({ code: 'waiting' });
  await moveClock(server.database.pool, { advance: 'P1D' });
  await forget();
  expect([(await rows('seat_tickets')).rows, (await rows('lease_ends')).rows]).toEqual([1, 1]);
  await moveClock(server.database.pool, { advance: 'PT2M' });
  await forget();
  expect([(await rows('seat_tickets')).rows, (await rows('lease_ends')).rows]).toEqual([0, 1]);
  await moveClock(server.database.pool, { advance: 'P58D' });
  await forget();
  expect((await rows('lease_ends')).rows).toBe(1);
  // While documents of the lease stand on the list of what counts no more, its id is no other lease's.
  const [now, vendor] = [await server.clock.now(), { id: office.channel.vendorId, slug: 'merestone', name: 'Merestone' }];
  await inTransaction(server.database.pool, { vendorId: vendor.id }, (tx) =>
    revokeSeat({ tx, vendor, now }, fromId('lse', eve.leaseId)!, { reason: 'returned', until: now.add({ hours: 24 }) }),
  );
  await moveClock(server.database.pool, { advance: 'P1D' });
  await forget();
  expect((await rows('lease_ends')).rows).toBe(1);
  await moveClock(server.database.pool, { advance: 'P60D' });
  await forget();
  expect((await rows('lease_ends')).rows).toBe(0);
});
