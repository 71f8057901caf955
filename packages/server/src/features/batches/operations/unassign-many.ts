import type { unassignMany as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { loadProject } from '../../projects/index.ts';
import { unassignAmong } from '../../terms/index.ts';
import { assigneesOf } from '../assignees.ts';
import { unassignManyKind } from '../kinds/unassign-many.ts';
import { previewMany } from '../preview-many.ts';
import { startBatch, viewerOf } from '../start-batch.ts';

/** Starts to take licences off many devices or users: what is left of each comes back to the pool (A9, A13). */
export const unassignMany: Handler<typeof contract> = async (context, { params, body }) => {
  const project = await loadProject(context.tx, viewerOf(context), fromId('prj', params.projectId)!);
  if (project === null) return refuse('not-found');
  const { deviceIds, userIds, devices, expected, ...how } = body;
  const items = await assigneesOf(context, project, { deviceIds, userIds, devices, expected });
  if (!items.ok) return items;
  const about = { customerId: project.customer_id, projectId: project.id };
  const batch = await startBatch(context, unassignManyKind, { ...about, settings: { projectId: project.id, ...how }, items: items.value });
  const preview = await previewMany(context, items.value, async (acting, whom) => {
    const done = await unassignAmong(acting, { params, query: {}, body: { ...how, ...whom } }, true);
    if (!done.ok) return done;
    if ('file' in done.value) throw new Error('An act on licences is no file');
    return accept(done.value.removals[0]!);
  });
  return accept({ ...batch, preview });
};
