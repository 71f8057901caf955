import { accept, type Decision, refuse } from '@muniment/domain';
import { randomToken, sha256Bytes } from '@muniment/platform/hash';
import { uuidv7 } from '@muniment/platform/ids';
import type { Temporal } from 'temporal-polyfill';
import type { Actor, Context, OrganizationFacts, Role, Uuid } from '../../core/context.ts';
import { invitationMail, writeMail } from '../mail/index.ts';
import { insertCredential } from './credentials/store.ts';
import { insertInvitation, replaceInvitations } from './invitations/store.ts';
import { findByEmail } from './store.ts';

/** How long an invitation can be accepted. */
const invitationDays = 7;

export interface NewInvitation {
  readonly email: string;
  readonly role: Role;
  readonly organization: Pick<OrganizationFacts, 'id' | 'name'>;
  /** ISO 639-1: of the mail and, at first, of the person. */
  readonly language: string;
  /** Who invites, as `actorRef` writes it. */
  readonly invitedBy: string;
  /** Their name for the mail, null for nobody in particular. */
  readonly invitedByName: string | null;
}

export interface CreatedInvitation {
  readonly invitationId: Uuid;
  readonly expiresAt: Temporal.Instant;
  /** The address that accepts it. The secret stands in its fragment, which browsers send to no server. */
  readonly link: string;
}

/** What a link into this installation needs to know. */
export type LinkContext = Pick<Context<Actor | null>, 'vendor'> & { readonly services: Pick<Context['services'], 'publicUrl'> };

/** Where a mailed link leads: the secret is in the fragment, out of logs and referrers. */
export function linkTo(context: LinkContext, page: 'invitation' | 'password-reset', token: string): string {
  const { vendor, services } = context;
  return `${services.publicUrl}/${page}#token=${token}&vendor=${encodeURIComponent(vendor.slug)}`;
}

/** Invites somebody by mail. An open invitation of the same address to the same organization is replaced. */
export async function createInvitation(
  context: Pick<Context<Actor | null>, 'tx' | 'now'> & LinkContext,
  invitation: NewInvitation,
): Promise<Decision<CreatedInvitation, 'email-taken'>> {
  const { tx, now, vendor } = context;
  const email = invitation.email.trim();
  if ((await findByEmail(tx, vendor.id, email)) !== null) return refuse('email-taken');
  const { role, organization, language } = invitation;
  await replaceInvitations(tx, vendor.id, organization.id, email, now);
  const id = uuidv7();
  const token = randomToken();
  const expiresAt = now.add({ hours: invitationDays * 24 });
  await insertInvitation(tx, vendor.id, {
    id,
    organization_id: organization.id,
    email,
    role,
    language,
    invited_by: invitation.invitedBy,
    created_at: now,
    expires_at: expiresAt,
  });
  await insertCredential(tx, vendor.id, sha256Bytes(token), 'invitation', id);
  const link = linkTo(context, 'invitation', token);
  const written = invitationMail(language, {
    vendor: vendor.name,
    organization: organization.name,
    invitedBy: invitation.invitedByName,
    days: invitationDays,
    url: link,
  });
  await writeMail(context, { to: email, language, kind: 'invitation', ...written });
  return accept({ invitationId: id, expiresAt, link });
}
