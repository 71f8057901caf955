import { createBatcher } from '@muniment/platform/batcher';
import { type Pool, readInFlight, type Statement, writeInFlight } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import { createExchange, isRace, keyOf, type Landed } from './exchange.ts';
import { closeHours } from './hours/store.ts';
import { judgeOveruse } from './overuse/store.ts';
import { createPresence, type Presence } from './presence.ts';
import { type Decision, type Denial, grantByRules } from './rules/index.ts';
import {
  type Asked,
  type Beating,
  findRunOut,
  type HeartbeatRow,
  type LockRow,
  lockCounters,
  type Named,
  prolongLeases,
  readWall,
  shortenLeases,
  sweepCounters,
} from './store.ts';

export type { Asked, Beating, Named } from './store.ts';

/** How long a lease holds: until when, and for how many whole seconds from when it was decided, by the database's clock alone. */
export interface Held {
  readonly expiresAt: Temporal.Instant;
  readonly holdsSeconds: number;
}

/** A granted lease, or why there is none. */
export type CheckedOut =
  | (Held & { readonly ok: true; readonly heartbeatSeconds: number })
  | {
      readonly ok: false;
      readonly code: Denial;
      readonly seats: number;
      readonly used: number;
      /** Of the seats that are not in use, those set aside for others than who asks. */
      readonly reserved: number;
      /** The most that one user may have, where that is why. */
      readonly perUser?: number | null;
    }
  | { readonly ok: false; readonly code: 'waiting'; readonly position: number; readonly askAgainSeconds: number }
  | { readonly ok: false; readonly code: 'no-counter' | 'lease-id-taken' };

/** How long the lease now holds; null when it is lost. */
export type Beat = Held | null;

/** The seat engine: what many ask for at once is done in one transaction. Vendors never share one. */
export interface Leasing {
  checkOut(vendorId: string, asked: Asked): Promise<CheckedOut>;
  heartbeat(vendorId: string, lease: Beating): Promise<Beat>;
  /** Gives seats back, or a place in the queue; whether there was one. */
  release(vendorId: string, lease: Named): Promise<boolean>;
  /** Takes back run-out leases of counters that nobody asks, and writes down hours that are over; answers how many seats are free again. */
  sweep(vendorId: string): Promise<number>;
  /**
   * The database was away for somebody: whoever lives could not say so, since who asks is read there before anything comes here. It
   * has one heartbeat's time for it, once the database is there again.
   */
  wasAway(): void;
}

export interface LeasingOptions {
  /** Connections of its own: a flight never waits for anybody else's transaction. */
  readonly pool: Pool;
  /** Those of heartbeats, which need no counter: where an act holds counters for long, the living are heard all the same. */
  readonly heartbeats?: Pool;
  /** Shift of the test clock in milliseconds. */
  readonly shift: () => number | Promise<number>;
  /** Milliseconds that only ever rise; this process's own unless said. */
  readonly monotonic?: () => number;
}

/** Of several that say something of the same in a flight the last is heard, and the others share its answer. */
async function each<Item, Result>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  ask: (distinct: readonly Item[]) => Promise<readonly Result[]>,
): Promise<Result[]> {
  const distinct = new Map(items.map((item) => [keyOf(item), item]));
  const results = await ask([...distinct.values()]);
  const byKey = new Map([...distinct.keys()].map((key, index) => [key, results[index]!]));
  return items.map((item) => byKey.get(keyOf(item))!);
}

/** What one lease id stands for: the rest may be told otherwise when it is asked for again. */
const wishOf = ({ leaseId, counterId, projectId, seats, user, host }: Asked) =>
  JSON.stringify([leaseId, counterId, projectId, seats, user, host]);

/** One lease id stands for one wish: of two wishes under one id in a flight the first is asked, as it was told last. */
async function eachWish<Result>(
  items: readonly Asked[],
  ask: (distinct: readonly Asked[]) => Promise<readonly Result[]>,
): Promise<(Result | CheckedOut)[]> {
  const told = new Map<string, Asked>();
  for (const item of items) {
    const before = told.get(item.leaseId);
    if (before === undefined || wishOf(before) === wishOf(item)) told.set(item.leaseId, item);
  }
  const wishes = [...told.values()];
  const results = await ask(wishes);
  const places = new Map(wishes.map(({ leaseId }, index) => [leaseId, index]));
  return items.map((item) => {
    const place = places.get(item.leaseId)!;
    return wishOf(item) === wishOf(wishes[place]!) ? results[place]! : { ok: false, code: 'lease-id-taken' };
  });
}

/** Two flights may make one lease on two counters: whoever is later asks again, and finds that the id is taken. */
async function afterRace<Result>(asked: readonly Asked[], work: () => Promise<Result[]>): Promise<(Result | 'again')[]> {
  try {
    return await work();
  } catch (error) {
    if (asked.length === 1 && isRace(error)) return ['again'];
    throw error;
  }
}

/** What the database's clock showed during a flight, whose first statements tell. */
const wallOf = ([first, second]: readonly object[][]) => ((first?.[0] ?? second?.[0]) as Partial<LockRow> | undefined)?.wall;

/** To take seats, or to give back what one has. */
type Exchange = { readonly take: Asked } | { readonly give: Named };
const takesOf = (items: readonly Exchange[]) => items.flatMap((item) => ('take' in item ? [item.take] : []));
const givesOf = (items: readonly Exchange[]) => items.flatMap((item) => ('give' in item ? [item.give] : []));

interface FlightParts {
  readonly pool: Pool;
  readonly heartbeats: Pool;
  readonly presence: Presence;
  readonly monotonic: () => number;
}

/** The transactions of the engine: what was asked together is answered in its order. */
function createFlights({ pool, heartbeats, presence, monotonic }: FlightParts) {
  const fly = (vendorId: string, statements: readonly Statement[], connections = pool) =>
    presence.watch(() => writeInFlight(connections, vendorId, statements), wallOf);

  async function beat(vendorId: string, leases: readonly Beating[]): Promise<Beat[]> {
    const { shift } = await presence.moment();
    const rows = await fly(vendorId, [prolongLeases(vendorId, leases, shift)], heartbeats);
    const ends = new Map(
      (rows[0] as HeartbeatRow[]).map((row) => [
        keyOf(row.id, row.project_id),
        { expiresAt: row.expires_at, holdsSeconds: row.holds_seconds },
      ]),
    );
    return leases.map(({ leaseId, projectId }) => ends.get(keyOf(leaseId, projectId)) ?? null);
  }

  async function decide(vendorId: string, asked: readonly Asked[]): Promise<Decision[]> {
    const now = await presence.moment();
    const { decisions } = await presence.watch(
      () => grantByRules(pool, vendorId, asked, now),
      ({ wall }) => wall,
    );
    return decisions;
  }

  return { fly, exchange: createExchange({ fly, presence, monotonic }), beat, decide };
}
type Flights = ReturnType<typeof createFlights>;

/** How many counters are swept in one transaction. */
const sweptCounters = 100;
/** How many counters are written down an hour of in one transaction. */
const closedCounters = 1000;

/** Takes back what has run out on counters that nobody asks, some of them after the others. */
function createSweep(pool: Pool, presence: Presence, { fly }: Flights): Leasing['sweep'] {
  /** How often the clock had been set back when a vendor's leases were made shorter. */
  const shortened = new Map<string, number>();
  return async (vendorId) => {
    const { shift } = await presence.moment();
    await fly(vendorId, [readWall]);
    const { setBacks } = presence;
    if (shortened.get(vendorId) !== setBacks) {
      await fly(vendorId, [readWall, shortenLeases(vendorId, shift)]);
      shortened.set(vendorId, setBacks);
    }
    for (let closed = closedCounters; closed === closedCounters; )
      closed = (await fly(vendorId, [readWall, closeHours(vendorId, shift, closedCounters)]))[1]!.length;
    for (let freed = 0; ; ) {
      const now = await presence.moment();
      const [found] = await readInFlight(pool, vendorId, [findRunOut(vendorId, now, sweptCounters)]);
      const counters = (found as { id: string }[]).map(({ id }) => id);
      if (counters.length === 0) return freed;
      const flight = [
        lockCounters(vendorId, counters),
        judgeOveruse(vendorId, counters, now.shift),
        sweepCounters(vendorId, counters, now),
      ];
      // A row of each counter with seats that are free again, and one of each lease that lasts longer than when it was looked at last.
      const [, judged, swept] = (await fly(vendorId, flight)) as [object[], object[], { seats: number }[]];
      // Those left are being prolonged at this moment, or somebody else has taken them.
      if (judged.length + swept.length === 0) return freed;
      freed += swept.reduce((total, { seats }) => total + seats, 0);
    }
  };
}

export function createLeasing(options: LeasingOptions): Leasing {
  const { pool, heartbeats = pool, shift, monotonic = () => performance.now() } = options;
  const presence = createPresence({ pools: [...new Set([pool, heartbeats])], shift, monotonic });
  const flights = createFlights({ pool, heartbeats, presence, monotonic });
  const { exchange, beat, decide } = flights;
  const named = ({ leaseId, projectId }: Named) => keyOf(leaseId, projectId);
  const exchanges = createBatcher<Exchange, Landed | boolean>(async (vendorId, items) => {
    const [takes, gives] = [takesOf(items), givesOf(items)];
    let given: boolean[] = [];
    const fly = async (wishes: readonly Asked[]) => {
      let landed: Landed[] = [];
      const all = async (distinct: readonly Named[]) => {
        const done = await exchange(vendorId, wishes, distinct);
        landed = done.taken;
        return done.given;
      };
      given = await each(gives, named, all);
      return landed;
    };
    const taken = await eachWish(takes, (wishes) => (gives.length === 0 ? afterRace(wishes, () => fly(wishes)) : fly(wishes)));
    const [nextTaken, nextGiven] = [taken.values(), given.values()];
    return items.map((item) => ('take' in item ? nextTaken.next().value! : nextGiven.next().value!));
  });
  const ruled = createBatcher<Asked, Decision>((vendorId, items) =>
    eachWish(items, (wishes) => afterRace(wishes, () => decide(vendorId, wishes))),
  );
  const beats = createBatcher<Beating, Beat>((vendorId, items) => each(items, named, (distinct) => beat(vendorId, distinct)));

  return {
    async checkOut(vendorId, asked) {
      for (;;) {
        const plain = (await exchanges(vendorId, { take: asked })) as Landed;
        const answer = plain === 'ruled' ? await ruled(vendorId, asked) : plain;
        if (answer !== 'again') return answer;
      }
    },
    heartbeat: beats,
    release: async (vendorId, lease) => (await exchanges(vendorId, { give: lease })) as boolean,
    sweep: createSweep(pool, presence, flights),
    wasAway: presence.wasAway,
  };
}
