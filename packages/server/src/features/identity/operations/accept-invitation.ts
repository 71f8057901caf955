import type { acceptInvitation as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { sha256Bytes } from '@muniment/platform/hash';
import type { Actor, Handler, Uuid } from '../../../core/context.ts';
import { appendLeaf } from '../../audit/index.ts';
import { createPerson } from '../create-person.ts';
import { findSubject } from '../credentials/store.ts';
import { type InvitationRow, loadInvitation, takeInvitation } from '../invitations/store.ts';
import { buildMe } from '../me.ts';
import { openSession } from '../sessions.ts';

function actorOf(invitation: InvitationRow, personId: Uuid, sessionId: Uuid, name: string): Actor {
  return {
    kind: 'person',
    id: personId,
    name,
    organization: { id: invitation.organization_id, name: invitation.organization_name, kind: invitation.organization_kind },
    role: invitation.role,
    scopes: ['all'],
    sessionId,
    language: invitation.language,
  };
}

/** Becomes a person with the secret of a mailed link, once and in time, and is signed in. */
export const acceptInvitation: Handler<typeof contract> = async (context, { body }) => {
  const { tx, vendor, now } = context;
  const invitationId = await findSubject(tx, vendor.id, sha256Bytes(body.token), 'invitation');
  if (invitationId === null || !(await takeInvitation(tx, vendor.id, invitationId, now))) return refuse('link-not-valid');
  const invitation = (await loadInvitation(tx, vendor.id, invitationId, null))!;
  const { email, role, language, organization_id: organizationId } = invitation;
  const created = await createPerson(context, {
    email,
    name: body.name,
    language,
    password: body.password,
    memberships: [{ organizationId, role }],
  });
  if (!created.ok) return created;
  const { personId } = created.value;
  const session = await openSession(context, personId);
  const signedIn = { ...context, actor: actorOf(invitation, personId, session.id, body.name.trim()) };
  await appendLeaf(signedIn, { kind: 'accept-invitation', subject: personId, facts: { invitationId, role, sessionId: session.id } });
  const me = await buildMe(signedIn);
  return { ...accept({ token: session.token, expiresAt: session.expiresAt.toString(), me }), session: session.cookie };
};
