import type { Statement, Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { CheckedOut } from './engine.ts';
import { judgeOveruse } from './overuse/store.ts';
import { grantWithin } from './rules/index.ts';
import { shiftTo } from './rules/store.ts';
import { type Asked, lockCounters, lockLeases, type Named, prolongLeases, releaseLeases } from './store.ts';

/** Nobody waits for a server that was just started: what ran out by then is free. */
const upForLong = 86_400;

/** What is asked of the engine in a transaction that is somebody else's. */
export interface LeasingWithin {
  checkOut(asked: Asked): Promise<CheckedOut>;
  /** A sign of life; answers whether the lease was there. */
  heartbeat(lease: Named): Promise<boolean>;
  release(lease: Named): Promise<boolean>;
}

/**
 * The seat engine inside a transaction, at an instant of its own: for what is told of the past, whole or not at all. Every request is
 * decided as one of a counter with rules is; a counter without any is one that has none of them.
 */
export function leasingWithin(tx: Tx, vendorId: string, at: Temporal.Instant): LeasingWithin {
  const run = ({ name, text, parameters }: Statement) => tx.query(name, text, parameters);
  return {
    async checkOut(asked) {
      for (;;) {
        const moment = { shift: await shiftTo(tx, at), upSeconds: upForLong, latest: null };
        const { decisions } = await grantWithin(tx, vendorId, [asked], moment);
        const [answer] = decisions;
        if (answer !== 'again') return answer!;
      }
    },
    async heartbeat(lease) {
      await run(lockLeases(vendorId, [lease]));
      return (await run(prolongLeases(vendorId, [{ ...lease, idleSeconds: null }], await shiftTo(tx, at)))).length > 0;
    },
    async release(lease) {
      await run(lockLeases(vendorId, [lease]));
      await run(lockCounters(vendorId, [], [lease]));
      const shift = await shiftTo(tx, at);
      await run(judgeOveruse(vendorId, [], shift, [lease.leaseId]));
      return (await run(releaseLeases(vendorId, [lease], shift))).length > 0;
    },
  };
}
