import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { useServer } from '../../test/database.ts';
import { superuser } from './cluster.ts';
import {
  asOwner,
  ensureRoles,
  inTransaction,
  isMigrated,
  type Migration,
  MigrationError,
  migrate,
  openDatabase,
  openPlainPool,
  type Pool,
} from './index.ts';

const server = useServer();
const at = Temporal.Instant.from('2024-01-31T10:00:00Z');
const noVendor = { vendorId: null };

describe('a transaction', () => {
  it('acts as the application’s role and sees its vendor’s rows only; without a vendor it sees none', async () => {
    const { pool } = await server.database();
    await pool.query(`
      CREATE TABLE things (vendor_id uuid NOT NULL, name text NOT NULL);
      ALTER TABLE things ENABLE ROW LEVEL SECURITY;
      ALTER TABLE things FORCE ROW LEVEL SECURITY;
      CREATE POLICY own ON things USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
      GRANT SELECT, INSERT ON things TO muniment_app`);
    const [mine, theirs] = [randomUUID(), randomUUID()];
    for (const vendorId of [mine, theirs]) {
      await inTransaction(pool, { vendorId }, (tx) => tx.run('add', 'INSERT INTO things VALUES ($1, $2)', [vendorId, vendorId]));
    }
    const names = (vendorId: string | null) =>
      inTransaction(pool, { vendorId }, (tx) => tx.query('all', 'SELECT name, current_user AS me FROM things'));
    expect(await names(mine)).toEqual([{ name: mine, me: 'muniment_app' }]);
    expect(await names(theirs)).toEqual([{ name: theirs, me: 'muniment_app' }]);
    expect(await names(null)).toEqual([]);
    // The owner of the tables is bound as well, and the connection carries nothing over.
    expect(await asOwner(pool, noVendor, (tx) => tx.query('all', 'SELECT name, current_user AS me FROM things'))).toEqual([]);
    expect((await pool.query('SELECT name FROM things')).rows).toEqual([]);
    const crossing = inTransaction(pool, { vendorId: mine }, (tx) => tx.run('add', 'INSERT INTO things VALUES ($1, $2)', [theirs, 'x']));
    await expect(crossing).rejects.toThrow(/row-level security/);
  });

  it('refuses anything but a UUID as its vendor', async () => {
    const { pool } = await server.database();
    await expect(inTransaction(pool, { vendorId: "x', true); DROP TABLE x; --" }, async () => 1)).rejects.toThrow(TypeError);
  });

  it('keeps nothing of work that threw or was discarded, and everything else', async () => {
    const { pool } = await server.database();
    await pool.query('CREATE TABLE notes (note text); GRANT SELECT, INSERT ON notes TO muniment_app');
    const add = (note: string, then: (discard: () => void) => void) =>
      inTransaction(pool, noVendor, async (tx) => {
        await tx.run('note', 'INSERT INTO notes VALUES ($1)', [note]);
        then(() => tx.discard());
        return note;
      });
    await add('kept', () => undefined);
    expect(await add('discarded', (discard) => discard())).toBe('discarded');
    const failing = add('thrown', () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect((await pool.query('SELECT note FROM notes')).rows).toEqual([{ note: 'kept' }]);
  });

  it('is over for work that a failure beside it left behind: nothing of it is done in what the connection does next', async () => {
    const { pool } = await server.database();
    await pool.query('CREATE TABLE late (note text); GRANT SELECT, INSERT ON late TO muniment_app');
    const goOn = Promise.withResolvers<void>();
    const leftBehind: Promise<unknown>[] = [];
    const failing = inTransaction(pool, noVendor, async (tx) => {
      const slow = goOn.promise.then(() => tx.run('late', "INSERT INTO late VALUES ('late')"));
      leftBehind.push(slow.catch((error: Error) => error.message));
      await Promise.all([slow, tx.query('wrong', 'SELECT 1 / 0')]);
    });
    await expect(failing).rejects.toThrow('division by zero');
    await inTransaction(pool, { vendorId: randomUUID() }, async (tx) => {
      goOn.resolve();
      expect(await leftBehind[0]).toMatch('after the end of its transaction');
      await tx.run('timely', "INSERT INTO late VALUES ('timely')");
    });
    expect((await pool.query('SELECT note FROM late')).rows).toEqual([{ note: 'timely' }]);
  });

  it('does its whole work again after a deadlock', async () => {
    const { pool } = await server.database();
    await pool.query(
      'CREATE TABLE counts (id int PRIMARY KEY, n int); INSERT INTO counts VALUES (1, 0), (2, 0); GRANT SELECT, UPDATE ON counts TO muniment_app',
    );
    let attempts = 0;
    const lockedFirst: (() => void)[] = [];
    const bothLocked = new Promise<void>((resolve) => {
      lockedFirst.push(() => lockedFirst.length === 3 && resolve());
    });
    const raise = (first: number, second: number) =>
      inTransaction(pool, noVendor, async (tx) => {
        attempts++;
        await tx.run('raise', 'UPDATE counts SET n = n + 1 WHERE id = $1', [first]);
        lockedFirst.push(() => undefined);
        lockedFirst[0]!();
        await bothLocked;
        await tx.run('raise', 'UPDATE counts SET n = n + 1 WHERE id = $1', [second]);
      });
    await Promise.all([raise(1, 2), raise(2, 1)]);
    // On a busy machine both may be told of the deadlock before either is gone.
    expect([3, 4]).toContain(attempts);
    expect((await pool.query('SELECT n FROM counts ORDER BY id')).rows).toEqual([{ n: 2 }, { n: 2 }]);
  });

  it('carries dates, instants and big numbers without changing them', async () => {
    const { pool } = await server.database();
    const day = Temporal.PlainDate.from('2024-02-29');
    const sql = `SELECT $1::timestamptz AS instant, $2::date AS day, $3::bigint AS big, $4::numeric AS exact,
                        ARRAY[$1::timestamptz, NULL] AS instants, $5::date[] AS days, $6::jsonb AS json, 5::bigint AS n`;
    const read = () =>
      inTransaction(pool, noVendor, (tx) => tx.query('values', sql, [at, day, 9_007_199_254_740_991, '303.480', [day], { a: [1] }]));
    const [row] = await read();
    expect(JSON.parse(JSON.stringify(row))).toEqual({
      instant: '2024-01-31T10:00:00Z',
      day: '2024-02-29',
      big: 9_007_199_254_740_991,
      exact: '303.480',
      instants: ['2024-01-31T10:00:00Z', null],
      days: ['2024-02-29'],
      json: { a: [1] },
      n: 5,
    });
    expect(row!.instant).toBeInstanceOf(Temporal.Instant);
    expect(row!.day).toBeInstanceOf(Temporal.PlainDate);
    await expect(inTransaction(pool, noVendor, (tx) => tx.query('too-big', 'SELECT 9007199254740993 AS n'))).rejects.toThrow(RangeError);
  });
});

describe('migrations', () => {
  const migration = (name: string, sql: string, checksum = name): Migration => ({ name, sql, checksum });
  const first = migration('0001_one.sql', 'CREATE TABLE one (n int); SELECT pg_sleep(0.1)');
  const second = migration('0002_two.sql', 'CREATE TABLE two (n int)');

  it('are each applied once, though several processes start together', async () => {
    const { pool, connection } = await server.database();
    const others = Array.from({ length: 4 }, () => openDatabase(connection, { max: 1 }));
    const applied = await Promise.all([pool, ...others].map((one) => migrate(one, [first, second], at)));
    expect(applied.flat().sort()).toEqual(['0001_one.sql', '0002_two.sql']);
    expect(await isMigrated(pool, [first, second])).toBe(true);
    expect(await isMigrated(pool, [first, second, migration('0003_three.sql', '')])).toBe(false);
    await Promise.all(others.map((one) => one.end()));
  });

  it('are applied whole or not at all', async () => {
    const { pool } = await server.database();
    const broken = migration('0002_two.sql', 'CREATE TABLE two (n int); SELECT 1/0');
    await expect(migrate(pool, [first, broken], at)).rejects.toThrow(/0002_two.sql failed: division by zero/);
    expect(await migrate(pool, [first, second], at)).toEqual(['0002_two.sql']);
  });

  it('refuse a file that was changed after it had been applied, and a database that is newer than the files', async () => {
    const { pool } = await server.database();
    await migrate(pool, [first, second], at);
    await expect(migrate(pool, [migration(first.name, first.sql, 'other'), second], at)).rejects.toThrow(/0001_one.sql was changed/);
    await expect(migrate(pool, [first], at)).rejects.toThrow(MigrationError);
  });
});

describe('a start with another version of ICU', () => {
  it('makes the indexes anew that were in the order of the old one, once, though several processes start together', async () => {
    const { pool, connection } = await server.database();
    await pool.query(`CREATE COLLATION by_number (provider = icu, locale = 'und-u-kn-true');
      CREATE TABLE rooms (name text COLLATE by_number, other text);
      CREATE UNIQUE INDEX rooms_by_name ON rooms (name);
      CREATE INDEX rooms_by_other ON rooms (other);
      INSERT INTO rooms VALUES ('2'), ('10')`);
    // What an upgrade does to it: the version is another, and so is the order.
    const administrator = openPlainPool({ ...connection, user: superuser }, { max: 1 });
    await administrator.query("UPDATE pg_collation SET collversion = '1', colllocale = 'und' WHERE collname = 'by_number'");
    await administrator.end();
    const look = async () => {
      const fresh = openPlainPool(connection, { max: 1 });
      await fresh.query('SET enable_seqscan = off; SET enable_sort = off');
      const { rows } = await fresh.query<{ name: string }>('SELECT name FROM rooms ORDER BY name');
      const facts = await fresh.query<{ current: boolean; by_name: string; by_other: string }>(
        `SELECT collversion = pg_collation_actual_version(oid) AS current, pg_relation_filenode('rooms_by_name') AS by_name,
           pg_relation_filenode('rooms_by_other') AS by_other FROM pg_collation WHERE collname = 'by_number'`,
      );
      await fresh.end();
      return { names: rows.map(({ name }) => name), ...facts.rows[0]! };
    };
    const before = await look();
    expect(before).toMatchObject({ names: ['2', '10'], current: false });
    const starting = Array.from({ length: 3 }, () => openDatabase(connection, { max: 1 }));
    await Promise.all(starting.map((one) => migrate(one, [], at)));
    await Promise.all(starting.map((one) => one.end()));
    const after = await look();
    expect(after).toMatchObject({ names: ['10', '2'], current: true, by_other: before.by_other });
    expect(after.by_name).not.toBe(before.by_name);
    await migrate(pool, [], at);
    expect(await look()).toEqual(after);
  });
});

describe('the application’s role', () => {
  async function asSuperuser(sql: string): Promise<void> {
    const pool = openPlainPool({ ...server.connection(), user: superuser }, { max: 1 });
    for (const statement of sql.split(';\n')) await pool.query(statement);
    await pool.end();
  }

  async function login(name: string, options: string): Promise<Pool> {
    await asSuperuser(`CREATE ROLE ${name} LOGIN ${options};\nCREATE DATABASE ${name} OWNER ${name}`);
    return openDatabase({ ...server.connection(), user: name, database: name }, { max: 2 });
  }

  it('is asked for with the SQL to run when the login can neither make nor take it; with that SQL run, it works', async () => {
    const { pool: any } = await server.database();
    await any.query('SELECT 1');
    const plain = await login('plain_login', 'NOCREATEROLE');
    const refused = await ensureRoles(plain);
    if (refused.ok) throw new Error('a plain login cannot grant itself a role');
    expect(refused.refusal).toMatchObject({
      code: 'database-role-missing',
      facts: { sql: ['CREATE ROLE muniment_app NOLOGIN;', 'GRANT muniment_app TO "plain_login";'] },
    });
    await asSuperuser(refused.refusal.facts.sql.at(-1)!);
    expect(await ensureRoles(plain)).toEqual({ ok: true });
    expect(await inTransaction(plain, noVendor, (tx) => tx.query('me', 'SELECT current_user AS me'))).toEqual([{ me: 'muniment_app' }]);
    await plain.end();
  });

  it('is refused when it would see every vendor’s rows', async () => {
    const { pool } = await server.database();
    await asSuperuser('ALTER ROLE muniment_app BYPASSRLS');
    expect(await ensureRoles(pool)).toMatchObject({ ok: false, refusal: { code: 'database-role-unsafe' } });
    await asSuperuser('ALTER ROLE muniment_app NOBYPASSRLS');
    expect(await ensureRoles(pool)).toEqual({ ok: true });
  });

  it('needs a login that may create tables, and says which rights are missing', async () => {
    await login('owner_of_it', 'NOCREATEROLE').then((pool) => pool.end());
    await asSuperuser('CREATE ROLE poor_login LOGIN');
    const poor = openDatabase({ ...server.connection(), user: 'poor_login', database: 'owner_of_it' });
    expect(await ensureRoles(poor)).toMatchObject({
      ok: false,
      refusal: {
        code: 'database-rights-missing',
        facts: {
          sql: ['GRANT CREATE ON DATABASE "owner_of_it" TO "poor_login";', 'GRANT CREATE, USAGE ON SCHEMA "public" TO "poor_login";'],
        },
      },
    });
    await poor.end();
  });
});
