import type { listBatches as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { viewerOf } from '../start-batch.ts';
import { type BatchFilter, batchKeyset, countBatches, listBatches as load } from '../store.ts';
import { toBatches } from '../wire.ts';

/** Long work that the own organization started, newest first (A13). */
export const listBatches: Handler<typeof contract> = async (context, { query }) => {
  const { tx, actor } = context;
  const filter: BatchFilter = {
    state: query.state ?? null,
    kind: query.kind ?? null,
    projectId: query.projectId === undefined ? null : fromId('prj', query.projectId),
  };
  const opened = openPage(query, { list: 'batches', organization: actor.organization.id, ...filter }, batchKeyset);
  if (!opened.ok) return opened;
  const viewer = viewerOf(context);
  const page = cutPage(opened.value, await load(tx, viewer, filter, opened.value), (row) => [row.created_at.toString(), row.id]);
  return accept({ items: await toBatches(context, page.rows), next: page.next, total: await countBatches(tx, viewer, filter) });
};
