import type { Statement } from '@muniment/platform/postgres';
import type { CheckedOut } from './engine.ts';
import { judgeOveruse } from './overuse/store.ts';
import { exchangePlain, lockBoth, type PlainRow } from './plain/store.ts';
import type { Presence } from './presence.ts';
import {
  type Asked,
  type GrantRow,
  grantSeats,
  lockCounters,
  lockLeases,
  type Moment,
  type Named,
  type NamedRow,
  releaseLeases,
  sweepCounters,
} from './store.ts';

/** What became of a wish; `again`: to be asked once more, `ruled`: rules decide. */
export type Landed = CheckedOut | 'again' | 'ruled';

export interface Exchanged {
  readonly taken: Landed[];
  readonly given: boolean[];
}

export interface ExchangeParts {
  readonly fly: (vendorId: string, statements: readonly Statement[]) => Promise<object[][]>;
  readonly presence: Presence;
  readonly monotonic: () => number;
}

/** A lease by its id and its project: another project's is none. */
export const keyOf = (id: string, projectId: string) => `${id} ${projectId}`;

function landed(row: GrantRow): Landed {
  switch (row.outcome) {
    case 'granted':
    case 'ours':
      return { ok: true, expiresAt: row.expires_at!, holdsSeconds: row.holds_seconds!, heartbeatSeconds: row.heartbeat_seconds! };
    case 'more':
      return { ok: false, code: 'more-than-there-are', seats: row.seats!, used: row.used!, reserved: 0 };
    case 'full':
      return { ok: false, code: 'no-seat-free', seats: row.seats!, used: row.used!, reserved: 0 };
    case 'id-taken':
      return { ok: false, code: 'lease-id-taken' };
    case 'no-counter':
      return { ok: false, code: 'no-counter' };
    default:
      return row.outcome;
  }
}

/** Two flights made one lease on two counters: whoever was later asks again, and finds that the id is taken. */
export function isRace(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return code === '23505' && constraint === 'leases_pkey';
}

/** So long it is remembered how it went. */
const rememberedMilliseconds = 250;
const mostRemembered = 10_000;

/** What was so a moment ago. */
function createMemory(monotonic: () => number) {
  const since = new Map<string, number>();
  return {
    has: (id: string) => monotonic() - (since.get(id) ?? Number.NEGATIVE_INFINITY) < rememberedMilliseconds,
    add(id: string) {
      if (since.size >= mostRemembered) since.clear();
      since.set(id, monotonic());
    },
    remove: (id: string) => since.delete(id),
  };
}

/**
 * Some take seats after others gave theirs back, all in one transaction: both need the same counters, and only one at a time has them.
 * What is plain goes by one statement of few parts; what is left, and now and then all, by those that also look after the counters:
 * they judge over-use, take back what has run out, begin hours, and say why there is no seat.
 */
export function createExchange({ fly, presence, monotonic }: ExchangeParts) {
  /** Counters that were looked after, had nothing to be taken back, and seats for everybody. */
  const calm = createMemory(monotonic);
  /** Vendors of whom the plain way left something: to try it first would be to wait for the same counters twice. */
  const left = createMemory(monotonic);

  async function whole(vendorId: string, asked: readonly Asked[], given: readonly Named[], now: Moment): Promise<Exchanged> {
    const counters = [...new Set(asked.map((one) => one.counterId))];
    const leaseIds = given.map(({ leaseId }) => leaseId);
    const rows = await fly(vendorId, [
      ...(given.length === 0 ? [] : [lockLeases(vendorId, given)]),
      lockCounters(vendorId, counters, given),
      judgeOveruse(vendorId, counters, now.shift, leaseIds),
      ...(given.length === 0 ? [] : [releaseLeases(vendorId, given, now.shift)]),
      ...(asked.length === 0 ? [] : [sweepCounters(vendorId, counters, now), grantSeats(vendorId, asked, now)]),
    ]);
    const gone = new Set(given.length === 0 ? [] : (rows[3] as NamedRow[]).map((row) => keyOf(row.id, row.project_id)));
    const taken = asked.length === 0 ? [] : (rows.at(-1) as GrantRow[]).map(landed);
    const isClear = asked.length > 0 && rows.at(-2)!.length === 0;
    for (const id of counters) calm.remove(id);
    if (isClear && taken.every((one) => typeof one === 'object' && one.ok)) for (const id of counters) calm.add(id);
    return { taken, given: given.map(({ leaseId, projectId }) => gone.has(keyOf(leaseId, projectId))) };
  }

  /** The plain way: null is what it left. */
  async function plain(vendorId: string, asked: readonly Asked[], given: readonly Named[], { shift }: Moment) {
    const counters = [...new Set(asked.map((one) => one.counterId))];
    const [, rows] = await fly(vendorId, [lockBoth(vendorId, counters, given), exchangePlain(vendorId, asked, given, shift)]);
    const [made, gone] = [new Map<string, Landed>(), new Set<string>()];
    for (const row of rows as PlainRow[]) {
      if (row.expires_at === null) gone.add(keyOf(row.id, row.project_id));
      else
        made.set(row.id, {
          ok: true,
          expiresAt: row.expires_at,
          holdsSeconds: row.holds_seconds!,
          heartbeatSeconds: row.heartbeat_seconds!,
        });
    }
    return {
      taken: asked.map(({ leaseId }) => made.get(leaseId) ?? null),
      given: given.map(({ leaseId, projectId }) => gone.has(keyOf(leaseId, projectId))),
    };
  }

  return async (vendorId: string, asked: readonly Asked[], given: readonly Named[]): Promise<Exchanged> => {
    const now = await presence.moment();
    if (left.has(vendorId) || !asked.every(({ counterId }) => calm.has(counterId))) return whole(vendorId, asked, given, now);
    const { taken, given: gone } = await plain(vendorId, asked, given, now);
    const wishes = asked.filter((_, index) => taken[index] === null);
    const leases = given.filter((_, index) => !gone[index]);
    if (wishes.length + leases.length === 0) return { taken: taken as Landed[], given: gone };
    left.add(vendorId);
    const others = await whole(vendorId, wishes, leases, now).catch(async (error) => {
      // Of what the plain way did, nothing may be asked again: whoever lost a race of lease ids asks alone.
      if (!isRace(error)) throw error;
      const given = leases.length === 0 ? [] : (await whole(vendorId, [], leases, now)).given;
      return { taken: wishes.map((): Landed => 'again'), given };
    });
    const [nextTaken, nextGiven] = [others.taken.values(), others.given.values()];
    return { taken: taken.map((one) => one ?? nextTaken.next().value!), given: gone.map((one) => one || nextGiven.next().value!) };
  };
}
