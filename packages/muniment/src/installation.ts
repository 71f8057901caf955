import { join } from 'node:path';
import { type Clock, ensureClock, now, openClock } from '@muniment/platform/clock';
import type { Config } from '@muniment/platform/config';
import { installJobs } from '@muniment/platform/jobs';
import type { Logger } from '@muniment/platform/log';
import {
  type Connection,
  type DirectoryLock,
  ensureRoles,
  isMigrated,
  lockDirectory,
  MigrationError,
  migrate,
  openDatabase,
  type Pool,
  PostgresError,
  readMigrations,
  startPostgres,
} from '@muniment/platform/postgres';
import { migrationsDirectory } from '@muniment/server';
import { type Runtime, readRuntime } from './runtime-file.ts';
import { StartError } from './start-error.ts';
import { waitForDatabase } from './wait-for-database.ts';

/** An installation at hand: its database, brought up to date, and its clock. */
export interface Installation {
  readonly config: Config;
  readonly connection: Connection;
  readonly pool: Pool;
  readonly clock: Clock;
  /** Address of the server that runs on it; null if none does. */
  readonly url: string | null;
  /** Directory of the private keys. */
  readonly keyDirectory: string;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly config: Config;
  readonly logger: Logger;
  /** The embedded database ended and could not be started again. */
  readonly onFatal?: (message: string) => void;
  /** A line for the person at the keyboard, while something takes its time. */
  readonly tell?: (line: string) => void;
}

interface Database {
  readonly connection: Connection;
  stop(): Promise<void>;
}

async function startDatabase({ config, logger, onFatal }: OpenOptions): Promise<Database> {
  if (config.databaseUrl !== null) return { connection: { url: config.databaseUrl }, stop: async () => undefined };
  const server = await startPostgres({
    dataDirectory: config.dataDirectory,
    onCrash(message, fatal) {
      logger.error(message);
      if (fatal) onFatal?.(message);
    },
  });
  return { connection: server.connection, stop: () => server.stop() };
}

async function answer(pool: Pool): Promise<void> {
  try {
    await pool.query('SELECT 1');
  } catch (error) {
    throw new StartError(`The database named in DATABASE_URL does not answer: ${(error as Error).message}`);
  }
}

/** Roles, schema, job tables and clock: everything a server needs before it serves. */
async function prepare(config: Config, pool: Pool, connection: Connection): Promise<Clock> {
  if (config.databaseUrl !== null) await answer(pool);
  const roles = await ensureRoles(pool);
  if (!roles.ok) {
    const { reason, sql } = roles.refusal.facts;
    const help = sql.length === 0 ? [] : ['Let an administrator of the database run:', ...sql.map((statement) => `  ${statement}`)];
    throw new StartError([reason, ...help].join('\n'));
  }
  await migrate(pool, await readMigrations(migrationsDirectory), now());
  await installJobs(connection);
  const clock = await ensureClock(pool, config.testClock !== false, typeof config.testClock === 'boolean' ? null : config.testClock);
  if (clock.ok) return clock.clock;
  throw new StartError(
    `MUNIMENT_TEST_CLOCK is set, but this installation was made without a test clock (${clock.refusal.facts.createdAt}). ` +
      'Unset it, or make a new installation with another MUNIMENT_DATA.',
  );
}

/** Opens the installation for this process alone, which holds the lock. */
export async function openOwn(options: OpenOptions, lock: DirectoryLock): Promise<Installation> {
  const { config, logger } = options;
  try {
    const database = await startDatabase(options);
    let closing = false;
    const pool = openDatabase(database.connection, {
      // On the way out the server may end before the last idle connection has said goodbye.
      onIdleError: (error) => closing || logger.warn({ err: error }, 'a connection to the database was lost'),
    });
    const close = async () => {
      closing = true;
      await pool.end();
      await database.stop();
      lock.release();
    };
    try {
      const clock = await prepare(config, pool, database.connection);
      return { config, connection: database.connection, pool, clock, url: null, keyDirectory: join(config.dataDirectory, 'keys'), close };
    } catch (error) {
      await close();
      throw error;
    }
  } catch (error) {
    lock.release();
    if (error instanceof PostgresError || error instanceof MigrationError) throw new StartError(error.message);
    throw error;
  }
}

/** The server that runs starts its database again when it ended; only moments later it answers. */
async function waitForServers(pool: Pool, { config, tell }: OpenOptions, url: string): Promise<void> {
  const onWait = () => tell?.('The database does not answer at the moment; waiting for it…');
  const reason = await waitForDatabase(pool, { onWait });
  if (reason === null) return;
  const where = config.databaseUrl === null ? `See ${join(config.dataDirectory, 'postgres.log')}` : 'Look whether it runs';
  throw new StartError(
    `The database of the server at ${url} does not answer: ${reason.message || (reason as NodeJS.ErrnoException).code}\n` +
      `Nothing was done. ${where}, and give the command again once it answers.`,
  );
}

/** Enters the installation of a server that runs. */
async function attach(options: OpenOptions, runtime: Runtime): Promise<Installation> {
  const { config } = options;
  const pool = openDatabase(runtime.connection, { max: 3, applicationName: 'muniment operator' });
  try {
    await waitForServers(pool, options, runtime.url);
    if (!(await isMigrated(pool, await readMigrations(migrationsDirectory)))) {
      throw new StartError(`The server at ${runtime.url} is older than this program: stop it and start it again.`);
    }
    const clock = await openClock(pool);
    const { connection, url } = runtime;
    return { config, connection, pool, clock, url, keyDirectory: join(config.dataDirectory, 'keys'), close: () => pool.end() };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** Who holds the data directory: us, now; or a server, with what it wrote down. */
export type Holder = { readonly lock: DirectoryLock } | { readonly runtime: Runtime };

const patienceMilliseconds = 60_000;

/**
 * Takes the data directory, or finds the server that has it. One that is just starting has not yet written where it
 * listens, and an operator's command holds the directory only for a moment: both are waited for.
 */
export async function findHolder(config: Config): Promise<Holder> {
  const end = performance.now() + patienceMilliseconds;
  for (;;) {
    const lock = await lockDirectory(config.dataDirectory);
    if (lock.ok) return { lock };
    const runtime = readRuntime(config.dataDirectory, lock.pid);
    if (runtime) return { runtime };
    if (performance.now() > end) throw new StartError(`The data directory ${config.dataDirectory} is in use by process ${lock.pid}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** For an operator's command: attaches to the server that runs, or opens the installation for the moment. */
export async function openForOperator(options: OpenOptions): Promise<Installation> {
  const holder = await findHolder(options.config);
  return 'runtime' in holder ? await attach(options, holder.runtime) : await openOwn(options, holder.lock);
}
