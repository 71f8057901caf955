import type pg from 'pg';
import type { Pool } from '../postgres/index.ts';

/** Every running worker holds this advisory lock shared. */
const presenceKey = 7_070_003;

const unlockAll = `
  WITH jobs AS (
    UPDATE graphile_worker._private_jobs SET locked_at = NULL, locked_by = NULL WHERE locked_at IS NOT NULL RETURNING id
  )
  UPDATE graphile_worker._private_job_queues SET locked_at = NULL, locked_by = NULL WHERE locked_at IS NOT NULL`;

/** A worker's presence; when it ends, or its process dies, the lock is gone with the connection. */
export interface Presence {
  leave(): Promise<void>;
}

/**
 * Enters among the running workers. A worker that was killed leaves its jobs locked, and the runner would look at them
 * again only after four hours; whoever finds nobody else running therefore unlocks them all. Needs a connection of its
 * own for the worker's life, as the runner's LISTEN does.
 */
export async function enter(pool: Pool, onLost: (error: Error) => void): Promise<Presence> {
  let left = false;
  let client: pg.PoolClient | null = null;

  async function take(): Promise<void> {
    const connection = await pool.connect();
    connection.on('error', (error) => {
      if (left || client !== connection) return;
      client = null;
      connection.release(error);
      onLost(error);
      retry();
    });
    try {
      const { rows } = await connection.query<{ alone: boolean }>('SELECT pg_try_advisory_lock($1) AS alone', [presenceKey]);
      if (rows[0]!.alone) await connection.query(unlockAll);
      await connection.query('SELECT pg_advisory_lock_shared($1)', [presenceKey]);
      if (rows[0]!.alone) await connection.query('SELECT pg_advisory_unlock($1)', [presenceKey]);
    } catch (error) {
      // With the connection goes what it had locked.
      connection.release(error as Error);
      throw error;
    }
    if (left) connection.release(true);
    else client = connection;
  }

  function retry(): void {
    const timer = setTimeout(() => {
      if (!left) take().catch(retry);
    }, 2000);
    timer.unref();
  }

  await take();
  return {
    async leave() {
      left = true;
      client?.release(true);
      client = null;
    },
  };
}
