import pg from 'pg';
import { typeParsers } from './values.ts';

/** A pool of connections of the owner's login; every transaction lowers itself to the application's role. */
export type Pool = pg.Pool;

/** Where a database is: a socket directory of the embedded one, or an address as in `DATABASE_URL`. */
export type Connection =
  | { readonly host: string; readonly port: number; readonly user: string; readonly database: string }
  | { readonly url: string };

export interface PoolOptions {
  /** Most connections at once; 10 unless said. */
  readonly max?: number;
  /** Told of errors on idle connections (the server went away); the next query connects anew. */
  readonly onIdleError?: (error: Error) => void;
  readonly applicationName?: string;
}

/** Settings for `pg` of a connection; an address wins over the parts. */
export function clientConfig(connection: Connection | string): pg.ClientConfig {
  if (typeof connection === 'string') return { connectionString: connection };
  if ('url' in connection) return { connectionString: connection.url };
  return { host: connection.host, port: connection.port, user: connection.user, database: connection.database };
}

function createPool(connection: Connection | string, options: PoolOptions, types?: pg.CustomTypesConfig): Pool {
  const pool = new pg.Pool({
    ...clientConfig(connection),
    ...(types ? { types } : {}),
    max: options.max ?? 10,
    connectionTimeoutMillis: 15_000,
    // Several statements may be under way on one connection, each answered in turn; and a connection stays, for a new one
    // would have to prepare every statement anew.
    ...(types ? { pipeline: true, idleTimeoutMillis: 0 } : {}),
    application_name: options.applicationName ?? 'muniment',
  });
  // Without listeners the error of a connection, idle or in use, would end the process. Whoever uses one is told by the
  // query that fails.
  pool.on('error', (error) => options.onIdleError?.(error));
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Opens the pool that Muniment's own SQL runs on. Nothing connects before the first query. */
export function openDatabase(connection: Connection | string, options: PoolOptions = {}): Pool {
  return createPool(connection, options, typeParsers);
}

/** A pool with pg's own types, for libraries that expect them. */
export function openPlainPool(connection: Connection | string, options: PoolOptions = {}): Pool {
  return createPool(connection, options);
}
