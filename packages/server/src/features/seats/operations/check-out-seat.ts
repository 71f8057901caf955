import type { checkOutSeat as contract, InputOf, OutputOf } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { CheckedOut, Leasing } from '@muniment/leasing';
import { createBatcher } from '@muniment/platform/batcher';
import { instantText } from '@muniment/platform/clock';
import { fromId } from '@muniment/platform/ids';
import type { Pool } from '@muniment/platform/postgres';
import type { Result, Uuid } from '../../../core/context.ts';
import type { CoalescedHandler } from '../../../core/dispatch.ts';
import { projectOf } from '../asker.ts';
import { findCounters, type Wanted } from '../asking-store.ts';

type Body = InputOf<typeof contract>['body'];
type Answer = OutputOf<typeof contract>;

const reasons: Readonly<Record<Answer['code'], string>> = {
  granted: 'The seats are held until the lease runs out, or a heartbeat prolongs it.',
  waiting: 'No seat is free. The request waits; ask again with the same lease id in time.',
  'no-seat-free': 'No seat is free for who asks.',
  'queue-full': 'No seat is free, and too many wait already.',
  'user-limit': 'The user has, or waits for, as many seats as one user may have.',
  'not-included': 'Seats of this feature are for others.',
  excluded: 'Who asks may not take seats of this feature.',
  'more-than-there-are': 'There are fewer seats than were asked for.',
  'no-counter': 'The project has no seats of this feature.',
  'lease-id-taken': 'This lease id is another lease\u2019s, or of one that was ended.',
};

const mostRemembered = 50_000;

/** Finds counters, and remembers those that were found: one is never gone again, and keeps its id. */
function createFinder(pool: Pool) {
  const known = new Map<string, Uuid>();
  const find = createBatcher<Wanted, Uuid | null>((vendorId, wanted) => findCounters(pool, vendorId, wanted), { flightsPerKey: 2 });
  return async (vendorId: Uuid, wanted: Wanted): Promise<Uuid | null> => {
    const key = `${vendorId} ${wanted.projectId} ${wanted.feature}`;
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    const counterId = await find(vendorId, wanted);
    if (counterId === null) return null;
    if (known.size >= mostRemembered) known.delete(known.keys().next().value!);
    known.set(key, counterId);
    return counterId;
  };
}

function toAnswer({ leaseId, feature }: Body, at: string, decided: CheckedOut): Answer {
  const code = decided.ok ? 'granted' : decided.code;
  return {
    granted: decided.ok,
    code,
    reason: reasons[code],
    at,
    leaseId,
    feature,
    expiresAt: decided.ok ? instantText(decided.expiresAt) : null,
    holdsSeconds: decided.ok ? decided.holdsSeconds : null,
    heartbeatSeconds: decided.ok ? decided.heartbeatSeconds : null,
    seats: 'seats' in decided ? decided.seats : null,
    used: 'used' in decided ? decided.used : null,
    reserved: 'reserved' in decided ? decided.reserved : null,
    perUser: 'perUser' in decided ? (decided.perUser ?? null) : null,
    position: 'position' in decided ? decided.position : null,
    askAgainSeconds: 'askAgainSeconds' in decided ? decided.askAgainSeconds : null,
  };
}

/** A program takes seats (C3); no is an answer, not a refusal. */
export function checkOutSeat(leasing: Leasing, pool: Pool): CoalescedHandler {
  const find = createFinder(pool);
  return async (caller, input, info): Promise<Result<Answer, never>> => {
    const body = input.body as Body;
    const at = instantText(info.now);
    const [vendorId, projectId] = [caller.vendor.id, projectOf(caller)];
    const counterId = await find(vendorId, { projectId, feature: body.feature });
    if (counterId === null) return accept(toAnswer(body, at, { ok: false, code: 'no-counter' }));
    const { seats, user, host, groups, queue } = body;
    const leaseId = fromId('lse', body.leaseId)!;
    return accept(
      toAnswer(body, at, await leasing.checkOut(vendorId, { counterId, leaseId, projectId, seats, user, host, groups, waits: queue })),
    );
  };
}
