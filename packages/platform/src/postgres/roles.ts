import type { Pool } from './pool.ts';
import { applicationRole } from './transaction.ts';

/** Why an installation cannot use a database, and the SQL that an administrator of it runs to help. */
export interface DatabaseRefusal {
  readonly code: 'database-role-missing' | 'database-rights-missing' | 'database-role-unsafe' | 'database-version-unsupported';
  readonly facts: { readonly reason: string; readonly sql: readonly string[] };
}

export type Ensured = { readonly ok: true } | { readonly ok: false; readonly refusal: DatabaseRefusal };

interface Rights {
  login: string;
  database: string;
  schema: string | null;
  version: number;
  may_create_schemas: boolean;
  may_create_tables: boolean;
  role_exists: boolean;
  role_unsafe: boolean;
}

const rightsSql = `
  SELECT current_user AS login, current_database() AS database, current_schema() AS schema,
         current_setting('server_version_num')::int AS version,
         has_database_privilege(current_database(), 'CREATE') AS may_create_schemas,
         coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS may_create_tables,
         EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '${applicationRole}') AS role_exists,
         EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '${applicationRole}' AND (rolsuper OR rolbypassrls)) AS role_unsafe`;

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;

function refuse(code: DatabaseRefusal['code'], reason: string, sql: readonly string[]): Ensured {
  return { ok: false, refusal: { code, facts: { reason, sql } } };
}

/** Another process that made the same role at the same moment is a success. */
async function tryStatement(pool: Pool, sql: string): Promise<boolean> {
  try {
    await pool.query(sql);
    return true;
  } catch {
    return false;
  }
}

/** Whether the login can really become the role: the one question whose answer is the same from version 15 to 18. */
async function canBecome(pool: Pool): Promise<boolean> {
  const client = await pool.connect();
  try {
    await client.query(`BEGIN; SET LOCAL ROLE ${applicationRole}`);
    return true;
  } catch {
    return false;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

/**
 * Makes the application's role and the owner's membership in it, if they are missing. Works with a superuser, with a
 * login that has CREATEROLE, and with a plain login for whom an administrator made both; else refuses with the SQL to run.
 */
export async function ensureRoles(pool: Pool): Promise<Ensured> {
  const rights = (await pool.query<Rights>(rightsSql)).rows[0]!;
  const { login, database } = rights;
  if (rights.version < 150_000) {
    return refuse('database-version-unsupported', `PostgreSQL 15 or newer is needed; this is ${Math.floor(rights.version / 10_000)}.`, []);
  }
  const missing = [
    ...(rights.may_create_schemas ? [] : [`GRANT CREATE ON DATABASE ${quote(database)} TO ${quote(login)};`]),
    ...(rights.may_create_tables ? [] : [`GRANT CREATE, USAGE ON SCHEMA ${quote(rights.schema ?? 'public')} TO ${quote(login)};`]),
  ];
  if (missing.length > 0) return refuse('database-rights-missing', `The login ${login} may not create tables and schemas.`, missing);
  if (rights.role_unsafe) {
    return refuse('database-role-unsafe', `The role ${applicationRole} would see every vendor's rows.`, [
      `ALTER ROLE ${applicationRole} NOSUPERUSER NOBYPASSRLS;`,
    ]);
  }
  if (!rights.role_exists) await tryStatement(pool, `CREATE ROLE ${applicationRole} NOLOGIN NOSUPERUSER NOBYPASSRLS`);
  if (!(await canBecome(pool))) await tryStatement(pool, `GRANT ${applicationRole} TO CURRENT_USER`);
  if (await canBecome(pool)) {
    await tryStatement(pool, `GRANT USAGE ON SCHEMA ${quote(rights.schema!)} TO ${applicationRole}`);
    return { ok: true };
  }
  return refuse('database-role-missing', `The login ${login} cannot make the role ${applicationRole} or is not a member of it.`, [
    `CREATE ROLE ${applicationRole} NOLOGIN;`,
    `GRANT ${applicationRole} TO ${quote(login)};`,
  ]);
}
