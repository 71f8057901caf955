import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import {
  type Connection,
  ensureRoles,
  openDatabase,
  openPlainPool,
  type Pool,
  type Postgres,
  startPostgres,
} from '../src/postgres/index.ts';

/** A server of the test file's own; each `database()` is a fresh one with the application's role. */
export function useServer(): {
  readonly connection: () => Postgres['connection'];
  database(): Promise<{ pool: Pool; connection: Connection }>;
} {
  const directory = mkdtempSync(join(tmpdir(), 'muniment-test-'));
  const pools: Pool[] = [];
  let server: Postgres;
  let number = 0;
  beforeAll(async () => {
    server = await startPostgres({ dataDirectory: directory, settings: { fsync: 'off' } });
  }, 60_000);
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }, 60_000);
  return {
    connection: () => server.connection,
    async database() {
      const name = `test_${++number}`;
      const administrator = openPlainPool(server.connection, { max: 1 });
      await administrator.query(`CREATE DATABASE ${name}`);
      await administrator.end();
      const connection = { ...server.connection, database: name };
      const pool = openDatabase(connection);
      pools.push(pool);
      const ensured = await ensureRoles(pool);
      if (!ensured.ok) throw new Error(ensured.refusal.facts.reason);
      return { pool, connection };
    },
  };
}
