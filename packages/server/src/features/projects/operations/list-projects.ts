import type { listProjects as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { currentPack } from '../../catalog/index.ts';
import { countProjects, listProjects as load, projectKeyset } from '../store.ts';
import { toProject, viewerIn } from '../wire.ts';

/** Projects of the customers the organization sees: its own, those it serves, all. */
export const listProjects: Handler<typeof contract> = async (context, { query }) => {
  const { tx, actor } = context;
  const viewer = viewerIn(context);
  const { customerId = null, q = null, sort } = query;
  const opened = openPage(query, { list: 'projects', organization: actor.organization.id, customerId, q, sort }, projectKeyset(sort));
  if (!opened.ok) return opened;
  const filter = {
    customerId: customerId === null ? null : fromId('org', customerId),
    text: q ? (fromId('prj', q) ?? q) : null,
  };
  const pack = (await currentPack(context))?.pack;
  const page = cutPage(opened.value, await load(tx, viewer, filter, opened.value, sort), (row) => [
    sort.endsWith('name') ? row.name : row.created_at.toString(),
    row.id,
  ]);
  return accept({
    items: page.rows.map((row) => toProject(row, pack)),
    next: page.next,
    total: await countProjects(tx, viewer, filter),
  });
};
