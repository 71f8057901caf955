import type { takeBackSeats as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { lockLease } from '@muniment/leasing';
import { fromId } from '@muniment/platform/ids';
import type { Context, Handler, Uuid } from '../../../core/context.ts';
import { revocationListOf } from '../../revocations/index.ts';
import { loadCounter } from '../counters/list-store.ts';
import { type LeaseRow, loadLease } from '../leases/store.ts';
import { toLease } from '../leases/wire.ts';
import { endOne, recallOne, takingBackOf } from '../take-back.ts';
import { viewerIn } from '../viewer.ts';

/** Leases of a counter, locked, all before anything is done to one of them: programs lock theirs before the counter, too. */
async function lockAll(context: Context, counterId: Uuid, ids: readonly Uuid[]): Promise<readonly LeaseRow[]> {
  const { tx, vendor } = context;
  const locked: LeaseRow[] = [];
  for (const id of [...ids].sort()) {
    const seen = await loadLease(tx, viewerIn(context), id);
    if (seen?.counter_id !== counterId || !(await lockLease(tx, vendor.id, id))) continue;
    locked.push((await loadLease(tx, viewerIn(context), id))!);
  }
  return locked;
}

/** What becomes of one of them, and when its seats are free. */
async function takeOne(context: Context, lease: LeaseRow, reason: string) {
  const { now } = context;
  const act = takingBackOf(lease);
  // Somebody is at it just now, as far as the program tells: what is not saved there may be lost.
  const busy = act === 'end' && !lease.lingers && lease.idle_since === null;
  if (act === 'end') await endOne(context, lease, reason);
  const freeAt = act === 'recall' ? await recallOne(context, lease, reason) : act === 'end' ? now : lease.expires_at;
  return { lease: toLease(act === 'recall' ? { ...lease, recalled_at: now } : lease), act, busy, freeAt: freeAt.toString() };
}

/** An administrator takes many seats of a counter back at once (C8, F10): what is in use ends, what is away is called back, what is gone is told. */
export const takeBackSeats: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, dryRun } = context;
  const counter = await loadCounter(tx, viewerIn(context), fromId('ctr', params.counterId)!);
  if (counter === null) return refuse('not-found');
  const asked = [...new Set(body.leaseIds)];
  const ids = asked.map((leaseId) => fromId('lse', leaseId)!);
  const locked = await lockAll(context, counter.id, ids);
  const done = [];
  for (const lease of locked) done.push(await takeOne(context, lease, body.reason.trim()));
  const byId = new Map(done.map((one) => [one.lease.id, one]));
  return accept({
    leases: asked.flatMap((leaseId) => byId.get(leaseId) ?? []),
    gone: asked.filter((leaseId) => !byId.has(leaseId)),
    revocationList: revocationListOf(context),
    dryRun,
  });
};
