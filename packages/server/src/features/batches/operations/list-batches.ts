import type { listBatches as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { askedProject } from '../../projects/index.ts';
import { viewerOf } from '../start-batch.ts';
import { type BatchFilter, batchKeyset, countBatches, listBatches as load } from '../store.ts';
import { toBatches } from '../wire.ts';

/** Long work that the own organization started, newest first (A13). */
export const listBatches: Handler<typeof contract> = async (context, { query }) => {
  const { tx, actor } = context;
  const viewer = viewerOf(context);
  const project = await askedProject(tx, viewer, query.projectId);
  if (!project.ok) return project;
  const filter: BatchFilter = {
    state: query.state ?? null,
    kind: query.kind ?? null,
    projectId: project.value,
  };
  const opened = openPage(query, { list: 'batches', organization: actor.organization.id, ...filter }, batchKeyset);
  if (!opened.ok) return opened;
  const page = cutPage(opened.value, await load(tx, viewer, filter, opened.value), (row) => [row.created_at.toString(), row.id]);
  return accept({ items: await toBatches(context, page.rows), next: page.next, total: await countBatches(tx, viewer, filter) });
};
