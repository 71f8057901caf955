import type { listTickets as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId, toId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { loadCounter } from '../counters/list-store.ts';
import { listTickets as list } from '../leases/store.ts';
import { viewerIn } from '../viewer.ts';

const mostListed = 500;

/** Who waits for seats, in the order of service (C3). */
export const listTickets: Handler<typeof contract> = async (context, { params }) => {
  const { tx, vendor, now } = context;
  const counter = await loadCounter(tx, viewerIn(context), fromId('ctr', params.counterId)!);
  if (counter === null) return refuse('not-found');
  const rows = await list(tx, vendor.id, counter.id, now, mostListed);
  const items = rows.map((row, index) => ({
    leaseId: toId('lse', row.id),
    position: index + 1,
    seats: row.seats,
    user: row.user_name,
    host: row.host_name,
    groups: [...row.groups],
    since: row.since.toString(),
    expiresAt: row.expires_at.toString(),
  }));
  return accept({ items, total: rows[0]?.total ?? 0 });
};
