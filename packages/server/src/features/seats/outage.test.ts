import { moveClock } from '@muniment/platform/clock';
import type { Pool } from '@muniment/platform/postgres';
import { startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newLease, type Office, openOffice } from '../../../test/survey-office.ts';

// Whoever asks is read from the database before anything comes to the seats: while it is away no heartbeat is heard (C3). By
// check-out-seat and heartbeat-seats.

let server: TestServer;
let office: Office;

beforeAll(async () => {
  server = await startTestServer({ testClock: '2026-01-10T09:00:00Z' });
  // The server has been there for one heartbeat's time soon.
  office = await openOffice(server, 'merestone', (pack) =>
    pack.replace('seats: { idleMinutes', 'seats: { heartbeatSeconds: 1, idleMinutes'),
  );
  await office.give('SF-CLOUD-NET', 1);
});
afterAll(() => server?.stop());

const ask = async (user: string, leaseId = newLease()) =>
  (await value(office.program.checkOutSeat({ leaseId, feature: 'cloud-seats', user, host: 'pc' }))).code;
const beat = (leaseId: string) => office.program.heartbeatSeats({ leases: [{ leaseId }] });

/** Somebody's seat, which runs out unless heard of: it is known that the server would take it back. */
async function takenOnce(user: string): Promise<string> {
  const before = newLease();
  await ask(`${user} before`, before);
  await moveClock(server.database.pool, { advance: 'PT301S' });
  const leaseId = newLease();
  while ((await ask(user, leaseId)) !== 'granted');
  return leaseId;
}

/** The database is away for all who ask who somebody is; seats have connections of their own. */
async function without<T>(pool: Pool, work: () => Promise<T>): Promise<T> {
  const { connect } = pool;
  pool.connect = (() => Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }))) as typeof connect;
  try {
    return await work();
  } finally {
    pool.connect = connect;
  }
}

it('while the database is away the living cannot say so, and lose nothing to whoever asks first when it is back', async () => {
  const leaseId = await takenOnce('ada');
  const heard = await without(server.database.pool, () => beat(leaseId));
  expect(heard).toMatchObject({ ok: false, problem: { status: 503 } });
  await moveClock(server.database.pool, { advance: 'PT301S' });
  expect(await ask('bob')).toBe('no-seat-free');
  expect((await value(beat(leaseId))).leases[0]).toMatchObject({ held: true });
  await value(office.program.releaseSeat({ leaseId }));
});
