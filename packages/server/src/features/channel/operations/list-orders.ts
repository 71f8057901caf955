import type { listOrders as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { countOrders, listOrders as load, newestFirst, oldestFirst } from '../store.ts';
import { toOrders } from '../wire.ts';

/** Orders the organization received or shipped. */
export const listOrders: Handler<typeof contract> = async (context, { query }) => {
  const { tx, vendor, actor } = context;
  const filter = { q: query.q?.trim() || null, receiverId: query.receiverId === undefined ? null : fromId('org', query.receiverId) };
  const keyset = query.sort === 'shipped' ? oldestFirst : newestFirst;
  const opened = openPage(query, { list: 'orders', organization: actor.organization.id, ...filter }, keyset);
  if (!opened.ok) return opened;
  const rows = await load(tx, vendor.id, actor.organization, filter, opened.value);
  const page = cutPage(opened.value, rows, (row) => [row.shipped_at.toString(), row.id]);
  return accept({
    items: await toOrders(context, page.rows),
    next: page.next,
    total: await countOrders(tx, vendor.id, actor.organization, filter),
  });
};
