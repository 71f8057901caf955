import type { listAllCounters as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { toId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { currentPack } from '../../catalog/index.ts';
import { countCounters } from '../../seat-counts/index.ts';
import { counterKeyset, listAllCounters as list } from '../counters/list-store.ts';
import { placeOf, toCounters } from '../counters/wire.ts';
import { viewerIn } from '../viewer.ts';

/** Seats of all projects that one sees: which are used beyond what there is, and which somebody waits for (C8). */
export const listAllCounters: Handler<typeof contract> = async (context, { query }) => {
  const { tx, actor } = context;
  const filter = { text: query.q?.trim() || null, state: query.state ?? null };
  const opened = openPage(query, { list: 'all-counters', organization: actor.organization.id, ...filter }, counterKeyset);
  if (!opened.ok) return opened;
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const viewer = viewerIn(context);
  const rows = await list(tx, viewer, filter, opened.value);
  const page = cutPage(opened.value, rows, (row) => [row.project_name, row.feature, row.id]);
  const wires = new Map(toCounters(context, current, page.rows).map((wire) => [wire.id, wire]));
  return accept({
    items: page.rows.map((row) => ({ ...wires.get(toId('ctr', row.id))!, ...placeOf(row) })),
    next: page.next,
    total: (await countCounters(tx, viewer, filter)).total,
  });
};
