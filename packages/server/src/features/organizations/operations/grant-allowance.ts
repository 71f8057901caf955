import type { grantAllowance as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { checkAllowance } from '@muniment/domain/organizations';
import { fromId, uuidv7 } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { actorNames, actorRef } from '../../audit/index.ts';
import { recordAct } from '../../ledger/index.ts';
import { insertAllowance, loadRelation } from '../relations/store.ts';
import { loadVisible, viewerOf } from '../store.ts';
import { toAllowance } from '../wire.ts';

/** Lets one organization ship to another from now on. */
export const grantAllowance: Handler<typeof contract> = async (context, { body }) => {
  const { tx, vendor, actor, now } = context;
  const viewer = viewerOf(context);
  const from = await loadVisible(tx, viewer, fromId('org', body.fromId)!);
  if (from === null) return refuse('organization-not-found', { organizationId: body.fromId });
  const to = await loadVisible(tx, viewer, fromId('org', body.toId)!);
  if (to === null) return refuse('organization-not-found', { organizationId: body.toId });
  const possible = checkAllowance(from, to);
  if (!possible.ok) return possible;
  const id = uuidv7();
  const row = { id, fromId: from.id, toId: to.id, since: now, grantedBy: actorRef(actor) };
  if (!(await insertAllowance(tx, vendor.id, row))) return refuse('allowance-exists');
  await recordAct(context, 'grant-allowance', { allowanceId: id, fromId: from.id, toId: to.id });
  const granted = (await loadRelation(tx, 'allowances', viewer, id))!;
  return accept(toAllowance(granted, await actorNames(tx, vendor.id, [granted.granted_by])));
};
