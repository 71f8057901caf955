import type { listReservations as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { loadCounter } from '../counters/list-store.ts';
import { listReservations as list } from '../reservations/store.ts';
import { toReservation } from '../reservations/wire.ts';
import { viewerIn } from '../viewer.ts';

/** Reserved seats of a counter (C3). */
export const listReservations: Handler<typeof contract> = async (context, { params }) => {
  const viewer = viewerIn(context);
  const counter = await loadCounter(context.tx, viewer, fromId('ctr', params.counterId)!);
  if (counter === null) return refuse('not-found');
  return accept({ items: (await list(context.tx, viewer, counter.id)).map(toReservation) });
};
