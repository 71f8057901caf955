import type { listOperations as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { viewerOf } from '../../devices/index.ts';
import { askedProject } from '../../projects/index.ts';
import { countOperations, historyKeyset, listOperations as load } from '../store.ts';
import { filterOf, toOperations, zoneOf } from '../wire.ts';

/** History, newest first: every act the organization may see, of one object or of all. */
export const listOperations: Handler<typeof contract> = async (context, { query }) => {
  const { tx, actor } = context;
  const viewer = viewerOf(context);
  const project = await askedProject(tx, viewer, query.projectId);
  if (!project.ok) return project;
  const filter = filterOf(query, await zoneOf(context));
  const opened = openPage(query, { list: 'operations', organization: actor.organization.id, ...filter }, historyKeyset);
  if (!opened.ok) return opened;
  const page = cutPage(opened.value, await load(tx, viewer, filter, opened.value), (row) => [row.at.toString(), row.id]);
  return accept({ items: await toOperations(context, page.rows), next: page.next, total: await countOperations(tx, viewer, filter) });
};
