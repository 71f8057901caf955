import type { PoolClient } from 'pg';

/** A collation of ours whose library sorts by other rules than the indexes were made with, and those indexes. */
interface Changed {
  readonly collation: string;
  readonly indexes: string[];
}

const changedSql = `
  SELECT format('%I.%I', n.nspname, c.collname) AS collation,
    ARRAY(SELECT DISTINCT i.oid::regclass::text FROM pg_depend d JOIN pg_class i ON i.oid = d.objid AND i.relkind = 'i'
      WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_collation'::regclass AND d.refobjid = c.oid ORDER BY 1) AS indexes
  FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
  WHERE n.nspname = current_schema() AND c.collversion <> pg_collation_actual_version(c.oid)`;

async function changed(client: PoolClient): Promise<Changed[]> {
  return (await client.query<Changed>(changedSql)).rows;
}

/**
 * Another PostgreSQL may bring another version of ICU, which puts names in another order than the indexes on them are in: rows
 * would not be found, and pages would leave some out. Such indexes are made anew, and the collation notes the version. `lock`
 * waits, in the transaction that is open then, for other processes that start too: what they have done is not done again.
 */
export async function refreshCollations(client: PoolClient, lock: () => Promise<unknown>): Promise<void> {
  if ((await changed(client)).length === 0) return;
  await client.query('BEGIN');
  try {
    await lock();
    for (const { collation, indexes } of await changed(client)) {
      for (const index of indexes) await client.query(`REINDEX INDEX ${index}`);
      await client.query(`ALTER COLLATION ${collation} REFRESH VERSION`);
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
