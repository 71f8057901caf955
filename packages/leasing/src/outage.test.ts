import { openDatabase, type Pool } from '@muniment/platform/postgres';
import { cloneDatabase, type TestDatabase } from '@muniment/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { codeOf, Desk } from '../test/desk.ts';
import { type Estate, makeEstate } from '../test/estate.ts';

let database: TestDatabase;
let estate: Estate;
let pool: Pool;
let desk: Desk;
let ada: string;
beforeAll(async () => {
  database = await cloneDatabase(2);
  estate = await makeEstate(database.pool);
  pool = openDatabase(database.connection, { max: 2 });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** A lease that has run out just now, of an engine that has been there for long enough. */
beforeEach(async () => {
  desk = await Desk.open({ ...database, pool }, estate, { seats: 1, leaseSeconds: 300, heartbeatSeconds: 100 });
  ada = await desk.taken('ada');
  desk.goOn(301);
});

/** Somebody asks while connections fail with this. */
async function failing(error: Error): Promise<void> {
  const { connect } = pool;
  pool.connect = (() => Promise.reject(error)) as typeof connect;
  await expect(desk.ask('eve')).rejects.toThrow(error);
  pool.connect = connect;
}

describe.each([
  ['could not be reached', async () => failing(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }))],
  ['took no writes', async () => failing(Object.assign(new Error('read-only'), { code: '25006' }))],
  ['was away for somebody else', async () => desk.leasing.wasAway()],
])('once the database %s', (_, happen) => {
  it('nobody loses a seat for one heartbeat\u2019s time, and whoever lives keeps it', async () => {
    await happen();
    expect(codeOf(await desk.ask('bob'))).toBe('no-seat-free');
    expect(await desk.beat(ada)).not.toBeNull();
  });

  it('the dead lose theirs when that time is over', async () => {
    await happen();
    expect(codeOf(await desk.ask('bob'))).toBe('no-seat-free');
    desk.goOn(101);
    expect(codeOf(await desk.ask('bob'))).toBe('granted');
  });
});

it('a fault of ours keeps no dead program\u2019s seat', async () => {
  await failing(new TypeError('a fault of ours'));
  expect(codeOf(await desk.ask('bob'))).toBe('granted');
});
