import type { listAllowances as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { actorNames } from '../../audit/index.ts';
import { countRelations, listRelations, relationKeyset } from '../relations/store.ts';
import { viewerOf } from '../store.ts';
import { toAllowance } from '../wire.ts';

/** Who may ship to whom: all of it for the vendor, else the open ones of one's own organization. */
export const listAllowances: Handler<typeof contract> = async (context, { query }) => {
  const { tx, vendor, actor } = context;
  const viewer = viewerOf(context);
  const filter = { rightId: null, organizationId: query.organizationId === undefined ? null : fromId('org', query.organizationId) };
  const opened = openPage(query, { list: 'allowances', organization: actor.organization.id, ...filter }, relationKeyset);
  if (!opened.ok) return opened;
  const rows = await listRelations(tx, 'allowances', viewer, filter, opened.value);
  const page = cutPage(opened.value, rows, (row) => [row.since.toString(), row.id]);
  const names = await actorNames(
    tx,
    vendor.id,
    page.rows.map((row) => row.granted_by),
  );
  const items = page.rows.map((row) => toAllowance(row, names));
  return accept({ items, next: page.next, total: await countRelations(tx, 'allowances', viewer, filter) });
};
