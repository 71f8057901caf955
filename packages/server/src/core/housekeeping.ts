import type { JobTask } from '@muniment/platform/jobs';
import { inTransaction, type Pool, type Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Actor, Context, Uuid, Vendor } from './context.ts';
import { serveEach } from './serve-each.ts';
import { forgetAnswers, listVendors } from './store.ts';

/** Rows of one kind that nobody needs any more after a time. */
export interface Forgetting {
  /** Several of them, such as `sessions`; the name in the log. */
  readonly what: string;
  /** How long they are kept once they have come to their end. */
  readonly keptDays: number;
  /** Whether people could see them, so that the log says how many went. */
  readonly isLogged: boolean;
  /** Deletes at most so many that had come to their end before the instant; answers how many. */
  readonly forget: (tx: Tx, vendorId: Uuid, before: Temporal.Instant, most: number) => Promise<number>;
}

/** Repeats come within minutes; a program that was down over a weekend day still finds its answer. */
const answers: Forgetting = { what: 'answers', keptDays: 2, isLogged: false, forget: forgetAnswers };

type LogContext = Pick<Context<Actor | null>, 'tx' | 'now' | 'vendor' | 'actor' | 'channel' | 'address' | 'requestId'>;

export interface HousekeepingParts {
  readonly pool: Pool;
  readonly forgetting: readonly Forgetting[];
  /** Adds an event to the vendor's audit log. */
  readonly log: (context: LogContext, event: { kind: string; subject: null; facts: Readonly<Record<string, number>> }) => Promise<void>;
  /** Rows of a kind in one transaction; 1,000 unless said: short enough that nobody waits for it. */
  readonly batchRows?: number;
}

interface Sweep extends HousekeepingParts {
  readonly now: Temporal.Instant;
  readonly vendor: Vendor;
  readonly requestId: string;
}

/** One transaction; true if there may be more. What went and the line of the log that says so are there together. */
async function sweepOnce(sweep: Sweep, tx: Tx): Promise<boolean> {
  const { now, vendor, requestId, forgetting, batchRows = 1000 } = sweep;
  const counts: Record<string, number> = {};
  let more = false;
  for (const { what, keptDays, isLogged, forget } of [answers, ...forgetting]) {
    const gone = await forget(tx, vendor.id, now.subtract({ hours: keptDays * 24 }), batchRows);
    if (isLogged && gone > 0) counts[what] = gone;
    more ||= gone >= batchRows;
  }
  const context = { tx, now, vendor, actor: null, channel: 'job', address: null, requestId } as const;
  if (Object.keys(counts).length > 0) await sweep.log(context, { kind: 'housekeeping', subject: null, facts: counts });
  return more;
}

/** Forgets what has come to its end, vendor by vendor: forced security shows no transaction more than one. */
export function createHousekeeping(parts: HousekeepingParts): JobTask {
  return async ({ now, id, signal }) => {
    const vendors = await inTransaction(parts.pool, { vendorId: null, readOnly: true }, listVendors);
    await serveEach(vendors, signal, async (vendor) => {
      let more = true;
      // Whatever is left when the process ends is done by the next run.
      while (more && !signal.aborted) {
        more = await inTransaction(parts.pool, { vendorId: vendor.id }, (tx) => sweepOnce({ ...parts, now, vendor, requestId: id }, tx));
      }
    });
  };
}
