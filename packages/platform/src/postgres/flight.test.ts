import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { useServer } from '../../test/database.ts';
import { inTransaction, type Pool, readInFlight, writeInFlight } from './index.ts';

const server = useServer();

async function makeThings(pool: Pool, vendorIds: readonly string[]): Promise<void> {
  await pool.query(`
    CREATE TABLE things (vendor_id uuid NOT NULL, name text NOT NULL);
    ALTER TABLE things ENABLE ROW LEVEL SECURITY;
    ALTER TABLE things FORCE ROW LEVEL SECURITY;
    CREATE POLICY own ON things USING (vendor_id = (SELECT NULLIF(current_setting('muniment.vendor_id', true), '')::uuid));
    GRANT SELECT, INSERT ON things TO muniment_app`);
  for (const vendorId of vendorIds) {
    await inTransaction(pool, { vendorId }, (tx) => tx.run('add', 'INSERT INTO things VALUES ($1, $2)', [vendorId, `of ${vendorId}`]));
  }
}

const all = { name: 'all', text: 'SELECT name FROM things', parameters: [] };
const sum = (numbers: readonly number[]) => ({
  name: 'sum',
  text: 'SELECT sum(n)::int AS sum FROM unnest($1::int[]) AS n',
  parameters: [numbers],
});

describe('a flight of reads', () => {
  it('answers each statement’s rows, sees one vendor’s, and carries nothing over', async () => {
    const { pool } = await server.database();
    const vendors = [randomUUID(), randomUUID()];
    await makeThings(pool, vendors);
    const flights = vendors.map((vendorId) => readInFlight(pool, vendorId, [all, sum([1, 2, 3])]));
    expect(await Promise.all(flights)).toEqual(vendors.map((vendorId) => [[{ name: `of ${vendorId}` }], [{ sum: 6 }]]));
    expect(await readInFlight(pool, null, [all])).toEqual([[]]);
    const after = await pool.query("SELECT current_user = session_user AS same, current_setting('plan_cache_mode') AS mode");
    expect(after.rows).toEqual([{ same: true, mode: 'auto' }]);
  });

  it('that fails says why, and the connection is as good as before', async () => {
    const { pool } = await server.database();
    const wrong = { name: 'wrong', text: 'SELECT 1 / $1::int AS n', parameters: [0] };
    const flights = Array.from({ length: 30 }, (_, n) =>
      readInFlight(pool, null, [sum([n]), wrong, sum([n])]).catch((error: Error) => error.message),
    );
    expect(new Set(await Promise.all(flights))).toEqual(new Set(['division by zero']));
    for (let n = 0; n < 20; n++) expect(await readInFlight(pool, null, [sum([n, n])])).toEqual([[{ sum: 2 * n }]]);
  });

  it('writes nothing and takes no other vendor’s name', async () => {
    const { pool } = await server.database();
    const vendorId = randomUUID();
    await makeThings(pool, [vendorId]);
    const write = { name: 'write', text: 'INSERT INTO things VALUES ($1, $2)', parameters: [vendorId, 'x'] };
    await expect(readInFlight(pool, vendorId, [write])).rejects.toThrow(/read-only transaction/);
    await expect(readInFlight(pool, "x', true); DROP TABLE things; --", [all])).rejects.toThrow(TypeError);
  });
});

describe('a flight of writes', () => {
  /** A statement that collides so many times before it goes through; how often it was tried is kept, whatever is rolled back. */
  async function colliding(pool: Pool, times: number) {
    await pool.query(`
      CREATE SEQUENCE tries;
      GRANT USAGE ON SEQUENCE tries TO muniment_app;
      CREATE FUNCTION collide() RETURNS bigint LANGUAGE plpgsql AS $$
        DECLARE n bigint := nextval('tries');
        BEGIN
          IF n <= ${times} THEN RAISE EXCEPTION 'collided' USING ERRCODE = 'deadlock_detected'; END IF;
          RETURN n;
        END $$`);
    return { name: 'collide', text: 'SELECT collide() AS tries', parameters: [] };
  }

  it('is done again as a whole when it collides with another, and nothing of it twice', async () => {
    const { pool } = await server.database();
    const vendorId = randomUUID();
    await makeThings(pool, []);
    const write = { name: 'write', text: 'INSERT INTO things VALUES ($1, $2)', parameters: [vendorId, 'x'] };
    expect(await writeInFlight(pool, vendorId, [write, await colliding(pool, 2)])).toEqual([[], [{ tries: 3 }]]);
    expect(await readInFlight(pool, vendorId, [all])).toEqual([[{ name: 'x' }]]);
  });

  it('that collides for ever fails', async () => {
    const { pool } = await server.database();
    await expect(writeInFlight(pool, randomUUID(), [await colliding(pool, 99)])).rejects.toThrow('collided');
  });
});
