import type { Pool } from '@muniment/platform/postgres';
import type { PoolClient } from 'pg';

/** When the connection of an act is cut: before its n-th statement, or after its COMMIT was done and before anybody knew. */
export type Cut = number | 'after-commit';

const textOf = ([statement]: readonly unknown[]) => (typeof statement === 'string' ? statement : (statement as { text: string }).text);
/** Requests read credentials on other connections; the transaction that may write is the act's. */
const isWrite = (text: string) => text.startsWith('BEGIN') && !text.includes('READ ONLY');

/**
 * Cuts the connection of the next transaction that writes. Its backend really is terminated, from another connection;
 * the server finds out by its next statement.
 */
export function cutNext(pool: Pool, executioner: Pool, cut: Cut): { restore(): void; readonly done: boolean } {
  const connect = pool.connect;
  let [statements, done] = [0, false];
  const terminate = async (client: PoolClient) => {
    done = true;
    const { processID } = client as PoolClient & { processID: number };
    await executioner.query('SELECT pg_terminate_backend($1, 5000)', [processID]);
  };
  pool.connect = (async (callback?: unknown) => {
    // A question of the pool itself, such as what a token stands for: no act, and not to be cut.
    if (callback !== undefined) return (connect as (callback: unknown) => unknown).call(pool, callback);
    const client = await (connect as () => Promise<PoolClient>).call(pool);
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
    let isAct = false;
    let cutting = Promise.resolve();
    const watched = async (...args: unknown[]): Promise<unknown> => {
      const text = textOf(args);
      isAct ||= isWrite(text);
      if (isAct && !done && cut === ++statements) cutting = terminate(client);
      // What is sent later, without waiting for an answer, does not come before what is being cut.
      await cutting;
      const result = await query(...args);
      if (!isAct || done || cut !== 'after-commit' || text !== 'COMMIT') return result;
      await terminate(client);
      return query('SELECT 1');
    };
    return Object.assign(Object.create(client) as PoolClient, { query: watched, release: client.release.bind(client) });
  }) as typeof pool.connect;
  return {
    restore: () => {
      pool.connect = connect;
    },
    get done() {
      return done;
    },
  };
}
