import { readFile } from 'node:fs/promises';
import { digestOf } from '@muniment/platform/hash';
import { applicationRole, inTransaction, type Tx } from '@muniment/platform/postgres';
import { setUpChannel, ship, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// What the database itself holds, whatever a program above it tries: vendors apart, history never edited, two laws of
// the ledger. The statements here are sent as the application's role, as any code of ours sends them.

let server: TestServer;
let alpha: TestChannel;
const vendorOf: Record<string, string> = {};

beforeAll(async () => {
  server = await startTestServer();
  const pack = await readFile('catalogs/pbx-channel/pack.yaml', 'utf8');
  alpha = await setUpChannel(server, 'alpha', pack);
  for (const channel of [alpha, await setUpChannel(server, 'beta', pack)]) {
    const dealer = await channel.partner('dealer', 'The Dealer');
    await ship(channel, dealer, 'SO-1', { 'EX81-SEAT-20': 5 });
    const customer = await value(dealer.client.createCustomer({ name: 'The Customer' }));
    const key = { name: 'The Device', product: 'SV8100', hardwareKey: '190000000001' };
    const device = await value(dealer.client.createDevice({ customerId: customer.id, ...key }));
    await value(dealer.client.attachLicenses({ deviceId: device.id, lines: [{ order: 'SO-1', part: 'EX81-SEAT-20', quantity: 2 }] }));
  }
  const { rows } = await server.database.pool.query<{ id: string; slug: string }>('SELECT id, slug FROM vendors');
  for (const { id, slug } of rows) vendorOf[slug] = id;
});
afterAll(() => server?.stop());

/** Tables that stand outside vendors, and why they may. */
const outside: Readonly<Record<string, string>> = {
  settings: 'of the installation',
  migrations: 'of the installation',
  vendors: 'found before a vendor is known',
  credentials: 'found before a vendor is known; holds hashes only',
};
/** Read by its owner on behalf of a search, which compares the vendor itself. */
const notForced = ['search_terms'];

interface Table {
  readonly name: string;
  readonly secured: boolean;
  readonly forced: boolean;
  readonly policies: number;
  readonly key: string;
}

async function tables(): Promise<Table[]> {
  const { rows } = await server.database.pool.query<Table>(
    `SELECT c.relname AS name, c.relrowsecurity AS secured, c.relforcerowsecurity AS forced,
       (SELECT count(*)::int FROM pg_policy p WHERE p.polrelid = c.oid) AS policies,
       (SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
        WHERE i.indrelid = c.oid AND i.indisprimary) AS key
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY c.relname`,
  );
  return rows;
}

const as = <T>(slug: string | null, work: (tx: Tx) => Promise<T>) =>
  inTransaction(server.database.pool, { vendorId: slug === null ? null : vendorOf[slug]! }, async (tx) => {
    tx.discard();
    return work(tx);
  });

/** Sends one statement as the application would. */
const run = (tx: Tx, sql: string, parameters: readonly unknown[] = []) => tx.query(digestOf(sql), sql, parameters);

/** What PostgreSQL says to a statement: its code, or what it answered. */
async function refusalOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  );
}

describe('Vendors', () => {
  it('are kept apart in every table: forced row-level security, and a key that begins with the vendor', async () => {
    const found = await tables();
    expect(found.length).toBeGreaterThan(25);
    for (const { name, secured, forced, policies, key } of found.filter((table) => !(table.name in outside))) {
      expect({ name, secured, forced, policies, key }).toEqual({
        name,
        secured: true,
        forced: !notForced.includes(name),
        policies: 1,
        key: 'vendor_id',
      });
    }
  });

  it('are in every foreign key between their tables', async () => {
    const { rows } = await server.database.pool.query<{ name: string }>(
      `SELECT f.conname AS name FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE f.contype = 'f' AND n.nspname = 'public' AND NOT EXISTS (
         SELECT 1 FROM pg_attribute a WHERE a.attrelid = f.conrelid AND a.attnum = f.conkey[1] AND a.attname = 'vendor_id')`,
    );
    expect(rows).toEqual([]);
  });

  it('are there for nobody who names none, and each only for itself', async () => {
    for (const { name } of (await tables()).filter((table) => !(table.name in outside))) {
      expect(await as(null, (tx) => run(tx, `SELECT 1 FROM ${name} LIMIT 1`)), name).toEqual([]);
      for (const slug of ['alpha', 'beta'])
        expect(await as(slug, (tx) => run(tx, `SELECT 1 FROM ${name} WHERE vendor_id <> $1`, [vendorOf[slug]])), name).toEqual([]);
    }
    expect(await as('alpha', (tx) => run(tx, 'SELECT 1 FROM devices'))).toHaveLength(1);
  });

  it('cannot write into each other', async () => {
    const foreign =
      "INSERT INTO organizations (vendor_id, id, kind, name, created_at) VALUES ($1, gen_random_uuid(), 'dealer', 'Intruder', $2)";
    expect(await refusalOf(as('alpha', (tx) => run(tx, foreign, [vendorOf.beta, '2026-01-01T00:00:00Z'])))).toBe('42501');
    const renamed = await as('alpha', (tx) =>
      tx.run('test-rename', "UPDATE organizations SET name = 'Renamed' WHERE vendor_id = $1", [vendorOf.beta]),
    );
    expect(renamed).toBe(0);
  });
});

describe('History', () => {
  it('can be written by the application, and never edited, removed or emptied', async () => {
    for (const table of [
      'operations',
      'postings',
      'lots',
      'lot_parents',
      'accounts',
      'audit_leaves',
      'orders',
      'order_lines',
      'license_documents',
      'catalog_versions',
    ]) {
      for (const statement of [`UPDATE ${table} SET vendor_id = vendor_id`, `DELETE FROM ${table}`, `TRUNCATE ${table}`])
        expect(await refusalOf(as('alpha', (tx) => run(tx, statement))), statement).toBe('42501');
    }
  });

  it('moves balances by postings alone: the application cannot even lock them', async () => {
    for (const statement of [
      'INSERT INTO balances SELECT * FROM balances',
      'UPDATE balances SET quantity = 1000',
      'DELETE FROM balances',
      'TRUNCATE balances',
      'SELECT 1 FROM balances FOR UPDATE',
      'ALTER TABLE postings DISABLE TRIGGER ALL',
      'ALTER TABLE balances NO FORCE ROW LEVEL SECURITY',
      "SET LOCAL session_replication_role = 'replica'",
    ])
      expect(await refusalOf(as('alpha', (tx) => run(tx, statement))), statement).toBe('42501');
  });

  it('is written by a role that owns nothing and has no way around its rights', async () => {
    const { rows } = await server.database.pool.query(
      `SELECT r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolcanlogin,
         (SELECT count(*)::int FROM pg_class c WHERE c.relowner = r.oid) AS owns FROM pg_roles r WHERE r.rolname = $1`,
      [applicationRole],
    );
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcanlogin: false, owns: 0 }]);
  });
});

interface Pair {
  readonly account: string;
  readonly lot: string;
  readonly quantity: number;
}

/** What a bin holds, and the issue account its lot came from. */
async function pairs(tx: Tx): Promise<{ bin: Pair; issue: Pair; reserved: Pair }> {
  const rows = (await run(
    tx,
    'SELECT b.account_id AS account, b.lot_id AS lot, b.quantity, b.kind FROM balances b WHERE b.vendor_id = $1',
    [vendorOf.alpha],
  )) as unknown as (Pair & { kind: string })[];
  const of = (kind: string) => rows.find((row) => row.kind === kind)!;
  return { bin: of('bin'), issue: of('issue'), reserved: of('reserved') };
}

const openOperation =
  "INSERT INTO operations (vendor_id, id, kind, at, actor_kind, channel) VALUES ($1, gen_random_uuid(), 'test', $2, 'system', 'job') RETURNING id";
const later = '2100-01-01T00:00:00Z';

async function open(tx: Tx, at = later): Promise<string> {
  return ((await run(tx, openOperation, [vendorOf.alpha, at]))[0] as { id: string }).id;
}

/** Posts lines of one operation in one statement. */
function post(tx: Tx, operation: string, lines: readonly Pair[], first = 1) {
  return run(
    tx,
    `INSERT INTO postings (vendor_id, operation_id, line, account_id, lot_id, quantity)
     SELECT $1, $2, p.* FROM unnest($3::int[], $4::uuid[], $5::uuid[], $6::bigint[]) AS p`,
    [
      vendorOf.alpha,
      operation,
      lines.map((_, index) => first + index),
      lines.map(({ account }) => account),
      lines.map(({ lot }) => lot),
      lines.map(({ quantity }) => quantity),
    ],
  );
}

describe('The ledger', () => {
  it('takes postings that sum to zero, of an operation of their own transaction', async () => {
    const after = await as('alpha', async (tx) => {
      const { bin, reserved } = await pairs(tx);
      await post(tx, await open(tx), [
        { ...bin, quantity: -1 },
        { ...reserved, quantity: 1 },
      ]);
      return pairs(tx);
    });
    expect([after.bin.quantity, after.reserved.quantity]).toEqual([2, 3]);
  });

  it('refuses postings that do not sum to zero, be it by one, by lot, or in two steps', async () => {
    const attempt = (lines: (found: Awaited<ReturnType<typeof pairs>>) => Pair[]) =>
      refusalOf(as('alpha', async (tx) => post(tx, await open(tx), lines(await pairs(tx)))));
    expect(await attempt(({ bin }) => [{ ...bin, quantity: 1 }])).toBe('MU001');
    expect(
      await attempt(({ bin, reserved }) => [
        { ...bin, quantity: -2 },
        { ...reserved, quantity: 1 },
      ]),
    ).toBe('MU001');
    await ship(alpha, await alpha.partner('dealer', 'Second Dealer'), 'SO-2', { 'EX81-VER-3': 1 });
    const [lot] = (await as('alpha', (tx) => run(tx, "SELECT id FROM lots WHERE part = 'EX81-VER-3'"))) as { id: string }[];
    expect(
      await attempt(({ bin, reserved }) => [
        { ...bin, quantity: -1 },
        { ...reserved, lot: lot!.id, quantity: 1 },
      ]),
    ).toBe('MU001');
    const inSteps = as('alpha', async (tx) => {
      const [{ bin, reserved }, operation] = [await pairs(tx), await open(tx)];
      await post(tx, operation, [{ ...bin, quantity: -1 }]);
      await post(tx, operation, [{ ...reserved, quantity: 1 }], 2);
    });
    expect(await refusalOf(inSteps)).toBe('MU001');
  });

  it('refuses postings added to an operation of an earlier transaction', async () => {
    const [old] = (await as('alpha', (tx) => run(tx, "SELECT id FROM operations WHERE kind = 'attach-licenses'"))) as { id: string }[];
    const added = as('alpha', async (tx) => {
      const { bin, reserved } = await pairs(tx);
      await post(
        tx,
        old!.id,
        [
          { ...bin, quantity: -1 },
          { ...reserved, quantity: 1 },
        ],
        10,
      );
    });
    expect(await refusalOf(added)).toBe('MU002');
  });

  it('refuses a balance below zero outside issue and conversion, at once and not at the end', async () => {
    const overdrawn = as('alpha', async (tx) => {
      const { bin, reserved } = await pairs(tx);
      await post(tx, await open(tx), [
        { ...bin, quantity: -4 },
        { ...reserved, quantity: 4 },
      ]);
    });
    expect(await refusalOf(overdrawn)).toBe('23514');
    const issued = as('alpha', async (tx) => {
      const { bin, issue } = await pairs(tx);
      await post(tx, await open(tx), [
        { ...issue, quantity: -4 },
        { ...bin, quantity: 4 },
      ]);
    });
    expect(await refusalOf(issued)).toBe('done');
  });

  it('refuses an operation earlier than what it builds on, so that no past instant can be changed', async () => {
    const early = as('alpha', async (tx) => {
      const { bin, reserved } = await pairs(tx);
      await post(tx, await open(tx, '2020-01-01T00:00:00Z'), [
        { ...bin, quantity: -1 },
        { ...reserved, quantity: 1 },
      ]);
    });
    expect(await refusalOf(early)).toBe('MU003');
  });

  it('refuses units of a lot in an account of another vendor', async () => {
    const [foreign] = (await as('beta', (tx) => run(tx, "SELECT id FROM accounts WHERE kind = 'bin'"))) as { id: string }[];
    const stolen = as('alpha', async (tx) => {
      const { bin } = await pairs(tx);
      await post(tx, await open(tx), [
        { ...bin, quantity: -1 },
        { ...bin, account: foreign!.id, quantity: 1 },
      ]);
    });
    expect(await refusalOf(stolen)).not.toBe('done');
  });
});
