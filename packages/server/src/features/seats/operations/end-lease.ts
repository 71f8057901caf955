import type { endLease as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { lockLease } from '@muniment/leasing';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { loadLease } from '../leases/store.ts';
import { toLease } from '../leases/wire.ts';
import { endOne } from '../take-back.ts';
import { viewerIn } from '../viewer.ts';

/** An administrator takes seats back (C8); the holder's next heartbeat is told why. What is away cannot be told, and is recalled. */
export const endLease: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor, dryRun } = context;
  const [viewer, leaseId] = [viewerIn(context), fromId('lse', params.leaseId)!];
  const seen = await loadLease(tx, viewer, leaseId);
  if (seen === null || !(await lockLease(tx, vendor.id, leaseId))) return refuse('not-found');
  // Behind the lock it is as it will be.
  const lease = (await loadLease(tx, viewer, leaseId))!;
  if (lease.borrowed_until !== null) return refuse('lease-is-borrowed', { leaseId, until: lease.borrowed_until.toString() });
  await endOne(context, lease, body.reason.trim());
  return accept({ lease: toLease(lease), dryRun });
};
