import type { listBin as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { countBin, listBin as load, newestFirst, oldestFirst } from '../store.ts';
import { toOrders } from '../wire.ts';

/** Orders with units still in the organization's bin (B2). */
export const listBin: Handler<typeof contract> = async (context, { query }) => {
  const { tx, vendor, actor } = context;
  const filter = { q: query.q?.trim() || null, partClass: query.class };
  const keyset = query.sort === 'shipped' ? oldestFirst : newestFirst;
  const opened = openPage(query, { list: 'bin', organization: actor.organization.id, ...filter }, keyset);
  if (!opened.ok) return opened;
  const rows = await load(tx, vendor.id, actor.organization.id, filter, opened.value);
  const page = cutPage(opened.value, rows, (row) => [row.shipped_at.toString(), row.id]);
  return accept({
    items: await toOrders(context, page.rows),
    next: page.next,
    total: await countBin(tx, vendor.id, actor.organization.id, filter),
  });
};
