import { openDatabase, type Pool } from '@muniment/platform/postgres';
import type { TestDatabase } from '@muniment/testkit';

/** A database whose own clock can be set, forwards and back, as somebody may do to the machine it runs on. */
export interface ClockedDatabase {
  /** Connections that see that clock. */
  open(max: number): Pool;
  /** How far it is from the machine's, in milliseconds. */
  set(milliseconds: number): Promise<void>;
  /** Ends the connections of an engine in the middle of whatever they do. */
  cut(): Promise<void>;
}

/** Puts a `clock_timestamp()` before PostgreSQL's own, for connections opened from now on. */
export async function withClock({ connection, pool }: TestDatabase): Promise<ClockedDatabase> {
  await pool.query(`
    CREATE SCHEMA simulated;
    CREATE TABLE simulated.clock (milliseconds bigint NOT NULL);
    INSERT INTO simulated.clock VALUES (0);
    CREATE FUNCTION simulated.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
      'SELECT pg_catalog.clock_timestamp() + (SELECT milliseconds FROM simulated.clock) * interval ''1 millisecond''';
    GRANT USAGE ON SCHEMA simulated TO muniment_app;
    GRANT SELECT ON simulated.clock TO muniment_app;
    ALTER DATABASE ${connection.database} SET search_path = simulated, pg_catalog, public`);
  return {
    open: (max) => openDatabase(connection, { max, applicationName: 'simulated' }),
    async set(milliseconds) {
      await pool.query('UPDATE simulated.clock SET milliseconds = $1', [milliseconds]);
    },
    async cut() {
      await pool.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'simulated' AND datname = current_database()",
      );
    },
  };
}
