import type { recallSeat as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { decideRecall, lockLease } from '@muniment/leasing';
import { fromId } from '@muniment/platform/ids';
import { Temporal } from 'temporal-polyfill';
import type { Handler } from '../../../core/context.ts';
import { recordAct } from '../../ledger/index.ts';
import { revocationListOf, revokeSeat } from '../../revocations/index.ts';
import { borrowableOf } from '../leases/borrowable.ts';
import { loadLease, recallLease } from '../leases/store.ts';
import { toLease } from '../leases/wire.ts';
import { viewerIn } from '../viewer.ts';

/**
 * Calls a borrowed seat back whose laptop was lost (F10): its document is not renewed, and the seat is free when that one ends. Until
 * then the signed list of revoked documents names it, for whoever verifies it meanwhile.
 */
export const recallSeat: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor, now, dryRun } = context;
  const [viewer, leaseId] = [viewerIn(context), fromId('lse', params.leaseId)!];
  const seen = await loadLease(tx, viewer, leaseId);
  if (seen === null || !(await lockLease(tx, vendor.id, leaseId))) return refuse('not-found');
  const lease = (await loadLease(tx, viewer, leaseId))!;
  if (lease.borrowed_until === null) return refuse('lease-not-borrowed', { leaseId });
  if (lease.recalled_at !== null) return refuse('lease-recalled', { leaseId, until: lease.expires_at.toString() });
  const freeAt = Temporal.Instant.fromEpochMilliseconds(decideRecall(borrowableOf(lease), now.epochMilliseconds));
  await recallLease(tx, vendor.id, leaseId, now);
  await revokeSeat(context, leaseId, { reason: 'recalled', until: freeAt });
  const details = { leaseId, counterId: lease.counter_id, feature: lease.feature, seats: lease.seats, freeAt: freeAt.toString() };
  await recordAct(context, 'recall-seat', details, {
    customerId: lease.customer_id,
    projectId: lease.project_id,
    reason: body.reason.trim(),
  });
  return accept({
    lease: toLease({ ...lease, recalled_at: now }),
    freeAt: freeAt.toString(),
    revocationList: revocationListOf(context),
    dryRun,
  });
};
