import type { listMails, OutputOf } from '@muniment/contract';
import { toId } from '@muniment/platform/ids';
import type { MailRow } from './store.ts';

type Mail = OutputOf<typeof listMails>['items'][number];

export function toMail(row: MailRow): Mail {
  return {
    id: toId('mail', row.id),
    to: row.recipient,
    subject: row.subject,
    kind: row.kind,
    language: row.language,
    state: row.state,
    attempts: row.attempts,
    lastError: row.last_error,
    createdAt: row.created_at.toString(),
    sentAt: row.sent_at?.toString() ?? null,
  };
}
