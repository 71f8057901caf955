import type { getCustomerId as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId, toId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { viewerOf } from '../../devices/index.ts';
import { loadProject } from '../../projects/index.ts';
import { loadCustomerId } from '../customer-ids-store.ts';

/** What is entered into a controller of a project (E1): for those who may let one in anyway. */
export const getCustomerId: Handler<typeof contract> = async (context, { params }) => {
  const { tx, vendor } = context;
  const project = await loadProject(tx, viewerOf(context), fromId('prj', params.projectId)!);
  if (project === null) return refuse('not-found');
  const { customer_id, since } = await loadCustomerId(tx, vendor.id, project.id);
  return accept({ project: { id: toId('prj', project.id), name: project.name }, customerId: customer_id, since: since.toString() });
};
