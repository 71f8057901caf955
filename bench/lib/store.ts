import { type Connection, openPlainPool, type Pool } from '@muniment/platform/postgres';
import type { PoolClient } from 'pg';

/** The reference of every write: a table that only holds rows. */
export async function makeCommits(pool: Pool): Promise<void> {
  await pool.query('CREATE TABLE IF NOT EXISTS bench_commits (id uuid PRIMARY KEY, note text NOT NULL)');
}

/** One row in a transaction of its own: the least that a durable act can cost. */
export async function insertCommit(pool: Pool, id: string): Promise<void> {
  await pool.query({ name: 'bench-insert-commit', text: 'INSERT INTO bench_commits (id, note) VALUES ($1, $2)', values: [id, 'done'] });
}

/** Reads files on the server's disk, as its superuser, into a table that only holds rows. */
export interface Copier {
  copy(path: string): Promise<void>;
  end(): Promise<void>;
}

export async function openCopier(connection: Connection): Promise<Copier> {
  const pool = openPlainPool({ ...connection, user: 'postgres' }, { max: 1 });
  await pool.query('CREATE TABLE bench_rows (name text, product text, hardware_key text, note text)');
  return {
    copy: async (path) => void (await pool.query(`COPY bench_rows FROM '${path.replaceAll("'", "''")}' WITH (FORMAT csv, HEADER)`)),
    end: () => pool.end(),
  };
}

export async function createDatabase(pool: Pool, name: string): Promise<void> {
  await pool.query(`CREATE DATABASE ${name}`);
}

/** What autovacuum would do in a while: measured is a database at rest, not one just filled. */
export async function tidy(pool: Pool): Promise<void> {
  await pool.query('VACUUM (ANALYZE)');
  await pool.query('CHECKPOINT').catch(() => undefined);
}

/** A connection that fills tables: in a transaction of its own, as the database's superuser. */
export type Filler = PoolClient;

/** Does pieces of filling with whoever is free. */
export interface Fillers {
  fill<T>(work: (filler: Filler) => Promise<T>): Promise<T>;
  /** Makes the indexes again that were put aside while tables were filled. */
  end(): Promise<void>;
}

// Adding to an index row by row costs several times making it at the end. Those of constraints stay.
const indexesSql = `SELECT x.indexrelid::regclass::text AS name, pg_get_indexdef(x.indexrelid) AS definition FROM pg_index x
  WHERE x.indrelid = ANY ('{operations,audit_leaves,orders,postings,balances}'::regclass[])
    AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = x.indexrelid)`;

/**
 * Fills without foreign keys, triggers and row-level security, which cost ten times the rows themselves; so the balances
 * are written along with the postings. `audit` looks at the outcome afterwards.
 */
export async function openFillers(connection: Extract<Connection, { host: string }>, writers: number): Promise<Fillers> {
  const pool = openPlainPool({ ...connection, user: 'postgres' }, { max: writers });
  const indexes = (await pool.query<{ name: string; definition: string }>(indexesSql)).rows;
  for (const { name } of indexes) await pool.query(`DROP INDEX ${name}`);
  return {
    async fill(work) {
      const client = await pool.connect();
      try {
        await client.query('BEGIN; SET LOCAL session_replication_role = replica; SET LOCAL synchronous_commit = off');
        const result = await work(client);
        await client.query('COMMIT');
        return result;
      } finally {
        client.release();
      }
    },
    async end() {
      for (const { definition } of indexes) await pool.query(definition);
      await pool.end();
    },
  };
}

/** Rows as columns: one array for each of a statement's parameters. */
type Columns = readonly (readonly unknown[])[];

async function run(filler: Filler, name: string, text: string, values: readonly unknown[]): Promise<void> {
  await filler.query({ name: `bench-${name}`, text, values: [...values] });
}

export interface Filled {
  readonly operations: Columns;
  readonly leaves: Columns;
}

/** Operations with their leaves: `[id, kind, at, organization, device, order, details]` and `[hash, at, kind, operation, leaf]`. */
export async function insertActs(filler: Filler, vendorId: string, { operations, leaves }: Filled): Promise<void> {
  await run(
    filler,
    'operations',
    `INSERT INTO operations (vendor_id, id, kind, at, actor_kind, organization_id, channel, pack_version, device_id, order_id, details)
     SELECT $1, o.id, o.kind, o.at, 'operator', o.organization_id, 'operator', 1, o.device_id, o.order_id, o.details
     FROM unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::uuid[], $6::uuid[], $7::uuid[], $8::jsonb[])
       AS o (id, kind, at, organization_id, device_id, order_id, details)`,
    [vendorId, ...operations],
  );
  await run(
    filler,
    'leaves',
    `INSERT INTO audit_leaves (vendor_id, hash, at, kind, operation_id, leaf)
     SELECT $1, l.* FROM unnest($2::bytea[], $3::timestamptz[], $4::text[], $5::uuid[], $6::text[]) AS l (hash, at, kind, operation_id, leaf)`,
    [vendorId, ...leaves],
  );
}

/** Orders: `[id, number, at, operation]`. */
export async function insertOrders(
  filler: Filler,
  vendorId: string,
  shipperId: string,
  receiverId: string,
  orders: Columns,
): Promise<void> {
  await run(
    filler,
    'orders',
    `INSERT INTO orders (vendor_id, id, sales_order, shipper_id, receiver_id, shipped_at, shipped_by, operation_id)
     SELECT $1, o.id, o.number, $2, $3, o.at, 'operator', o.operation_id
     FROM unnest($4::uuid[], $5::text[], $6::timestamptz[], $7::uuid[]) AS o (id, number, at, operation_id)`,
    [vendorId, shipperId, receiverId, ...orders],
  );
}

/**
 * Lots with their order lines, the two postings that shipped each from issue into the bin, and both balances:
 * `[lot, part, order, line, at, operation]`.
 */
export async function insertLots(
  filler: Filler,
  vendorId: string,
  accounts: { readonly issue: string; readonly bin: string },
  quantity: number,
  lots: Columns,
): Promise<void> {
  await run(
    filler,
    'lots',
    `WITH l AS (SELECT * FROM unnest($5::uuid[], $6::text[], $7::uuid[], $8::int[], $9::timestamptz[], $10::uuid[])
       AS l (id, part, order_id, line, at, operation_id)),
     side AS (SELECT * FROM (VALUES (1, 'issue', $2::uuid, -$4::bigint), (0, 'bin', $3::uuid, $4::bigint)) AS s (before, kind, account_id, quantity)),
     lots AS (
       INSERT INTO lots (vendor_id, id, part, pack_version, origin, order_id, order_line, issued_at)
       SELECT $1::uuid, id, part, 1, 'order', order_id, line, at FROM l
     ), lines AS (
       INSERT INTO order_lines (vendor_id, order_id, line, part, quantity, lot_id) SELECT $1::uuid, order_id, line, part, $4::bigint, id FROM l
     ), postings AS (
       INSERT INTO postings (vendor_id, operation_id, line, account_id, lot_id, quantity)
       SELECT $1::uuid, l.operation_id, 2 * l.line - side.before, side.account_id, l.id, side.quantity FROM l CROSS JOIN side
     )
     INSERT INTO balances (vendor_id, account_id, lot_id, kind, quantity, last_at, came_at)
     SELECT $1::uuid, side.account_id, l.id, side.kind, side.quantity, l.at, CASE WHEN side.quantity > 0 THEN l.at END FROM l CROSS JOIN side`,
    [vendorId, accounts.issue, accounts.bin, quantity, ...lots],
  );
}

/** Devices under their hardware keys: `[id, name, key, customer, project]`. */
export async function insertDevices(
  filler: Filler,
  vendorId: string,
  product: string,
  formatId: string,
  at: string,
  devices: Columns,
): Promise<void> {
  await run(
    filler,
    'devices',
    `WITH d AS (SELECT * FROM unnest($5::uuid[], $6::text[], $7::text[], $8::uuid[], $9::uuid[]) AS d (id, name, key, customer_id, project_id)),
     made AS (
       INSERT INTO devices (vendor_id, id, customer_id, project_id, product, name, created_at)
       SELECT $1::uuid, id, customer_id, project_id, $2::text, name, $4::timestamptz FROM d
     ), terms AS (
       INSERT INTO search_terms (vendor_id, kind, object_id, term, customer_id)
       SELECT $1::uuid, 'device', id::text, t, customer_id FROM d CROSS JOIN LATERAL (VALUES (lower(name)), (lower(key))) AS v (t)
     )
     INSERT INTO device_keys (vendor_id, product, hardware_key, device_id, format_id) SELECT $1::uuid, $2::text, key, id, $3 FROM d`,
    [vendorId, product, formatId, at, ...devices],
  );
}

/** The two accounts that every shipment to an organization moves between; they are there after its first order. */
export async function shippingAccounts(filler: Filler, vendorId: string, organizationId: string): Promise<{ issue: string; bin: string }> {
  const { rows } = await filler.query<{ kind: string; id: string }>(
    "SELECT kind, id FROM accounts WHERE vendor_id = $1 AND (kind = 'issue' OR (kind = 'bin' AND owner_id = $2))",
    [vendorId, organizationId],
  );
  const of = (kind: string) => rows.find((row) => row.kind === kind)!.id;
  return { issue: of('issue'), bin: of('bin') };
}

/** The first project of each customer. */
export async function firstProjects(filler: Filler, vendorId: string, customerIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await filler.query<{ customer_id: string; id: string }>(
    'SELECT customer_id, id FROM projects WHERE vendor_id = $1 AND customer_id = ANY ($2::uuid[])',
    [vendorId, customerIds],
  );
  return new Map(rows.map((row) => [row.customer_id, row.id]));
}
