import type { checkOutSeat, heartbeatSeats, InputOf, OutputOf, releaseSeat } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { CheckedOut, Leasing } from '@muniment/leasing';
import { createBatcher } from '@muniment/platform/batcher';
import { fromId } from '@muniment/platform/ids';
import type { Pool } from '@muniment/platform/postgres';
import type { Result, Uuid } from '../../core/context.ts';
import type { Caller, CoalescedHandler } from '../../core/dispatch.ts';
import { findCounters, findEnds, type LeaseEndRow, type Wanted } from './asking-store.ts';

type CheckOut = InputOf<typeof checkOutSeat>['body'];
type CheckOutAnswer = OutputOf<typeof checkOutSeat>;
type HeartbeatAnswer = OutputOf<typeof heartbeatSeats>;

const reasons: Readonly<Record<CheckOutAnswer['code'], string>> = {
  granted: 'The seats are held until the lease runs out, or a heartbeat prolongs it.',
  waiting: 'No seat is free. The request waits; ask again with the same lease id in time.',
  'no-seat-free': 'No seat is free.',
  'user-limit': 'The user has as many seats as one user may have.',
  'not-included': 'Seats of this feature are for others.',
  excluded: 'Who asks may not take seats of this feature.',
  'more-than-there-are': 'There are fewer seats than were asked for.',
  'no-counter': 'The project has no seats of this feature.',
  'lease-id-taken': 'This lease id is another lease\u2019s.',
};

/** What a caller may take seats of: the gate lets nobody in here whose project is not known. */
function projectOf({ actor }: Caller): Uuid {
  if (actor?.projectId === undefined) throw new Error('whoever takes seats has a project');
  return actor.projectId;
}

/** Counters once found: one is never gone again, and keeps its id. */
const mostRemembered = 50_000;

function createFinder(pool: Pool) {
  const known = new Map<string, Uuid>();
  const find = createBatcher<Wanted, Uuid | null>((vendorId, wanted) => findCounters(pool, vendorId, wanted), { flightsPerKey: 2 });
  return async (vendorId: Uuid, wanted: Wanted): Promise<Uuid | null> => {
    const key = `${vendorId} ${wanted.projectId} ${wanted.feature}`;
    const counterId = known.get(key) ?? (await find(vendorId, wanted));
    if (counterId === null) return null;
    if (known.size >= mostRemembered) known.delete(known.keys().next().value!);
    known.set(key, counterId);
    return counterId;
  };
}

function toAnswer({ leaseId, feature }: CheckOut, at: string, decided: CheckedOut): CheckOutAnswer {
  const code = decided.ok ? 'granted' : decided.code;
  return {
    granted: decided.ok,
    code,
    reason: reasons[code],
    at,
    leaseId,
    feature,
    expiresAt: decided.ok ? decided.expiresAt.toString() : null,
    heartbeatSeconds: decided.ok ? decided.heartbeatSeconds : null,
    seats: 'seats' in decided ? decided.seats : null,
    used: 'used' in decided ? decided.used : null,
    position: 'position' in decided ? decided.position : null,
    askAgainSeconds: 'askAgainSeconds' in decided ? decided.askAgainSeconds : null,
  };
}

/**
 * What programs ask all day (C3): to take seats, to keep them, to give them back. Requests that arrive together are one transaction
 * of the seat engine; none has a transaction of its own, and none waits for the ledger.
 */
export function createSeatHandlers(
  leasing: Leasing,
  pool: Pool,
): Readonly<Record<'check-out-seat' | 'heartbeat-seats' | 'release-seat', CoalescedHandler>> {
  const find = createFinder(pool);
  const endOf = createBatcher<Uuid, LeaseEndRow | null>(
    async (vendorId, leaseIds) => {
      const found = new Map((await findEnds(pool, vendorId, leaseIds)).map((row) => [row.lease_id, row]));
      return leaseIds.map((id) => found.get(id) ?? null);
    },
    { flightsPerKey: 2 },
  );

  async function checkOut(caller: Caller, body: CheckOut, at: string): Promise<CheckOutAnswer> {
    const [vendorId, projectId] = [caller.vendor.id, projectOf(caller)];
    const counterId = await find(vendorId, { projectId, feature: body.feature });
    if (counterId === null) return toAnswer(body, at, { ok: false, code: 'no-counter' });
    const { seats, user, host, groups, queue } = body;
    const leaseId = fromId('lse', body.leaseId)!;
    const decided = await leasing.checkOut(vendorId, { counterId, leaseId, projectId, seats, user, host, groups, waits: queue });
    return toAnswer(body, at, decided);
  }

  async function lost(vendorId: Uuid, projectId: Uuid, leaseId: Uuid) {
    const end = await endOf(vendorId, leaseId);
    return end === null || end.project_id !== projectId ? { code: 'lost' as const, reason: null } : { code: end.why, reason: end.reason };
  }

  async function beat(
    caller: Caller,
    { leaseId, idleSeconds }: InputOf<typeof heartbeatSeats>['body']['leases'][number],
  ): Promise<HeartbeatAnswer['leases'][number]> {
    const [vendorId, projectId, id] = [caller.vendor.id, projectOf(caller), fromId('lse', leaseId)!];
    const until = await leasing.heartbeat(vendorId, { leaseId: id, projectId, idleSeconds: idleSeconds ?? null });
    if (until !== null) return { leaseId, held: true, code: 'held', expiresAt: until.toString(), reason: null };
    return { leaseId, held: false, expiresAt: null, ...(await lost(vendorId, projectId, id)) };
  }

  return {
    'check-out-seat': async (caller, input, info): Promise<Result<CheckOutAnswer, never>> =>
      accept(await checkOut(caller, input.body as CheckOut, info.now.toString())),
    'heartbeat-seats': async (caller, input, info): Promise<Result<HeartbeatAnswer, never>> => {
      const { leases } = input.body as InputOf<typeof heartbeatSeats>['body'];
      return accept({ at: info.now.toString(), leases: await Promise.all(leases.map((one) => beat(caller, one))) });
    },
    'release-seat': async (caller, input): Promise<Result<OutputOf<typeof releaseSeat>, never>> => {
      const { leaseId } = input.params as InputOf<typeof releaseSeat>['params'];
      const named = { leaseId: fromId('lse', leaseId)!, projectId: projectOf(caller) };
      return accept({ leaseId, released: await leasing.release(caller.vendor.id, named) });
    },
  };
}
