import { randomUUID } from 'node:crypto';
import type { Connection } from '@muniment/platform/postgres';
import type { Leasing } from '../src/index.ts';

export interface RaceOrder {
  readonly connection: Connection;
  readonly vendorId: string;
  readonly projectId: string;
  readonly counterIds: readonly string[];
  /** Numbers of the programs. */
  readonly programs: readonly number[];
  readonly milliseconds: number;
}

export interface RaceResult {
  granted: number;
  denied: number;
  /** What should never be. */
  readonly wrong: string[];
}

/** One program: takes up to three seats of one counter after the other, keeps them now and then, and gives them back. */
export async function race(order: RaceOrder, number: number, engines: readonly Leasing[], result: RaceResult): Promise<void> {
  const { vendorId, projectId, counterIds } = order;
  const end = performance.now() + order.milliseconds;
  for (let turn = 0; performance.now() < end; turn++) {
    const lease = { leaseId: randomUUID(), projectId };
    const counterId = counterIds[(number + turn) % counterIds.length]!;
    const asked = { ...lease, counterId, seats: 1 + (number % 3), user: `u${number}`, host: 'h', groups: [], waits: false };
    const [taking, giving] = [engines[0]!, engines[turn % engines.length]!];
    const got = await taking.checkOut(vendorId, asked);
    if (!got.ok) {
      result.denied++;
      if (got.code !== 'no-seat-free') result.wrong.push(got.code);
      continue;
    }
    result.granted++;
    if (turn % 3 === 0 && (await taking.heartbeat(vendorId, { ...lease, idleSeconds: null })) === null) result.wrong.push('lost');
    // Given back by whom it may be, not only by whoever granted.
    if (!(await giving.release(vendorId, lease))) result.wrong.push('not there to give back');
  }
}
