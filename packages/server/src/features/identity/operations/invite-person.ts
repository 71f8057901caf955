import type { invitePerson as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { can, checkRoleFor } from '@muniment/domain/identity';
import { fromId } from '@muniment/platform/ids';
import type { Context, Handler, OrganizationFacts } from '../../../core/context.ts';
import { actorNames, actorRef, appendLeaf } from '../../audit/index.ts';
import { mailLanguage } from '../../mail/index.ts';
import { seesOrganization } from '../../organizations/index.ts';
import { createInvitation } from '../create-invitation.ts';
import { loadInvitation } from '../invitations/store.ts';
import { loadOrganization } from '../store.ts';
import { toInvitation, withinScope } from '../wire.ts';

/** The organization invited to, if the actor sees it: its own unless another is named. */
async function organizationFor(context: Context, wanted: string | undefined): Promise<OrganizationFacts | null> {
  if (wanted === undefined) return context.actor.organization;
  const id = fromId('org', wanted);
  if (id === null || !(await seesOrganization(context, id))) return null;
  return loadOrganization(context.tx, context.vendor.id, id);
}

/** Invites a person by mail to one's own organization; the vendor's administrators to any. */
export const invitePerson: Handler<typeof contract> = async (context, { body }) => {
  const { tx, vendor, actor, now } = context;
  const organization = await organizationFor(context, body.organizationId);
  if (organization === null) return refuse('organization-not-found');
  const allowed = can(withinScope(actor), 'people.write', { organizationId: organization.id });
  if (!allowed.ok) return allowed;
  const fitting = checkRoleFor(organization.kind, body.role);
  if (!fitting.ok) return fitting;
  const created = await createInvitation(context, {
    email: body.email,
    role: body.role,
    organization,
    language: body.language ?? mailLanguage(actor.language, context.language),
    invitedBy: actorRef(actor),
    invitedByName: actor.kind === 'person' ? actor.name : null,
  });
  if (!created.ok) return created;
  const { invitationId } = created.value;
  await appendLeaf(context, { kind: 'invite-person', subject: invitationId, facts: { organizationId: organization.id, role: body.role } });
  const row = (await loadInvitation(tx, vendor.id, invitationId, null))!;
  return accept(toInvitation(row, await actorNames(tx, vendor.id, [row.invited_by]), now));
};
