import { readFile } from 'node:fs/promises';
import { Logger, runMigrations } from 'graphile-worker';
import { type Connection, openPlainPool } from '../postgres/index.ts';

/** Schema that belongs to the job runner. */
export const jobSchema = 'graphile_worker';

const silent = new Logger(() => () => undefined);

/**
 * Brings the job runner's own tables up to date and (re)creates the functions over them. After the application's
 * migrations, whose role and settings table they name; any number of processes may do so at once.
 */
export async function installJobs(connection: Connection | string): Promise<void> {
  const pool = openPlainPool(connection, { max: 2 });
  try {
    await runMigrations({ pgPool: pool, schema: jobSchema, logger: silent });
    const sql = await readFile(new URL('./jobs.sql', import.meta.url), 'utf8');
    // One transaction, one at a time: two processes replacing a function at the same moment would collide.
    await pool.query(`BEGIN; SELECT pg_advisory_xact_lock(7070002); ${sql}; COMMIT`);
  } finally {
    await pool.end();
  }
}
