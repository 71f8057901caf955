import type { PoolClient } from 'pg';
import { afterCollisions } from './collision.ts';
import type { Pool } from './pool.ts';
import { toParameter } from './values.ts';

/** Role whose rights requests and jobs have: it owns nothing, and row-level security binds it. */
export const applicationRole = 'muniment_app';

/** One transaction. Statements are named, so that the server prepares each once per connection. */
export interface Tx {
  /** The vendor whose rows are visible; null sees only tables without a policy. */
  readonly vendorId: string | null;
  /** Rows of a statement. The name stands for this text everywhere; parameters may be Temporal values. */
  query<Row extends object = Record<string, unknown>>(name: string, text: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** Number of rows a statement changed. */
  run(name: string, text: string, parameters?: readonly unknown[]): Promise<number>;
  /** The work's value is still returned, but nothing it wrote is kept: for refusals and dry runs. */
  discard(): void;
}

export interface TransactionOptions {
  /** UUID without prefix. */
  readonly vendorId: string | null;
  /** `repeatable-read` gives every statement the same snapshot; `read-committed` unless said. */
  readonly isolation?: 'read-committed' | 'repeatable-read';
  readonly readOnly?: boolean;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

class Transaction implements Tx {
  readonly vendorId: string | null;
  readonly #client: PoolClient;
  #isOver = false;
  discarded = false;

  constructor(client: PoolClient, vendorId: string | null) {
    this.#client = client;
    this.vendorId = vendorId;
  }

  async query<Row extends object>(name: string, text: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return (await this.#send(name, text, parameters)).rows as Row[];
  }

  async run(name: string, text: string, parameters: readonly unknown[] = []): Promise<number> {
    return (await this.#send(name, text, parameters)).rowCount ?? 0;
  }

  discard(): void {
    this.discarded = true;
  }

  /** Work that was left behind by a failure beside it must not go on in whatever the connection does next. */
  end(): void {
    this.#isOver = true;
  }

  #send(name: string, text: string, parameters: readonly unknown[]) {
    if (this.#isOver) throw new Error(`${name} came after the end of its transaction`);
    return this.#client.query<object>({ name, text, values: parameters.map(toParameter) });
  }
}

/**
 * Settings for transactions that ask for a few rows by their keys, however many there are: acts and flights. Their plan is
 * known beforehand, one index look-up after the other. Left to itself the planner would plan anew for every length of
 * list, which cost more than all that was read, and would read a small table from end to end, or one whose statistics
 * still say that it is small.
 */
export const byKeySql = ['plan_cache_mode=force_generic_plan', 'enable_seqscan=off', 'enable_hashjoin=off', 'enable_mergejoin=off']
  .map((setting) => `set_config('${setting.replace('=', "','")}',true)`)
  .join(', ');

/** The id as it may stand in a statement's text: a vendor's UUID or null, nothing else. */
export function checkVendorId(vendorId: string | null): string | null {
  if (vendorId !== null && !uuid.test(vendorId)) throw new TypeError(`${vendorId} is not a vendor's UUID`);
  return vendorId;
}

/**
 * The first lines of a transaction, in one round trip. They hold for this transaction only, so that a pooler between
 * us and the database may hand the connection to anybody afterwards. The role comes first in the list, yet
 * `set_config` of a custom setting needs no right, so the order does not matter.
 *
 * What only reads may be a list with filters, whose best plan depends on which are set: it is left to the planner.
 */
function beginning(role: string | null, options: TransactionOptions): string {
  const vendorId = checkVendorId(options.vendorId) ?? '';
  const isolation = options.isolation === 'repeatable-read' ? ' ISOLATION LEVEL REPEATABLE READ' : '';
  const access = options.readOnly === true ? ' READ ONLY' : '';
  const setRole = role === null ? '' : `set_config('role','${role}',true), `;
  const plans = options.readOnly === true ? '' : `, ${byKeySql}`;
  return `BEGIN${isolation}${access}; SELECT ${setRole}set_config('muniment.vendor_id','${vendorId}',true)${plans}`;
}

async function attempt<T>(pool: Pool, begin: string, vendorId: string | null, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // Not waited for: it travels with the first statement. If it fails the connection refuses everything after it.
  const begun = client.query(begin).then(
    () => null,
    (error: Error) => error,
  );
  const tx = new Transaction(client, vendorId);
  try {
    const result = await work(tx);
    tx.end();
    const failed = await begun;
    if (failed !== null) throw failed;
    await client.query(tx.discarded ? 'ROLLBACK' : 'COMMIT');
    return result;
  } catch (error) {
    tx.end();
    await client.query('ROLLBACK').catch((reason: Error) => {
      broken = reason;
    });
    throw (await begun) ?? error;
  } finally {
    client.release(broken);
  }
}

async function perform<T>(pool: Pool, role: string | null, options: TransactionOptions, work: (tx: Tx) => Promise<T>): Promise<T> {
  const begin = beginning(role, options);
  return afterCollisions(() => attempt(pool, begin, options.vendorId, work));
}

/**
 * Does `work` in one transaction as the application's role, seeing one vendor's rows (or none). An exception rolls back;
 * on a serialization failure or deadlock the whole work is done again, at most five times, so it must have no effect
 * outside the transaction.
 */
export function inTransaction<T>(pool: Pool, options: TransactionOptions, work: (tx: Tx) => Promise<T>): Promise<T> {
  return perform(pool, applicationRole, options, work);
}

/**
 * The same as the owner of the tables, for migrations and the operator's acts. Forced row-level security binds the
 * owner too: without a vendor it sees only tables without a policy.
 */
export function asOwner<T>(pool: Pool, options: TransactionOptions, work: (tx: Tx) => Promise<T>): Promise<T> {
  return perform(pool, null, options, work);
}
