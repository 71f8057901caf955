import type { listCustomers as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { countCustomers, customerKeyset, listCustomers as load } from '../customers-store.ts';
import { toCustomers, viewerOf } from '../wire.ts';

/** Customers the organization looks after, found by part of their name. */
export const listCustomers: Handler<typeof contract> = async (context, { query }) => {
  const { tx, actor } = context;
  const viewer = viewerOf(context);
  const filter = { list: 'customers', organization: actor.organization.id, q: query.q ?? null, sort: query.sort };
  const opened = openPage(query, filter, customerKeyset(query.sort));
  if (!opened.ok) return opened;
  const text = query.q || null;
  const page = cutPage(opened.value, await load(tx, viewer, text, opened.value, query.sort), (row) => [
    query.sort.endsWith('name') ? row.name : row.created_at.toString(),
    row.id,
  ]);
  return accept({ items: await toCustomers(tx, viewer, page.rows), next: page.next, total: await countCustomers(tx, viewer, text) });
};
