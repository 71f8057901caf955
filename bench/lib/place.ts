import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { now } from '@muniment/platform/clock';
import { installJobs } from '@muniment/platform/jobs';
import {
  type Connection,
  ensureRoles,
  migrate,
  openDatabase,
  openPlainPool,
  type Pool,
  readMigrations,
  startPostgres,
} from '@muniment/platform/postgres';
import { migrationsDirectory } from '@muniment/server';
import { createDatabase } from './store.ts';

/** A directory and a database server of the benchmark's own, with the product's own settings. */
export interface Place {
  readonly directory: string;
  /** A fresh database with schema and job tables. */
  database(name: string): Promise<{ readonly connection: Extract<Connection, { host: string }>; readonly pool: Pool }>;
  end(): Promise<void>;
}

export async function openPlace(): Promise<Place> {
  const directory = await mkdtemp(join(tmpdir(), 'muniment-bench-'));
  const postgres = await startPostgres({ dataDirectory: join(directory, 'data') });
  const pools: Pool[] = [];
  return {
    directory,
    async database(name) {
      const administrator = openPlainPool(postgres.connection, { max: 1 });
      await createDatabase(administrator, name);
      await administrator.end();
      const connection = { ...postgres.connection, database: name };
      const pool = openDatabase(connection);
      pools.push(pool);
      const roles = await ensureRoles(pool);
      if (!roles.ok) throw new Error(roles.refusal.facts.reason);
      await migrate(pool, await readMigrations(migrationsDirectory), now());
      await installJobs(connection);
      return { connection, pool };
    },
    async end() {
      await Promise.all(pools.map((pool) => pool.end()));
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
