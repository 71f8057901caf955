import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { moveClock } from '@muniment/platform/clock';
import { auditLedger } from '@muniment/server/operator';
import { setUpChannel, ship, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

// A cloud pool from the command line: a process of its own for every command, on a computer in another time zone than the
// vendor's (A4, A6–A9). What day it is says the vendor's midnight, wherever the caller is.

const run = promisify(execFile);
let server: TestServer;
let secret: string;
let projectId: string;
const devices: string[] = [];

beforeAll(async () => {
  server = await startTestServer({ testClock: '2024-01-31T09:00:00Z' });
  const channel = await setUpChannel(server, 'fernhill', await readFile('catalogs/network-cloud/pack.yaml', 'utf8'));
  const { client, id } = await channel.partner('dealer', 'Nordlicht Netze');
  secret = (await value(client.createApiKey({ name: 'cli', scopes: ['all'] }))).secret;
  const customer = await value(client.createCustomer({ name: 'Grundschule' }));
  projectId = customer.projects[0]!.id;
  const { lots } = await ship(channel, { id }, 'SO-1', { 'CL-A-1Y': 1 });
  const keyed = server.client(secret);
  await value(keyed.giveLicenses({ projectId, lines: [{ lotId: lots['CL-A-1Y']!, quantity: 1 }] }));
  for (const [name, hardwareKey] of Object.entries({ Aula: '461000000001', Mensa: '461000000002' })) {
    devices.push((await value(keyed.createDevice({ customerId: customer.id, name, product: 'WL-610', hardwareKey }))).id);
  }
});
afterAll(async () => {
  expect((await auditLedger(server.operator)).ok).toBe(true);
  await server.stop();
});

/** A command as somebody far away types it; answers what it printed, as JSON. */
async function muniment(...words: readonly string[]) {
  const env = { ...process.env, MUNIMENT_URL: server.url, MUNIMENT_API_KEY: secret, TZ: 'America/Los_Angeles', LC_ALL: 'C' };
  const { stdout } = await run(process.execPath, ['packages/muniment/src/main.ts', ...words, '--json'], { env });
  return JSON.parse(stdout) as { assignments: { after: object }[]; removals: { why: string[] }[]; items: object[] };
}

const at = (instant: string) => moveClock(server.database.pool, { set: instant });

it('the worked example: 365 days, 37 used, 1 deducted, 327 left, and valid until 2025-01-28 elsewhere', async () => {
  const [aula, mensa] = devices as [string, string];
  const assigned = await muniment('licenses', 'assign', projectId, '--device-id', aula);
  expect(assigned.assignments[0]!.after).toMatchObject({ startsOn: '2024-01-31', until: '2025-01-30' });

  // The last minute of 6 March in the vendor's zone; where the caller sits it is the afternoon.
  await at('2024-03-06T22:59:00Z');
  const preview = await muniment('licenses', 'unassign', projectId, '--device-id', aula, '--dry-run');
  expect(preview.removals[0]).toMatchObject({ used: 37, deducted: 1, remaining: 327, removedOn: '2024-03-06', roundedTo: '2024-03-07' });
  await muniment('licenses', 'unassign', projectId, '--device-id', aula);
  expect((await muniment('pool', 'list', projectId)).items).toMatchObject([{ category: 'a', termDays: 327, count: 1 }]);

  // One minute after the vendor's midnight; where the caller sits it is still the day before.
  await at('2024-03-06T23:01:00Z');
  const again = await muniment('licenses', 'assign', projectId, '--device-id', mensa);
  expect(again.assignments[0]!.after).toMatchObject({ startsOn: '2024-03-07', termDays: 327, until: '2025-01-28' });
});

it('counts a day as a day on which the vendor’s clocks change', async () => {
  const mensa = devices[1]!;
  const left = async (instant: string) => {
    await at(instant);
    return (await muniment('licenses', 'unassign', projectId, '--device-id', mensa, '--dry-run')).removals[0];
  };
  // 31 March 2024 has 23 hours, 27 October has 25: 23:59 of the day and 00:01 of the next, in the vendor's zone.
  expect(await left('2024-03-31T21:59:00Z')).toMatchObject({ removedOn: '2024-03-31', used: 26, remaining: 300 });
  expect(await left('2024-03-31T22:01:00Z')).toMatchObject({ removedOn: '2024-04-01', used: 27, remaining: 299 });
  expect(await left('2024-10-27T22:59:00Z')).toMatchObject({ removedOn: '2024-10-27', used: 236, remaining: 90 });
  expect(await left('2024-10-27T23:01:00Z')).toMatchObject({ removedOn: '2024-10-28', used: 237, remaining: 89 });
});
