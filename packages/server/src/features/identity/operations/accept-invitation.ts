import type { acceptInvitation as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { sha256Bytes } from '@muniment/platform/hash';
import type { Actor, PreparedHandler, Uuid } from '../../../core/context.ts';
import { appendLeaf } from '../../audit/index.ts';
import { createPerson } from '../create-person.ts';
import { findSubject } from '../credentials/store.ts';
import { type InvitationRow, loadInvitation, takeInvitation } from '../invitations/store.ts';
import { buildMe } from '../me.ts';
import { hashPassword } from '../passwords.ts';
import { openSession } from '../sessions.ts';
import { invitationState } from '../wire.ts';

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
export const acceptInvitation: PreparedHandler<typeof contract> = {
  async prepare({ vendor, now, read }, { body }) {
    const invitation = await read(async (tx) => {
      const id = await findSubject(tx, vendor.id, sha256Bytes(body.token), 'invitation');
      return id === null ? null : await loadInvitation(tx, vendor.id, id, null);
    });
    // A link that is not good costs nobody the time of a hash.
    if (invitation === null || invitationState(invitation, now) !== 'pending') return async () => refuse('link-not-valid');
    const passwordHash = await hashPassword(body.password);
    const { id: invitationId, email, role, language, organization_id: organizationId } = invitation;
    return async (context) => {
      if (!(await takeInvitation(context.tx, vendor.id, invitationId, now))) return refuse('link-not-valid');
      const person = { email, name: body.name, language, passwordHash, memberships: [{ organizationId, role }] };
      const created = await createPerson(context, person);
      if (!created.ok) return created;
      const { personId } = created.value;
      const session = await openSession(context, personId);
      const signedIn = { ...context, actor: actorOf(invitation, personId, session.id, body.name.trim()) };
      await appendLeaf(signedIn, { kind: 'accept-invitation', subject: personId, facts: { invitationId, role, sessionId: session.id } });
      const me = await buildMe(signedIn);
      return { ...accept({ token: session.token, expiresAt: session.expiresAt.toString(), me }), session: session.cookie };
    };
  },
};
