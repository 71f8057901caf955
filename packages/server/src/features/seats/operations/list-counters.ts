import type { listCounters as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { currentPack } from '../../catalog/index.ts';
import { loadProject } from '../../projects/index.ts';
import { listCounters as list } from '../counters/list-store.ts';
import { toCounters } from '../counters/wire.ts';
import { viewerIn } from '../viewer.ts';

/** Seats of a project (C8). */
export const listCounters: Handler<typeof contract> = async (context, { params }) => {
  const viewer = viewerIn(context);
  const project = await loadProject(context.tx, viewer, fromId('prj', params.projectId)!);
  if (project === null) return refuse('not-found');
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  return accept({ items: toCounters(context, current, await list(context.tx, viewer, project.id)) });
};
