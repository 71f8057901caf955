import type { getReservation as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { loadReservation } from '../reservations/store.ts';
import { toReservation } from '../reservations/wire.ts';
import { viewerIn } from '../viewer.ts';

/** One reservation, as whoever edits it must have read it (C3). */
export const getReservation: Handler<typeof contract> = async (context, { params }) => {
  const row = await loadReservation(context.tx, viewerIn(context), fromId('rsv', params.reservationId)!);
  return row === null ? refuse('not-found') : accept(toReservation(row));
};
