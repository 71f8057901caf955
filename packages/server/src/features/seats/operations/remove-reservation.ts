import type { removeReservation as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId, toId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { recordAct } from '../../ledger/index.ts';
import { packInForce, refreshRules } from '../counters/refresh.ts';
import { lockCounter } from '../counters/store.ts';
import { deleteReservation, loadReservation } from '../reservations/store.ts';
import { viewerIn } from '../viewer.ts';

/** Reserves seats no longer (C3); whoever has one of them keeps it. */
export const removeReservation: Handler<typeof contract> = async (context, { params }) => {
  const { tx, vendor } = context;
  const row = await loadReservation(tx, viewerIn(context), fromId('rsv', params.reservationId)!);
  if (row === null) return refuse('not-found');
  const current = await packInForce(context);
  if (current === null) return refuse('no-catalog');
  const counter = (await lockCounter(tx, vendor.id, row.counter_id))!;
  if (!(await deleteReservation(tx, vendor.id, row.id))) return refuse('not-found');
  await refreshRules(context, current.pack, [counter]);
  const details = { reservationId: row.id, counterId: counter.id, feature: counter.feature, seats: row.seats, whomKind: row.whom_kind };
  await recordAct(context, 'remove-reservation', details, { customerId: row.customer_id, projectId: row.project_id });
  return accept({ id: toId('rsv', row.id) });
};
