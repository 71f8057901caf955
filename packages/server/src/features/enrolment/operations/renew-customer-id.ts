import type { renewCustomerId as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId, randomUuid, toId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { viewerOf } from '../../devices/index.ts';
import { recordAct } from '../../ledger/index.ts';
import { loadProject, lockProject } from '../../projects/index.ts';
import { saveCustomerId } from '../customer-ids-store.ts';

/** Takes a customer id that strangers know out of use; devices that asked with it before are known by their keys. */
export const renewCustomerId: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor, now, dryRun } = context;
  const project = await loadProject(tx, viewerOf(context), fromId('prj', params.projectId)!);
  if (project === null) return refuse('not-found');
  // Whoever asks at this moment is answered before or after, and not in between.
  await lockProject(tx, vendor.id, project.id);
  const customerId = randomUuid();
  await saveCustomerId(tx, vendor.id, project.id, { customer_id: customerId, since: now });
  const about = { customerId: project.customer_id, projectId: project.id, reason: body.reason ?? null };
  await recordAct(context, 'renew-customer-id', { projectId: project.id }, about);
  return accept({
    project: { id: toId('prj', project.id), name: project.name },
    customerId: dryRun ? null : customerId,
    since: now.toString(),
  });
};
