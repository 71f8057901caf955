import type { recallSeat as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { lockLease } from '@muniment/leasing';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { revocationListOf } from '../../revocations/index.ts';
import { loadLease } from '../leases/store.ts';
import { toLease } from '../leases/wire.ts';
import { recallOne } from '../take-back.ts';
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
  const freeAt = await recallOne(context, lease, body.reason.trim());
  return accept({
    lease: toLease({ ...lease, recalled_at: now }),
    freeAt: freeAt.toString(),
    revocationList: revocationListOf(context),
    dryRun,
  });
};
