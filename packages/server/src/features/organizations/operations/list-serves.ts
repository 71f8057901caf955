import type { listServes as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { countRelations, listRelations, relationKeyset } from '../relations/store.ts';
import { viewerOf } from '../store.ts';
import { toServes } from '../wire.ts';

/** Which partner looks after which customer: all of it for the vendor, else the open ones of one's own organization. */
export const listServes: Handler<typeof contract> = async (context, { query }) => {
  const { tx, actor } = context;
  const viewer = viewerOf(context);
  const idOf = (id: string | undefined) => (id === undefined ? null : fromId('org', id));
  const filter = { rightId: idOf(query.customerId), organizationId: idOf(query.organizationId) };
  const opened = openPage(query, { list: 'serves', organization: actor.organization.id, ...filter }, relationKeyset);
  if (!opened.ok) return opened;
  const rows = await listRelations(tx, 'serves', viewer, filter, opened.value);
  const page = cutPage(opened.value, rows, (row) => [row.since.toString(), row.id]);
  return accept({ items: page.rows.map(toServes), next: page.next, total: await countRelations(tx, 'serves', viewer, filter) });
};
