import type { PoolClient } from 'pg';
import { afterCollisions } from './collision.ts';
import type { Pool } from './pool.ts';
import { applicationRole, byKeySql, checkVendorId } from './transaction.ts';
import { toParameter } from './values.ts';

/** A statement of a flight. The name stands for this text everywhere; parameters may be Temporal values. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly parameters: readonly unknown[];
}

function beginning(vendorId: string | null, access: '' | ' READ ONLY'): string {
  const vendor = checkVendorId(vendorId) ?? '';
  return `BEGIN${access}; SELECT set_config('role','${applicationRole}',true), set_config('muniment.vendor_id','${vendor}',true), ${byKeySql}`;
}

/** The socket of a connection: what is written while it is corked leaves in one piece. */
function socketOf(client: PoolClient): { cork(): void; uncork(): void } {
  return (client as unknown as { connection: { stream: { cork(): void; uncork(): void } } }).connection.stream;
}

/**
 * Reads for many callers at once: a whole read-only transaction as the application's role, seeing one vendor's rows (or
 * none), sent in one go, so that it costs one round trip. Answers the rows of each statement.
 */
export async function readInFlight(pool: Pool, vendorId: string | null, statements: readonly Statement[]): Promise<object[][]> {
  return inFlight(pool, vendorId, ' READ ONLY', statements);
}

/**
 * The same for acts: all statements in one transaction, none waiting for the answer of the one before, and each seeing what
 * those before it did and what others had committed when it began. On a serialization failure or a deadlock all of it is done
 * again, at most five times; any other failure is the caller's, who knows what may be asked apart.
 */
export async function writeInFlight(pool: Pool, vendorId: string, statements: readonly Statement[]): Promise<object[][]> {
  return afterCollisions(() => inFlight(pool, vendorId, '', statements));
}

async function inFlight(
  pool: Pool,
  vendorId: string | null,
  access: '' | ' READ ONLY',
  statements: readonly Statement[],
): Promise<object[][]> {
  const begin = beginning(vendorId, access);
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    const socket = socketOf(client);
    socket.cork();
    const sent = [
      client.query(begin),
      ...statements.map(({ name, text, parameters }) => client.query<object>({ name, text, values: parameters.map(toParameter) })),
      client.query('COMMIT'),
    ];
    socket.uncork();
    // Everything sent is answered before anybody else gets the connection, failures included.
    const answers = await Promise.allSettled(sent);
    const failed = answers.find((answer) => answer.status === 'rejected');
    if (failed === undefined)
      return answers.slice(1, -1).map((answer) => (answer as PromiseFulfilledResult<{ rows: object[] }>).value.rows);
    // A COMMIT after a failure rolls back and ends the transaction (PostgreSQL, COMMIT), unless the connection is gone.
    if (answers.at(-1)!.status === 'rejected') broken = failed.reason as Error;
    throw failed.reason;
  } finally {
    client.release(broken);
  }
}
