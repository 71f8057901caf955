import type { createProject as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId, uuidv7 } from '@muniment/platform/ids';
import type { Context, Handler, Uuid } from '../../../core/context.ts';
import { recordAct } from '../../ledger/index.ts';
import { indexProject } from '../index-project.ts';
import { insertProject, loadProject, seesCustomer } from '../store.ts';
import { toProjectDetails, viewerIn } from '../wire.ts';

/** A customer need not say which customer. */
async function customerOf(context: Context, asked: string | undefined): Promise<Uuid | null> {
  const { kind, id } = context.actor.organization;
  const customerId = asked === undefined ? (kind === 'customer' ? id : null) : fromId('org', asked);
  return customerId !== null && (await seesCustomer(context.tx, viewerIn(context), customerId)) ? customerId : null;
}

/** Adds a project; the customer id that its controllers are given is made with it (E1). */
export const createProject: Handler<typeof contract> = async (context, { body }) => {
  const { tx, vendor, now } = context;
  const customerId = await customerOf(context, body.customerId);
  if (customerId === null) return refuse('customer-not-found');
  const row = { id: uuidv7(), customer_id: customerId, name: body.name.trim(), created_at: now };
  await insertProject(tx, vendor.id, row);
  await indexProject(context, row);
  await recordAct(context, 'create-project', { projectId: row.id }, { customerId, projectId: row.id });
  return accept(await toProjectDetails(context, (await loadProject(tx, viewerIn(context), row.id))!));
};
