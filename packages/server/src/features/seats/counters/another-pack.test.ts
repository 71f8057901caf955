import { readFile } from 'node:fs/promises';
import { inTransaction } from '@muniment/platform/postgres';
import { startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { holdCounters, waitingForLocks } from '../../../../test/held-counters.ts';
import { type Office, openOffice } from '../../../../test/survey-office.ts';
import { seatJobs } from '../index.ts';

// A pack is loaded while others change counters: whoever comes first, seats are given by the newest afterwards. By load-catalog,
// create-reservation, give-licenses and the job refresh-counters.

let server: TestServer;
let office: Office;
let pack: string;
let offices = 0;

beforeAll(async () => {
  server = await startTestServer({ connections: 20, testClock: '2026-01-10T09:00:00Z' });
  pack = await readFile('catalogs/survey-network/pack.yaml', 'utf8');
});
afterAll(() => server?.stop());

beforeEach(async () => {
  offices += 1;
  office = await openOffice(server, `merestone-${offices}`);
  await office.give('SF-DESIGN-NET', 3);
});

const inVendor = <T extends object>(name: string, text: string, parameters: readonly unknown[] = []) =>
  inTransaction(server.database.pool, { vendorId: office.channel.vendorId }, (tx) => tx.query<T>(name, text, parameters));
const overdraftOf = async (feature: string) => {
  const rows = await inVendor<{ overdraft: number }>('t-overdraft', 'SELECT overdraft FROM counters WHERE feature = $1', [feature]);
  return rows[0]!.overdraft;
};

const hold = () => holdCounters(server.database.pool, office.channel.vendorId);
const waiting = (count: number) => waitingForLocks(server.database.pool, count);
const load = () =>
  value(
    office.channel.vendor.client.loadCatalog({
      pack: pack
        .replace('version: "2026.1"', 'version: "2026.2"')
        .replace('idleMinutes: 120, overdraft: 1', 'idleMinutes: 120, overdraft: 7')
        .replace('lingerSeconds: 120, perUser: 1', 'overdraft: 5, perUser: 1'),
    }),
  );

it('an act that began before does not write the rules of the old pack over those of the new one', async () => {
  const { id: counterId } = await office.counterOf('design-seats');
  const release = await hold();
  const loaded = load();
  await waiting(1);
  const reserved = value(office.dealer.client.createReservation({ counterId, seats: 1, whom: { kind: 'user', name: 'ada' } }));
  await waiting(2);
  await release();
  await Promise.all([loaded, reserved]);
  expect(await overdraftOf('design-seats')).toBe(7);
});

it('a counter that is being made meanwhile has the rules of the new pack, not those of the old', async () => {
  const release = await hold();
  const given = office.give('SF-FIELD-NET', 1);
  await waiting(1);
  const loaded = load();
  await waiting(2);
  await release();
  await Promise.all([given, loaded]);
  expect([await overdraftOf('design-seats'), await overdraftOf('field-seats')]).toEqual([7, 5]);
});

it('another time zone moves what is dated, project by project, after the pack is loaded', async () => {
  await office.give('SF-DESIGN-NET-1Y', 2);
  const ends = async () =>
    (await inVendor<{ ends: string }>('t-ends', "SELECT to_char(step_from[2] AT TIME ZONE 'UTC', 'HH24:MI') AS ends FROM counters"))[0]!
      .ends;
  expect(await ends()).toBe('23:00');
  const changed = pack.replace('version: "2026.1"', 'version: "2026.2"').replace('timeZone: Europe/Zurich', 'timeZone: America/New_York');
  await value(office.channel.vendor.client.loadCatalog({ pack: changed }));
  // Nobody waits for all projects: each is a job.
  expect(await ends()).toBe('23:00');
  const jobs = await server.database.pool.query<{ payload: { vendorId: string; data: unknown } }>(
    "SELECT payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = 'refresh-counters'",
  );
  expect(jobs.rows.map(({ payload }) => payload)).toEqual([
    { vendorId: office.channel.vendorId, data: { projectId: office.projectId.slice(4) } },
  ]);
  const [{ payload }] = jobs.rows as [(typeof jobs.rows)[number]];
  const now = await server.clock.now();
  await seatJobs({ pool: server.database.pool, leasing: null as never })['refresh-counters']({ ...payload, now } as never);
  expect(await ends()).toBe('05:00');
});
