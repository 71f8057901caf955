import { uuidv7 } from '@muniment/platform/ids';
import type { Actor, Context, Uuid } from '../../core/context.ts';
import { enqueueSending, insertMail } from './store.ts';

/** What writing a mail needs of a context. */
export type MailContext = Pick<Context<Actor | null>, 'tx' | 'now' | 'vendor'>;

export interface NewMail {
  readonly to: string;
  /** ISO 639-1: the language the texts are in. */
  readonly language: string;
  /** What it is about, such as `order-shipped`. */
  readonly kind: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Writes a mail into the outbox in the act's transaction, with the job that sends it: both are there, or neither. Answers its id. */
export async function writeMail(context: MailContext, mail: NewMail): Promise<Uuid> {
  const { tx, now, vendor } = context;
  const id = uuidv7();
  await insertMail(tx, vendor.id, {
    id,
    recipient: mail.to,
    subject: mail.subject,
    body_text: mail.text,
    body_html: mail.html,
    kind: mail.kind,
    language: mail.language,
    created_at: now,
  });
  await enqueueSending(tx, id, now);
  return id;
}
