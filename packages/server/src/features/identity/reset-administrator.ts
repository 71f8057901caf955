import { accept, type Decision, refuse } from '@muniment/domain';
import type { Temporal } from 'temporal-polyfill';
import type { Context } from '../../core/context.ts';
import { actorRef, appendLeaf } from '../audit/index.ts';
import { createInvitation } from './create-invitation.ts';
import { openReset } from './open-reset.ts';
import { listAdministrators } from './store.ts';

export interface ResetAdministrator {
  /** What the link is for: a new password of an administrator, or becoming the first one. */
  readonly kind: 'password-reset' | 'invitation';
  readonly link: string;
  readonly expiresAt: Temporal.Instant;
}

/**
 * A link by which a vendor gets its administration back: a new password for the administrator with the address, or,
 * where nobody administers the vendor yet, an invitation to whoever has the address. Anybody else is invited by an
 * administrator.
 */
export async function resetAdministrator(
  context: Context,
  wanted: { readonly email: string; readonly language: string },
): Promise<Decision<ResetAdministrator, 'not-an-administrator' | 'email-taken'>> {
  const { tx, vendor, actor } = context;
  const { organization } = actor;
  const email = wanted.email.trim();
  const administrators = await listAdministrators(tx, vendor.id);
  const person = administrators.find((one) => one.email.toLowerCase() === email.toLowerCase());
  if (person !== undefined) {
    // No pause after the last one: nobody can flood a mailbox with what is printed here.
    const { resetId, link, expiresAt } = await openReset(context, person.id);
    await appendLeaf(context, { kind: 'reset-administrator', subject: person.id, facts: { resetId } });
    return accept({ kind: 'password-reset', link, expiresAt });
  }
  if (administrators.length > 0) {
    return refuse('not-an-administrator', { email, vendor: vendor.slug, administrators: administrators.map((one) => one.email) });
  }
  const role = 'administrator' as const;
  const asked = { email, role, organization, language: wanted.language, invitedBy: actorRef(actor), invitedByName: null };
  const invited = await createInvitation(context, asked);
  if (!invited.ok) return invited;
  const { invitationId, link, expiresAt } = invited.value;
  await appendLeaf(context, { kind: 'reset-administrator', subject: invitationId, facts: { organizationId: organization.id, role } });
  return accept({ kind: 'invitation', link, expiresAt });
}
