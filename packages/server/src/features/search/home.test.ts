import { readFile } from 'node:fs/promises';
import { moveClock } from '@muniment/platform/clock';
import { asOwner } from '@muniment/platform/postgres';
import { type Party, setUpChannel, ship, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// What home says of licences must be what the lists say that it leads to, and what the project says of itself.

let server: TestServer;
let client: Party['client'];
let projectId: string;

/** The pack with a licence of 30 days besides. */
const withMonth = (pack: string) =>
  pack.replace(
    '\nparts:\n',
    `
parts:
  - number: CL-C-30D
    label: { en: "Cloud licence category C, 30 days", de: "Cloud-Lizenz Kategorie C, 30 Tage" }
    category: c
    model: term
    term: { runs: while-assigned, days: 30 }
    grants: [{ feature: management }, { feature: reports }, { feature: tunnels, quantity: 25 }]
`,
  );

beforeAll(async () => {
  server = await startTestServer({ testClock: '2026-03-02T09:00:00Z' });
  const channel = await setUpChannel(server, 'fernhill', withMonth(await readFile('catalogs/network-cloud/pack.yaml', 'utf8')));
  const dealer = await channel.partner('dealer', 'Nordlicht Netze');
  // A session would end while months go by; a key lasts.
  const { secret } = await value(dealer.client.createApiKey({ name: 'Tests', scopes: ['all'] }));
  client = server.client(secret);
  const customer = await value(client.createCustomer({ name: 'Town' }));
  projectId = customer.projects[0]!.id;
  const { lots } = await ship(channel, dealer, 'SO-HOME', { 'CL-C-30D': 2, 'CL-C-1Y': 1 });
  const lines = Object.entries(lots).map(([part, lotId]) => ({ lotId, quantity: part === 'CL-C-30D' ? 2 : 1 }));
  await value(client.giveLicenses({ projectId, lines }));
  const deviceIds: string[] = [];
  for (const each of [1, 2, 3, 4]) {
    const made = { customerId: customer.id, name: `Router ${each}`, product: 'BR-1790', hardwareKey: `41790000000${each}` };
    deviceIds.push((await value(client.createDevice(made))).id);
  }
  const [first, second, third] = deviceIds as [string, string, string];
  await value(client.assignLicenses({ projectId, deviceIds: [first] }));
  await moveClock(server.database.pool, { advance: 'P27D' });
  await value(client.assignLicenses({ projectId, deviceIds: [second] }));
  await value(client.assignLicenses({ projectId, deviceIds: [third] }));
});
afterAll(() => server.stop());

const tasks = async () => Object.fromEntries((await value(client.getHome({}))).tasks.map((task) => [task.kind, task]));
const counts = async () => (await value(client.getProject({ projectId }))).counts;
const lists = async () => (await value(client.listAssignments({ projectId, limit: 1 }))).counts;
const within = async (licensedBefore: string, licensed = true) =>
  (await value(client.listDevices({ licensedBefore, ...(licensed ? { licensed } : {}) }))).total;

describe('get-home', () => {
  it('says what ends within the days of notice, the first day of it, and what has no licence, as the lists do', async () => {
    const found = await tasks();
    expect(found['licences-ending']).toMatchObject({
      count: 2,
      detail: 'The first: ends on 1 Apr 2026 at 00:00.',
      link: '/devices?licensed=within-90',
    });
    expect(await within('2026-06-27')).toBe(2);
    expect(found['licences-ended']).toBeUndefined();
    expect(found['devices-unlicensed']).toMatchObject({ count: 1 });
    expect(await counts()).toMatchObject({ devicesLicensed: 3, devicesExpired: 0, devicesUnlicensed: 1, devicesExpiring: 2 });
    expect(await lists()).toEqual({ licensed: 3, expired: 0, unlicensed: 1 });
  });

  it('tells what has ended apart from what never had a licence, in the project and its lists too', async () => {
    await moveClock(server.database.pool, { advance: 'P4D' });
    const found = await tasks();
    expect(found['licences-ended']).toMatchObject({ count: 1, link: '/devices?licensed=ended' });
    expect(await within('2026-04-02', false)).toBe(1);
    expect(found['devices-unlicensed']).toMatchObject({ count: 1 });
    expect(await counts()).toMatchObject({ devicesLicensed: 2, devicesExpired: 1, devicesUnlicensed: 1, devicesExpiring: 1 });
    expect(await lists()).toEqual({ licensed: 2, expired: 1, unlicensed: 1 });
  });

  it('counts what has ended, and names the first that will, however many end soon', async () => {
    const { pool } = server.database;
    const vendorId = (await pool.query<{ id: string }>('SELECT id FROM vendors')).rows[0]!.id;
    await asOwner(pool, { vendorId }, (tx) =>
      tx.run(
        'test-many-ending',
        `INSERT INTO devices (vendor_id, id, customer_id, project_id, product, name, created_at, license_lot_id, license_part, licensed_until)
         SELECT vendor_id, gen_random_uuid(), customer_id, project_id, product, name, created_at, license_lot_id, license_part, '2026-06-01'
         FROM devices CROSS JOIN generate_series(1, 10001) WHERE name = 'Router 1'`,
      ),
    );
    const found = await tasks();
    expect(found['licences-ending']).toMatchObject({ count: 10_001, detail: 'The first: ends on 28 Apr 2026 at 00:00.' });
    expect(found['licences-ended']).toMatchObject({ count: 1 });
  });
});
