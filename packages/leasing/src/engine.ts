import { createBatcher } from '@muniment/platform/batcher';
import { type Pool, writeInFlight } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import {
  type Asked,
  type GrantRow,
  grantSeats,
  type HeartbeatRow,
  lockCounters,
  lockCountersOf,
  lockLeases,
  type Named,
  prolongLeases,
  releaseLeases,
  sweepCounters,
} from './store.ts';

export type { Asked, Named } from './store.ts';

/** A granted lease, or why there is none. */
export type CheckedOut =
  | { readonly ok: true; readonly expiresAt: Temporal.Instant; readonly heartbeatSeconds: number }
  | { readonly ok: false; readonly code: 'no-seat-free'; readonly seats: number; readonly used: number }
  | { readonly ok: false; readonly code: 'no-counter' | 'lease-id-taken' };

/** Until when the lease now holds; null when it is lost. */
export type Beat = Temporal.Instant | null;

/** The seat engine: what many ask for at once is done in one transaction. Vendors never share one. */
export interface Leasing {
  checkOut(vendorId: string, asked: Asked): Promise<CheckedOut>;
  heartbeat(vendorId: string, lease: Named): Promise<Beat>;
  /** Whether there was something to give back. */
  release(vendorId: string, lease: Named): Promise<boolean>;
}

export interface LeasingOptions {
  /** Connections of its own: a flight never waits for anybody else's transaction. */
  readonly pool: Pool;
  /** Shift of the test clock in milliseconds. */
  readonly shift: () => number | Promise<number>;
  /** Whether run-out leases may be taken back: not in the first heartbeat period after a start or an outage. */
  readonly maySweep: () => boolean;
}

type Landed = CheckedOut | 'again' | 'ruled';

function landed(row: GrantRow): Landed {
  switch (row.outcome) {
    case 'granted':
    case 'ours':
      return { ok: true, expiresAt: row.expires_at!, heartbeatSeconds: row.heartbeat_seconds! };
    case 'full':
      return { ok: false, code: 'no-seat-free', seats: row.seats!, used: row.used! };
    case 'id-taken':
      return { ok: false, code: 'lease-id-taken' };
    case 'no-counter':
      return { ok: false, code: 'no-counter' };
    default:
      return row.outcome;
  }
}

/** Of several with one key in a flight, the first asks and the others share its answer. */
async function each<Item, Result>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  ask: (distinct: readonly Item[]) => Promise<readonly Result[]>,
): Promise<Result[]> {
  const places = new Map<string, number>();
  const distinct: Item[] = [];
  const which = items.map((item) => {
    const key = keyOf(item);
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, distinct.length);
    return distinct.push(item) - 1;
  });
  const results = await ask(distinct);
  return which.map((place) => results[place]!);
}

export function createLeasing({ pool, shift, maySweep }: LeasingOptions): Leasing {
  async function grant(vendorId: string, asked: readonly Asked[]): Promise<Landed[]> {
    const counters = [...new Set(asked.map((one) => one.counterId))];
    const [milliseconds, sweeps] = [await shift(), maySweep()];
    const rows = await writeInFlight(pool, vendorId, [
      lockCounters(vendorId, counters),
      ...(sweeps ? [sweepCounters(vendorId, counters, milliseconds)] : []),
      grantSeats(vendorId, asked, milliseconds, sweeps),
    ]);
    return (rows.at(-1) as GrantRow[]).map(landed);
  }

  async function beat(vendorId: string, leases: readonly Named[]): Promise<Beat[]> {
    const rows = await writeInFlight(pool, vendorId, [lockLeases(vendorId, leases), prolongLeases(vendorId, leases, await shift())]);
    const ends = new Map((rows.at(-1) as HeartbeatRow[]).map((row) => [row.id, row.expires_at]));
    return leases.map(({ leaseId }) => ends.get(leaseId) ?? null);
  }

  async function giveBack(vendorId: string, leases: readonly Named[]): Promise<boolean[]> {
    const rows = await writeInFlight(pool, vendorId, [
      lockLeases(vendorId, leases),
      lockCountersOf(vendorId, leases),
      releaseLeases(vendorId, leases, await shift()),
    ]);
    const gone = new Set((rows.at(-1) as { id: string }[]).map((row) => row.id));
    return leases.map(({ leaseId }) => gone.has(leaseId));
  }

  const named = ({ leaseId, projectId }: Named) => `${leaseId} ${projectId}`;
  const asks = createBatcher<Asked, Landed>((vendorId, items) =>
    each(items, (one) => JSON.stringify(one), (distinct) => grant(vendorId, distinct)),
  );
  const beats = createBatcher<Named, Beat>((vendorId, items) => each(items, named, (distinct) => beat(vendorId, distinct)));
  const releases = createBatcher<Named, boolean>((vendorId, items) => each(items, named, (distinct) => giveBack(vendorId, distinct)));

  return {
    async checkOut(vendorId, asked) {
      for (;;) {
        const answer = await asks(vendorId, asked);
        if (answer === 'ruled') throw new TypeError('a counter with rules is not decided here yet');
        if (answer !== 'again') return answer;
      }
    },
    heartbeat: beats,
    release: releases,
  };
}
