import type { heartbeatSeats as contract, InputOf, OutputOf } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { Leasing } from '@muniment/leasing';
import { createBatcher } from '@muniment/platform/batcher';
import { instantText } from '@muniment/platform/clock';
import { fromId } from '@muniment/platform/ids';
import type { Pool } from '@muniment/platform/postgres';
import type { Result, Uuid } from '../../../core/context.ts';
import type { CoalescedHandler } from '../../../core/dispatch.ts';
import { projectOf } from '../asker.ts';
import { findEnds, type LeaseEndRow } from '../asking-store.ts';

type Beating = InputOf<typeof contract>['body']['leases'][number];
type Answer = OutputOf<typeof contract>;

/** A program says that its seats are in use, all of them at once (C3); of one that is lost it is told why. */
export function heartbeatSeats(leasing: Leasing, pool: Pool): CoalescedHandler {
  const endOf = createBatcher<Uuid, LeaseEndRow | null>(
    async (vendorId, leaseIds) => {
      const found = new Map((await findEnds(pool, vendorId, leaseIds)).map((row) => [row.lease_id, row]));
      return leaseIds.map((id) => found.get(id) ?? null);
    },
    { flightsPerKey: 2 },
  );
  async function beat(vendorId: Uuid, projectId: Uuid, { leaseId, idleSeconds }: Beating): Promise<Answer['leases'][number]> {
    const id = fromId('lse', leaseId)!;
    const kept = await leasing.heartbeat(vendorId, { leaseId: id, projectId, idleSeconds: idleSeconds ?? null });
    if (kept !== null) {
      const { expiresAt, holdsSeconds } = kept;
      return { leaseId, held: true, code: 'held', expiresAt: instantText(expiresAt), holdsSeconds, reason: null };
    }
    const end = await endOf(vendorId, id);
    const told = end === null || end.project_id !== projectId ? null : end;
    return { leaseId, held: false, code: told?.why ?? 'lost', expiresAt: null, holdsSeconds: null, reason: told?.reason ?? null };
  }
  return async (caller, input, info): Promise<Result<Answer, never>> => {
    const { leases } = input.body as { readonly leases: readonly Beating[] };
    const [vendorId, projectId] = [caller.vendor.id, projectOf(caller)];
    return accept({ at: instantText(info.now), leases: await Promise.all(leases.map((one) => beat(vendorId, projectId, one))) });
  };
}
