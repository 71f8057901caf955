import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PoolClient } from 'pg';
import type { Temporal } from 'temporal-polyfill';
import { refreshCollations } from './collations.ts';
import type { Pool } from './pool.ts';

/** A numbered file of SQL that changes the schema; forward only. */
export interface Migration {
  /** File name, such as `0001_schema.sql`. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, hexadecimal. */
  readonly checksum: string;
}

/** Raised when files and database do not belong together: a fault of the installation, never of a request. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

const fileName = /^(\d{4})_[a-z0-9_]+\.sql$/;
/** Any constant that no other program on this database uses. */
const lockKey = 7_070_001;

/** Reads `0001_name.sql`, `0002_…` in order; a gap, a double number or a stray file is an error. */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  return await Promise.all(
    names.map(async (name, index) => {
      const number = Number(fileName.exec(name)?.[1]);
      if (number !== index + 1) {
        throw new MigrationError(`${join(directory, name)}: expected a name like ${String(index + 1).padStart(4, '0')}_what_it_does.sql`);
      }
      const sql = await readFile(join(directory, name), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/** Held to the end of the transaction (so it works behind a pooler): of two processes starting together one waits here. */
function lockMigrations(client: PoolClient): Promise<unknown> {
  return client.query('SELECT pg_advisory_xact_lock($1)', [lockKey]);
}

async function appliedChecksums(client: PoolClient): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; checksum: string }>('SELECT name, checksum FROM migrations ORDER BY name');
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

function compare(migrations: readonly Migration[], applied: ReadonlyMap<string, string>): Migration | undefined {
  const known = new Set(migrations.map((migration) => migration.name));
  for (const name of applied.keys()) {
    if (!known.has(name))
      throw new MigrationError(
        `The database has the migration ${name}, which this version of Muniment does not know: use a newer version.`,
      );
  }
  for (const migration of migrations) {
    const checksum = applied.get(migration.name);
    if (checksum !== undefined && checksum !== migration.checksum) {
      throw new MigrationError(
        `The file ${migration.name} was changed after it had been applied. Restore it and put the change into a new file.`,
      );
    }
  }
  return migrations.find((migration) => !applied.has(migration.name));
}

/** Applies the next missing file in a transaction of its own; its name, or null when none is left. */
async function applyNext(client: PoolClient, migrations: readonly Migration[], now: Temporal.Instant): Promise<string | null> {
  await client.query('BEGIN');
  try {
    await lockMigrations(client);
    await client.query(
      'CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL)',
    );
    const next = compare(migrations, await appliedChecksums(client));
    if (next) {
      await client.query(next.sql).catch((cause: unknown) => {
        throw new MigrationError(`The migration ${next.name} failed: ${(cause as Error).message}`, { cause });
      });
      await client.query('INSERT INTO migrations (name, checksum, applied_at) VALUES ($1, $2, $3)', [
        next.name,
        next.checksum,
        now.toString(),
      ]);
    }
    await client.query('COMMIT');
    return next?.name ?? null;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/**
 * Brings the schema up to date and returns the names of what was applied; indexes that another version of ICU would leave in a
 * wrong order are made anew first. Any number of processes may do so at once.
 */
export async function migrate(pool: Pool, migrations: readonly Migration[], now: Temporal.Instant): Promise<string[]> {
  const applied: string[] = [];
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await refreshCollations(client, () => lockMigrations(client));
    for (let name = await applyNext(client, migrations, now); name !== null; name = await applyNext(client, migrations, now))
      applied.push(name);
  } catch (error) {
    broken = error as Error;
    throw error;
  } finally {
    client.release(broken);
  }
  return applied;
}

/** Whether every migration is applied: what `/readyz` asks. Throws if the database does not answer. */
export async function isMigrated(pool: Pool, migrations: readonly Migration[]): Promise<boolean> {
  const { rows } = await pool.query<{ name: string }>('SELECT name FROM migrations WHERE name = $1', [migrations.at(-1)?.name ?? '']);
  return migrations.length === 0 || rows.length === 1;
}
