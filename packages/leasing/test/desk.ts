import { randomUUID } from 'node:crypto';
import { inTransaction, type Pool } from '@muniment/platform/postgres';
import type { TestDatabase } from '@muniment/testkit';
import { type CheckedOut, createLeasing, type Leasing } from '../src/index.ts';
import { type CounterMade, counterOf, type Estate, makeCounter } from './estate.ts';

/** Rules of which none is set. */
export const noRules = { include: [], exclude: [], perUser: null, reservations: [], idleSeconds: null, ticketSeconds: null };

export interface Wish {
  readonly leaseId?: string;
  readonly seats?: number;
  readonly host?: string;
  readonly waits?: boolean;
  readonly counterId?: string;
}

/** A counter, the engine, and a clock that goes on when told to. */
export class Desk {
  readonly counterId: string;
  readonly estate: Estate;
  readonly leasing: Leasing;
  readonly #pool: Pool;
  #ahead = 0;

  private constructor(pool: Pool, estate: Estate, counterId: string) {
    this.#pool = pool;
    this.estate = estate;
    this.counterId = counterId;
    this.leasing = createLeasing({ pool, shift: () => this.#ahead, monotonic: () => performance.now() + 1e9 + this.#ahead });
  }

  static async open({ pool }: TestDatabase, estate: Estate, made: CounterMade): Promise<Desk> {
    return new Desk(pool, estate, await makeCounter(pool, estate, made));
  }

  goOn(seconds: number): void {
    this.#ahead += seconds * 1000;
  }

  /** What the clock shows, in milliseconds. */
  get now(): number {
    return Date.now() + this.#ahead;
  }

  ask(user: string, { leaseId = randomUUID(), seats = 1, host = `${user}-pc`, waits = false, counterId = this.counterId }: Wish = {}) {
    const { vendorId, projectId } = this.estate;
    return this.leasing.checkOut(vendorId, { leaseId, projectId, counterId, seats, user, host, groups: [], waits });
  }

  /** A seat that somebody has, by its lease id. */
  async taken(user: string, wish: Wish = {}): Promise<string> {
    const leaseId = randomUUID();
    const got = await this.ask(user, { ...wish, leaseId });
    if (!got.ok) throw new Error(`${user} got no seat: ${got.code}`);
    return leaseId;
  }

  beat(leaseId: string, idleSeconds: number | null = null, projectId = this.estate.projectId) {
    return this.leasing.heartbeat(this.estate.vendorId, { leaseId, projectId, idleSeconds });
  }

  release(leaseId: string, projectId = this.estate.projectId) {
    return this.leasing.release(this.estate.vendorId, { leaseId, projectId });
  }

  sweep(): Promise<number> {
    return this.leasing.sweep(this.estate.vendorId);
  }

  counter() {
    return counterOf(this.#pool, this.estate, this.counterId);
  }

  /** Rows of a statement about this counter, whose id is `$1`. */
  rows<Row extends object>(name: string, text: string, ...parameters: readonly unknown[]): Promise<Row[]> {
    return inTransaction(this.#pool, { vendorId: this.estate.vendorId }, (tx) =>
      tx.query<Row>(name, text, [this.counterId, ...parameters]),
    );
  }

  /** Hours that are written down: which, counted from the first, and what was in use at the most. */
  async peaks(): Promise<number[]> {
    const rows = await this.rows<{ peak: number }>('t-peaks', 'SELECT peak FROM counter_hours WHERE counter_id = $1 ORDER BY hour');
    return rows.map(({ peak }) => peak);
  }
}

export const codeOf = (got: CheckedOut): string => (got.ok ? 'granted' : got.code);

/** A transaction of somebody else that is under way. */
export interface Under {
  run(text: string, ...parameters: readonly unknown[]): Promise<unknown>;
  commit(): Promise<void>;
}

/** Begins one as the owner, who sees the vendor's rows. */
export async function begin(pool: Pool, { vendorId }: Estate): Promise<Under> {
  const client = await pool.connect();
  await client.query(`BEGIN; SET LOCAL muniment.vendor_id = '${vendorId}'`);
  return {
    run: (text, ...parameters) => client.query(text, [...parameters]),
    async commit() {
      await client.query('COMMIT');
      client.release();
    },
  };
}

/** Returns once the work is done, failed, or waits for somebody else's lock. */
export async function settledOrWaiting(pool: Pool, work: Promise<unknown>): Promise<void> {
  let isSettled = false;
  const settle = () => {
    isSettled = true;
  };
  work.then(settle, settle);
  for (;;) {
    const { rows } = await pool.query(
      'SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE NOT l.granted AND d.datname = current_database() UNION ALL SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = $1',
      ['Lock'],
    );
    if (isSettled || rows.length > 0) return;
  }
}
