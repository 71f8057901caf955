import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type Binaries, PostgresError } from './binaries.ts';
import { giveTo, type RunAs } from './run-as.ts';

/** Login of the tables' owner: no superuser, so that the embedded database behaves like a foreign one. */
export const ownerRole = 'muniment';
export const databaseName = 'muniment';
/** The superuser that initdb makes; used only to make the owner and its database. */
export const superuser = 'postgres';

/** Only this machine's user reaches the socket, so there are no passwords; no library of the system decides how texts sort. */
const initdbArguments = [
  `--username=${superuser}`,
  '--auth=trust',
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  '--no-instructions',
];

/** Runs a program to its end and answers what it said when it failed. */
async function run(as: RunAs, program: string, args: readonly string[]): Promise<void> {
  const [command, all] = as.command(program, args);
  const child = spawn(command, all, { stdio: ['ignore', 'pipe', 'pipe'], uid: as.uid, gid: as.gid, cwd: '/' });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()));
  const code = await new Promise<number | string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (status, signal) => resolve(status ?? String(signal)));
  });
  if (code !== 0) throw new PostgresError(`${program} failed (${code}): ${output.trim().slice(-2000)}`);
}

/**
 * Makes the cluster's directory if there is none. Made under another name and then renamed, so that whatever happens
 * on the way, a directory of this name is a whole one.
 */
export async function ensureCluster(binaries: Binaries, as: RunAs, directory: string): Promise<void> {
  const versionFile = join(directory, 'PG_VERSION');
  if (existsSync(versionFile)) {
    const major = Number.parseInt(readFileSync(versionFile, 'utf8'), 10);
    if (major === binaries.major) return;
    throw new PostgresError(
      `${directory} was made by PostgreSQL ${major}; the one installed is ${binaries.major}. ` +
        `Back up with the version that made it and restore with this one, or choose another MUNIMENT_DATA.`,
    );
  }
  const parent = join(directory, '..');
  for (const name of readdirSync(parent))
    if (name.startsWith('postgres.new-')) rmSync(join(parent, name), { recursive: true, force: true });
  const fresh = join(parent, `postgres.new-${process.pid}`);
  mkdirSync(fresh, { mode: 0o700 });
  giveTo(as, fresh);
  await run(as, binaries.initdb, [...initdbArguments, '-D', fresh]);
  renameSync(fresh, directory);
}

async function execute(connection: pg.ClientConfig, statements: readonly string[]): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    for (const statement of statements) {
      await client.query(statement).catch((error: { code?: string }) => {
        // 42710, 42P04: made before, by a start that was killed in between.
        if (error.code !== '42710' && error.code !== '42P04') throw error;
      });
    }
  } finally {
    await client.end();
  }
}

/** Makes the owner and its database. Each step may have been done before. */
export async function ensureOwner(host: string, port: number): Promise<void> {
  await execute({ host, port, user: superuser, database: 'postgres' }, [
    `CREATE ROLE ${ownerRole} LOGIN CREATEROLE CREATEDB`,
    `CREATE DATABASE ${databaseName} OWNER ${ownerRole}`,
  ]);
}
