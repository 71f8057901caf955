import type { listTransfers as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { askedProject } from '../../projects/index.ts';
import { countTransfers, listTransfers as load, transferKeyset } from '../store.ts';
import { todayOf, toTransfers, viewerIn } from '../wire.ts';

/** What was offered to the projects the organization sees, and by them. */
export const listTransfers: Handler<typeof contract> = async (context, { query }) => {
  const { tx, actor } = context;
  const viewer = viewerIn(context);
  const { direction = null, state = null } = query;
  const project = await askedProject(tx, viewer, query.projectId);
  if (!project.ok) return project;
  const projectId = project.value;
  const described = { list: 'transfers', organization: actor.organization.id, projectId, direction, state };
  const opened = openPage(query, described, transferKeyset);
  if (!opened.ok) return opened;
  const filter = { projectId, direction, state, today: await todayOf(context) };
  const page = cutPage(opened.value, await load(tx, viewer, filter, opened.value), (row) => [row.offered_at.toString(), row.id]);
  return accept({ items: await toTransfers(context, page.rows), next: page.next, total: await countTransfers(tx, viewer, filter) });
};
