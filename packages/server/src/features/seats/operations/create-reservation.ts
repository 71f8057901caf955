import type { createReservation as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId, uuidv7 } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { recordAct } from '../../ledger/index.ts';
import { loadCounter } from '../counters/list-store.ts';
import { packInForce, refreshRules } from '../counters/refresh.ts';
import { lockCounter } from '../counters/store.ts';
import { countReservations, insertReservation, loadReservation } from '../reservations/store.ts';
import { toReservation } from '../reservations/wire.ts';
import { viewerIn } from '../viewer.ts';

/** Every decision looks at all of a counter's. */
const mostReservations = 200;

/** Reserves seats (C3). They may be more than there are: those made first are served first. */
export const createReservation: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor, now } = context;
  const viewer = viewerIn(context);
  const seen = await loadCounter(tx, viewer, fromId('ctr', params.counterId)!);
  if (seen === null) return refuse('not-found');
  const current = await packInForce(context);
  if (current === null) return refuse('no-catalog');
  const counter = (await lockCounter(tx, vendor.id, seen.id))!;
  if ((await countReservations(tx, vendor.id, counter.id)) >= mostReservations)
    return refuse('too-many-reservations', { most: mostReservations });
  const id = uuidv7();
  const { seats, whom, note } = body;
  const row = { id, counter_id: counter.id, seats, whom_kind: whom.kind, whom_name: whom.name.trim(), note: note.trim(), created_at: now };
  await insertReservation(tx, vendor.id, row);
  await refreshRules(context, current.pack, [counter]);
  // For whom may be a person, who can be forgotten; the history cannot.
  const details = { reservationId: id, counterId: counter.id, feature: counter.feature, seats, whomKind: whom.kind };
  await recordAct(context, 'create-reservation', details, { customerId: seen.customer_id, projectId: seen.project_id });
  return accept(toReservation((await loadReservation(tx, viewer, id))!));
};
