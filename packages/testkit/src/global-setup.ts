import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { now } from '@muniment/platform/clock';
import { installJobs } from '@muniment/platform/jobs';
import { ensureRoles, migrate, openDatabase, openPlainPool, readMigrations, startPostgres } from '@muniment/platform/postgres';
import { migrationsDirectory } from '@muniment/server';
import type { TestProject } from 'vitest/node';

/** Where test files find the one database server of the run. */
export interface TestDatabaseServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    databaseServer: TestDatabaseServer;
  }
}

export const templateDatabase = 'muniment_template';

/**
 * Nothing of a test run outlives it, so nothing need be on the disk: what survives a power cut is shown by the tests that start
 * the program itself, with the settings it ships.
 */
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** Starts one real PostgreSQL for the whole run and prepares the database that every test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(path.join(tmpdir(), 'muniment-test-'));
  const postgres = await startPostgres({ dataDirectory: path.join(directory, 'database'), settings });
  const connection = postgres.connection;
  if (!('host' in connection)) throw new Error('the embedded PostgreSQL listens on a socket');
  const admin = openPlainPool(connection, { max: 1 });
  await admin.query(`CREATE DATABASE ${templateDatabase}`);
  await admin.end();
  const template = { ...connection, database: templateDatabase };
  const pool = openDatabase(template, { max: 2 });
  const roles = await ensureRoles(pool);
  if (!roles.ok) throw new Error(JSON.stringify(roles.refusal));
  await migrate(pool, await readMigrations(migrationsDirectory), now());
  await pool.end();
  await installJobs(template);
  project.provide('databaseServer', { host: connection.host, port: connection.port, user: connection.user });
  return async () => {
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  };
}
