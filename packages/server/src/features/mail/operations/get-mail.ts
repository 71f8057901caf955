import type { getMail as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { can } from '@muniment/domain/identity';
import { fromId } from '@muniment/platform/ids';
import type { Actor, Handler } from '../../../core/context.ts';
import { loadMail, type MailRow } from '../store.ts';
import { toMail } from '../wire.ts';

/**
 * Whoever has the secret of a link is the person it was mailed to. So it is shown only while nobody else may have it, and
 * only to those who run the outbox: not to readers, not to keys made for reading, never once a mail server took the mail.
 */
function mayFollowLinks({ organization, role, scopes }: Actor, mail: MailRow): boolean {
  const asked = { organizationId: organization.id, organizationKind: organization.kind, role, scopes };
  return mail.state !== 'sent' && can(asked, 'mail.write').ok;
}

const withoutSecrets = (text: string) => text.replaceAll(/#token=[\w-]+/g, '#token=…');

/** One mail as it was or will be sent. */
export const getMail: Handler<typeof contract> = async ({ tx, vendor, actor }, { params }) => {
  const mail = await loadMail(tx, vendor.id, fromId('mail', params.mailId)!);
  if (mail === null) return refuse('not-found');
  const show = mayFollowLinks(actor, mail) ? (text: string) => text : withoutSecrets;
  return accept({ mail: toMail(mail), text: show(mail.body_text), html: show(mail.body_html) });
};
