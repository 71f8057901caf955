import type { listOrganizations as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { countVisible, listVisible, type OrganizationFilter, organizationKeyset, viewerOf } from '../store.ts';
import { toOrganization } from '../wire.ts';

/** Visible organizations by name. */
export const listOrganizations: Handler<typeof contract> = async (context, { query }) => {
  const { tx, actor } = context;
  const viewer = viewerOf(context);
  const filter: OrganizationFilter = { kind: query.kind ?? null, q: query.q || null };
  const opened = openPage(query, { list: 'organizations', organization: actor.organization.id, ...filter }, organizationKeyset);
  if (!opened.ok) return opened;
  const page = cutPage(opened.value, await listVisible(tx, viewer, filter, opened.value), (row) => [row.name, row.id]);
  return accept({ items: page.rows.map(toOrganization), next: page.next, total: await countVisible(tx, viewer, filter) });
};
