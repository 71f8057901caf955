import type { revokeInvitation as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { actorNames, appendLeaf } from '../../audit/index.ts';
import { loadInvitation, withdrawInvitation } from '../invitations/store.ts';
import { invitationState, toInvitation } from '../wire.ts';

/** Withdraws an invitation that is still open: its link stops working at once. */
export const revokeInvitation: Handler<typeof contract> = async (context, { params }) => {
  const { tx, vendor, actor, now } = context;
  const invitationId = fromId('inv', params.invitationId)!;
  const row = await loadInvitation(tx, vendor.id, invitationId, actor.organization);
  if (row === null) return refuse('not-found');
  if (!(await withdrawInvitation(tx, vendor.id, invitationId, now))) {
    return refuse('invitation-not-pending', { state: invitationState(row, now) });
  }
  await appendLeaf(context, { kind: 'revoke-invitation', subject: invitationId, facts: { organizationId: row.organization_id } });
  const withdrawn = (await loadInvitation(tx, vendor.id, invitationId, actor.organization))!;
  return accept(toInvitation(withdrawn, await actorNames(tx, vendor.id, [row.invited_by]), now));
};
