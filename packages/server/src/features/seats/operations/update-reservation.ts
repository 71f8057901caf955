import type { updateReservation as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { recordAct } from '../../ledger/index.ts';
import { packInForce, refreshRules } from '../counters/refresh.ts';
import { lockCounter } from '../counters/store.ts';
import { loadReservation, saveReservation } from '../reservations/store.ts';
import { toReservation } from '../reservations/wire.ts';
import { viewerIn } from '../viewer.ts';

/** Changes what was given, if nobody changed the reservation since the caller read it (C3). */
export const updateReservation: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor } = context;
  const viewer = viewerIn(context);
  const before = await loadReservation(tx, viewer, fromId('rsv', params.reservationId)!);
  if (before === null) return refuse('not-found');
  const current = await packInForce(context);
  if (current === null) return refuse('no-catalog');
  const counter = (await lockCounter(tx, vendor.id, before.counter_id))!;
  const after = {
    ...before,
    seats: body.seats ?? before.seats,
    whom_kind: body.whom?.kind ?? before.whom_kind,
    whom_name: body.whom?.name.trim() ?? before.whom_name,
    note: body.note?.trim() ?? before.note,
    version: context.ifVersion ?? before.version,
  };
  const changed = (['seats', 'whom_kind', 'whom_name', 'note'] as const).filter((field) => before[field] !== after[field]);
  if (changed.length === 0 && after.version === before.version) return accept(toReservation(before));
  if (!(await saveReservation(tx, vendor.id, after))) return refuse('precondition-failed', { version: before.version });
  await refreshRules(context, current.pack, [counter]);
  const details = {
    reservationId: before.id,
    counterId: counter.id,
    feature: counter.feature,
    seats: after.seats,
    whomKind: after.whom_kind,
  };
  await recordAct(context, 'update-reservation', details, { customerId: before.customer_id, projectId: before.project_id });
  return accept(toReservation((await loadReservation(tx, viewer, before.id))!));
};
