import type { startServes as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { checkServes } from '@muniment/domain/organizations';
import { fromId, uuidv7 } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { recordAct } from '../../ledger/index.ts';
import { insertServes, loadRelation } from '../relations/store.ts';
import { loadVisible, viewerOf } from '../store.ts';
import { toServes } from '../wire.ts';

/** Lets a partner look after a customer from now on. */
export const startServes: Handler<typeof contract> = async (context, { body }) => {
  const { tx, vendor, now } = context;
  const viewer = viewerOf(context);
  const partner = await loadVisible(tx, viewer, fromId('org', body.partnerId)!);
  if (partner === null) return refuse('organization-not-found', { organizationId: body.partnerId });
  const customer = await loadVisible(tx, viewer, fromId('org', body.customerId)!);
  if (customer === null) return refuse('organization-not-found', { organizationId: body.customerId });
  const possible = checkServes(partner, customer);
  if (!possible.ok) return possible;
  const id = uuidv7();
  if (!(await insertServes(tx, vendor.id, { id, partnerId: partner.id, customerId: customer.id, since: now })))
    return refuse('already-serves');
  await recordAct(context, 'start-serves', { servesId: id, partnerId: partner.id }, { customerId: customer.id });
  return accept(toServes((await loadRelation(tx, 'serves', viewer, id))!));
};
