import { readFile } from 'node:fs/promises';
import { now } from '@muniment/platform/clock';
import { asOwner, migrate, type Pool, readMigrations } from '@muniment/platform/postgres';
import { migrationsDirectory } from '@muniment/server';
import { auditLedger, loadDemo } from '@muniment/server/operator';
import {
  customerIdOf,
  digestsOf,
  emptyDatabase,
  makeController,
  poolPack,
  setUpChannel,
  ship,
  startTestServer,
  type TestDatabase,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// An installation that is there already gets by a migration what a new one writes from the first act on. So the rows of a new
// one are put, as far as they had columns then, into a database of the version before, which is then brought up to date: it
// must be the same, column by column, vendor by vendor.

/** The last migration of the version before. */
const before = '0010_expiry.sql';

let server: TestServer;
let old: TestDatabase;
let vendors: string[];

/** A database as the version before had it. */
async function databaseBefore(letters?: 'plain'): Promise<TestDatabase> {
  const database = await emptyDatabase(letters);
  const migrations = await readMigrations(migrationsDirectory);
  await migrate(database.pool, migrations.slice(0, migrations.findIndex(({ name }) => name === before) + 1), now());
  return database;
}

const bringUpToDate = async ({ pool }: TestDatabase) => migrate(pool, await readMigrations(migrationsDirectory), now());

interface Column {
  readonly table: string;
  readonly column: string;
}

/** Tables and columns that a database has, but for what the database itself writes. */
async function columnsOf(pool: Pool): Promise<Column[]> {
  const { rows } = await pool.query<Column>(
    `SELECT c.relname AS table, a.attname AS column FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'migrations'
       AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY c.relname, a.attnum`,
  );
  return rows;
}

/** Tables, each after those that its rows name; what is looked at when the transaction ends may come later. */
async function inOrder(pool: Pool, tables: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<{ from: string; to: string }>(
    `SELECT DISTINCT conrelid::regclass::text AS from, confrelid::regclass::text AS to FROM pg_constraint
     WHERE contype = 'f' AND conrelid <> confrelid AND NOT condeferred`,
  );
  const order: string[] = [];
  while (order.length < tables.length) {
    const ready = tables.filter((table) => !order.includes(table) && rows.every(({ from, to }) => from !== table || order.includes(to)));
    if (ready.length === 0) throw new Error('tables name each other in a circle');
    order.push(...ready);
  }
  return order;
}

/** Puts every row of one database into another, in the columns that both have; no trigger adds anything. */
async function copy(from: Pool, to: Pool): Promise<void> {
  const columns = await columnsOf(to);
  const tables = await inOrder(to, [...new Set(columns.map(({ table }) => table))]);
  const client = await to.connect();
  const switchTriggers = async (state: 'ENABLE' | 'DISABLE') => {
    for (const table of tables) await client.query(`ALTER TABLE ${table} ${state} TRIGGER USER`);
  };
  await switchTriggers('DISABLE');
  await client.query('BEGIN');
  for (const table of tables) {
    const own = columns.filter((one) => one.table === table).map(({ column }) => column);
    const list = own.map((column) => `"${column}"`).join(', ');
    for (const vendorId of own.includes('vendor_id') ? vendors : [null]) {
      const rows = await asOwner(from, { vendorId, readOnly: true }, (tx) =>
        tx.query<{ rows: string | null }>(
          `test-rows-${table}-${vendorId === null ? 'all' : 'own'}`,
          `SELECT json_agg(t)::text AS rows FROM ${table} t${vendorId === null ? '' : ' WHERE vendor_id = $1'}`,
          vendorId === null ? [] : [vendorId],
        ),
      );
      await client.query("SELECT set_config('muniment.vendor_id', $1, true)", [vendorId ?? '']);
      await client.query(`INSERT INTO ${table} (${list}) SELECT ${list} FROM json_populate_recordset(NULL::${table}, $1::json)`, [
        rows[0]!.rows ?? '[]',
      ]);
    }
  }
  await client.query('COMMIT');
  await switchTriggers('ENABLE');
  client.release();
}

/** Term licences of a second vendor: on a device, on a user, in pools, and moved there and back. */
async function addPools(): Promise<void> {
  const channel = await setUpChannel(server, 'quarr', poolPack());
  const dealer = await channel.partner('dealer', 'Dealer');
  const { client } = dealer;
  const customer = await value(client.createCustomer({ name: 'Harbour' }));
  const projectId = customer.projects[0]!.id;
  const device = await value(client.createDevice({ customerId: customer.id, name: 'Box', product: 'BOX', hardwareKey: 'B000001' }));
  const user = await value(client.createNamedUser({ projectId, name: 'Ada', email: 'ada@harbour.example' }));
  const { lots } = await ship(channel, dealer, 'SO-OLD', { 'PLAN-365': 4, 'SEAT-365': 2 });
  const lines = Object.values(lots).map((lotId) => ({ lotId, quantity: 2 }));
  const given = await value(client.giveLicenses({ projectId, lines }));
  await value(client.assignLicenses({ projectId, deviceIds: [device.id] }));
  await value(client.assignLicenses({ projectId, userIds: [user.id] }));
  const second = await value(client.createProject({ customerId: customer.id, name: 'Second' }));
  const { lotId } = given.movements.find(({ toKind, part }) => toKind === 'pool' && part === 'PLAN-365')!;
  const move = () => value(client.transferLicenses({ projectId, to: second.id, lines: [{ lotId, quantity: 1 }] }));
  await value(client.undoOperation({ operationId: (await move()).outcome.operationId! }));
}

/** A controller of a third vendor, which told what stands behind it. */
async function addController(): Promise<void> {
  const channel = await setUpChannel(server, 'edge', await readFile('catalogs/edge-controller/pack.yaml', 'utf8'));
  const { client } = await channel.partner('dealer', 'Dealer');
  const customer = await value(client.createCustomer({ name: 'Mill' }));
  const customerId = await customerIdOf(client, customer.projects[0]!.id);
  const device = makeController(server, { hardwareKey: '17QE00000001', product: 'ESC-400', vendor: 'edge', customerId });
  const { token } = await value(device.enrol());
  const endpoints = ['lon', 'lon', 'bacnet'].map((protocol, index) => ({
    id: `lamp-${index}`,
    protocol,
    name: `Lamp ${index}`,
    since: '2026-01-01T00:00:00Z',
    state: 'provisioned' as const,
  }));
  await value(device.client(token!).reportEndpoints({ endpoints }));
}

beforeAll(async () => {
  server = await startTestServer();
  await loadDemo(server.operator, 'catalogs/pbx-channel');
  await addPools();
  await addController();
  const { pool } = server.database;
  vendors = (await pool.query<{ id: string }>('SELECT id FROM vendors ORDER BY id')).rows.map(({ id }) => id);
  for (const vendorId of vendors) {
    // A project that was there before keeps its own id as its customer id.
    await asOwner(pool, { vendorId }, (tx) =>
      tx.run('test-customer-ids', 'UPDATE projects SET enrolment_id = id, enrolment_id_since = created_at'),
    );
  }
  old = await databaseBefore();
  await copy(pool, old.pool);
  for (const vendorId of vendors) {
    // What was known of the last licence is found anew, by the rule of today.
    await asOwner(old.pool, { vendorId }, (tx) =>
      tx.run('test-forget-licences', 'UPDATE devices SET license_part = NULL, licensed_until = NULL'),
    );
  }
});
afterAll(async () => {
  await old?.drop();
  await server?.stop();
});

describe('An installation of the version before', () => {
  it('is, once it is up to date, as if it had been new from the start', async () => {
    const applied = await bringUpToDate(old);
    expect(applied[0]).toBe('0011_natural_names.sql');
    expect(await columnsOf(old.pool)).toEqual(await columnsOf(server.database.pool));
    expect(vendors).toHaveLength(3);
    for (const vendorId of vendors) {
      const { migrations: _, ...found } = await digestsOf(old.pool, vendorId);
      const { migrations: __, ...wanted } = await digestsOf(server.database.pool, vendorId);
      expect(found).toEqual(wanted);
    }
    const filled = await asOwner(old.pool, { vendorId: (await vendorNamed('quarr')).id }, (tx) =>
      tx.query(
        'test-filled',
        `SELECT (SELECT count(*) FROM balances WHERE came_at IS NOT NULL) > 0 AS came, (SELECT count(*) FROM projects WHERE enrolment_id = id) AS projects,
           (SELECT count(*) FROM devices WHERE license_lot_id IS NOT NULL AND license_part = 'PLAN-365') AS devices,
           (SELECT count(*) FROM named_users WHERE license_part = 'SEAT-365' AND licensed_until IS NOT NULL) AS users`,
      ),
    );
    expect(filled).toEqual([{ came: true, projects: 2, devices: 1, users: 1 }]);
    expect(await auditLedger({ pool: old.pool })).toMatchObject({ ok: true });
  });

  it('may have partners whose names differ in letters that its database cannot make small', async () => {
    const plain = await databaseBefore('plain');
    const vendorId = vendors[0]!;
    const names = ['Ärzte', 'ärzte'];
    await plain.pool.query("INSERT INTO vendors (id, slug, name, created_at) VALUES ($1, 'plain', 'Plain', $2)", [
      vendorId,
      now().toString(),
    ]);
    await asOwner(plain.pool, { vendorId }, (tx) =>
      tx.run(
        'test-partners',
        `INSERT INTO organizations (vendor_id, id, kind, name, created_at) SELECT $1, gen_random_uuid(), 'dealer', n, $2 FROM unnest($3::text[]) AS n`,
        [vendorId, now(), names],
      ),
    );
    await bringUpToDate(plain);
    const found = await asOwner(plain.pool, { vendorId }, (tx) =>
      tx.query<{ name: string }>(
        'test-found',
        'SELECT name FROM organizations WHERE strpos(lower(name COLLATE "default"), lower($1)) > 0',
        ['Ä'],
      ),
    );
    expect(found).toEqual([{ name: 'Ärzte' }]);
    await plain.drop();
  });
});

async function vendorNamed(slug: string): Promise<{ id: string }> {
  return (await old.pool.query<{ id: string }>('SELECT id FROM vendors WHERE slug = $1', [slug])).rows[0]!;
}
