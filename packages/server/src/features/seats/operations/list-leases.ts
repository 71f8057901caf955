import type { listLeases as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { loadCounter } from '../counters/list-store.ts';
import { countLeases, leaseKeyset, listLeases as list } from '../leases/store.ts';
import { toLease } from '../leases/wire.ts';
import { viewerIn } from '../viewer.ts';

/** Who holds seats: where, since when, until when (C8). */
export const listLeases: Handler<typeof contract> = async (context, { params, query }) => {
  const { tx, vendor, actor, now } = context;
  const counter = await loadCounter(tx, viewerIn(context), fromId('ctr', params.counterId)!);
  if (counter === null) return refuse('not-found');
  const { state = null, sort } = query;
  const text = query.q?.trim() || null;
  const described = { list: 'leases', organization: actor.organization.id, counterId: counter.id, text, state, sort };
  const opened = openPage(query, described, leaseKeyset(sort));
  if (!opened.ok) return opened;
  const filter = { counterId: counter.id, text, state, now };
  const page = cutPage(opened.value, await list(tx, vendor.id, filter, opened.value, sort), (row) => [row.since.toString(), row.id]);
  return accept({ items: page.rows.map(toLease), next: page.next, total: await countLeases(tx, vendor.id, filter) });
};
