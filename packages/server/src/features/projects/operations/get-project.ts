import type { getProject as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { loadProject } from '../store.ts';
import { toProjectDetails, viewerIn } from '../wire.ts';

/** One project, with how many of its devices and users are licensed (A5). */
export const getProject: Handler<typeof contract> = async (context, { params }) => {
  const row = await loadProject(context.tx, viewerIn(context), fromId('prj', params.projectId)!);
  return row === null ? refuse('not-found') : accept(await toProjectDetails(context, row));
};
