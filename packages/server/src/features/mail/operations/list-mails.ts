import type { listMails as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { countMails, listMails as load, type MailFilter, mailKeyset } from '../store.ts';
import { toMail } from '../wire.ts';

/** The outbox, newest first. */
export const listMails: Handler<typeof contract> = async ({ tx, vendor }, { query }) => {
  const filter: MailFilter = { state: query.state ?? null, q: query.q || null };
  const opened = openPage(query, { list: 'mails', vendor: vendor.id, ...filter }, mailKeyset);
  if (!opened.ok) return opened;
  const page = cutPage(opened.value, await load(tx, vendor.id, filter, opened.value), (row) => [row.created_at.toString(), row.id]);
  return accept({ items: page.rows.map(toMail), next: page.next, total: await countMails(tx, vendor.id, filter) });
};
