import type { listNamedUsers as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { loadProject } from '../../projects/index.ts';
import { countUsers, listUsers, userKeyset } from '../store.ts';
import { todayOf, toUsers, viewerIn } from '../wire.ts';

/** Named users of a project, the licensed or the unlicensed ones (A5). */
export const listNamedUsers: Handler<typeof contract> = async (context, { params, query }) => {
  const { tx, vendor, actor } = context;
  const project = await loadProject(tx, viewerIn(context), fromId('prj', params.projectId)!);
  if (project === null) return refuse('not-found');
  const { status = null, sort } = query;
  const q = query.q?.trim() || null;
  const described = { list: 'named-users', organization: actor.organization.id, projectId: project.id, q, status, sort };
  const opened = openPage(query, described, userKeyset(sort));
  if (!opened.ok) return opened;
  const filter = { projectId: project.id, q, status, today: await todayOf(context) };
  const page = cutPage(opened.value, await listUsers(tx, vendor.id, filter, opened.value, sort), (row) => [
    sort.endsWith('name') ? row.name : row.email,
    row.id,
  ]);
  return accept({ items: await toUsers(context, page.rows), next: page.next, total: await countUsers(tx, vendor.id, filter) });
};
