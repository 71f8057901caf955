import type { createOrganization as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { recordAct } from '../../ledger/index.ts';
import { createPartner } from '../create-organization.ts';
import { loadVisible, viewerOf } from '../store.ts';
import { toOrganization } from '../wire.ts';

/** Adds a distributor or dealer. */
export const createOrganization: Handler<typeof contract> = async (context, { body }) => {
  const created = await createPartner(context, body);
  if (!created.ok) return created;
  const { id, kind } = created.value;
  await recordAct(context, 'create-organization', { organizationId: id, kind });
  return accept(toOrganization((await loadVisible(context.tx, viewerOf(context), id))!));
};
