import { decideRecall, endLease } from '@muniment/leasing';
import { Temporal } from 'temporal-polyfill';
import type { Context } from '../../core/context.ts';
import { actorRef } from '../audit/index.ts';
import { recordAct } from '../ledger/index.ts';
import { revokeSeat } from '../revocations/index.ts';
import { borrowableOf } from './leases/borrowable.ts';
import { type LeaseRow, recallLease } from './leases/store.ts';

/** What taking a lease back comes to (C8, F10): `end` what is in use, `recall` what is away; `none` for what is called back already. */
export type TakingBack = 'end' | 'recall' | 'none';

export function takingBackOf({ borrowed_until, recalled_at }: Pick<LeaseRow, 'borrowed_until' | 'recalled_at'>): TakingBack {
  if (borrowed_until === null) return 'end';
  return recalled_at === null ? 'recall' : 'none';
}

/** Without the names of people: they can be erased, and the history cannot. */
const detailsOf = ({ id, counter_id, feature, seats }: LeaseRow) => ({ leaseId: id, counterId: counter_id, feature, seats });

/** Ends a locked lease that is not away: its seats are free at once, and the holder's next heartbeat is told why. */
export async function endOne(context: Context, lease: LeaseRow, reason: string): Promise<void> {
  const { tx, vendor, actor, now } = context;
  await endLease(tx, vendor.id, lease.id, { why: 'ended', by: actorRef(actor), reason, at: now });
  const about = { customerId: lease.customer_id, projectId: lease.project_id, reason };
  await recordAct(context, 'end-lease', detailsOf(lease), about);
}

/**
 * Calls a locked lease back that is away: its document is not renewed, and the seat is free when that one ends. Until then the signed list of
 * revoked documents names it.
 */
export async function recallOne(context: Context, lease: LeaseRow, reason: string): Promise<Temporal.Instant> {
  const { tx, vendor, now } = context;
  const freeAt = Temporal.Instant.fromEpochMilliseconds(decideRecall(borrowableOf(lease), now.epochMilliseconds));
  await recallLease(tx, vendor.id, lease.id, reason, now);
  await revokeSeat(context, lease.id, { reason: 'recalled', until: freeAt });
  const about = { customerId: lease.customer_id, projectId: lease.project_id, reason };
  await recordAct(context, 'recall-seat', { ...detailsOf(lease), freeAt: freeAt.toString() }, about);
  return freeAt;
}
