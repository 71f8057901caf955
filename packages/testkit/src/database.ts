import { randomUUID } from 'node:crypto';
import { type Connection, ensureRoles, openDatabase, openPlainPool, type Pool } from '@muniment/platform/postgres';
import { inject } from 'vitest';
import { templateDatabase } from './global-setup.ts';

export interface TestDatabase {
  readonly connection: Extract<Connection, { host: string }>;
  readonly pool: Pool;
  drop(): Promise<void>;
}

/**
 * A database of its own for a test file: a clone of the migrated template, made in a quarter of a second. `connections`
 * is how many the pool has at most.
 */
export function cloneDatabase(connections = 10): Promise<TestDatabase> {
  return createDatabase(`TEMPLATE ${templateDatabase}`, connections);
}

/** One with nothing in it, for tests of the migrations themselves; `plain` knows no letters but those of ASCII. */
export async function emptyDatabase(letters: 'all' | 'plain' = 'all'): Promise<TestDatabase> {
  const database = await createDatabase(letters === 'all' ? '' : "TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'", 2);
  const roles = await ensureRoles(database.pool);
  if (!roles.ok) throw new Error(JSON.stringify(roles.refusal));
  return database;
}

async function createDatabase(how: string, connections: number): Promise<TestDatabase> {
  const server = inject('databaseServer');
  const database = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = openPlainPool({ ...server, database: 'postgres' }, { max: 1 });
  await admin.query(`CREATE DATABASE ${database} ${how}`);
  await admin.end();
  const connection = { ...server, database };
  const pool = openDatabase(connection, { max: connections });
  return {
    connection,
    pool,
    async drop() {
      await pool.end();
      const last = openPlainPool({ ...server, database: 'postgres' }, { max: 1 });
      // Only a superuser may end an autovacuum worker by FORCE; without it the server itself asks the worker to leave.
      await last.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`).catch((error: { code?: string }) => {
        if (error.code !== '42501') throw error;
        return last.query(`DROP DATABASE IF EXISTS ${database}`);
      });
      await last.end();
    },
  };
}
