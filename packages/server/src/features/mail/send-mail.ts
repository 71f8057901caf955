import type { Job, JobTask } from '@muniment/platform/jobs';
import type { Mailer, Sent } from '@muniment/platform/mail';
import { inTransaction, type Pool } from '@muniment/platform/postgres';
import { loadMail, type MailState, saveAttempt } from './store.ts';

/** What jobs of this feature reach: made once in the composition root. */
export interface MailJobParts {
  readonly pool: Pool;
  readonly mailer: Mailer;
}

/** A failure that may pass is tried again by the job; the last try decides. */
function stateAfter(sent: Sent, job: Job): MailState {
  if (sent.state !== 'failed') return sent.state;
  return sent.permanent || job.attempt >= job.maxAttempts ? 'failed' : 'waiting';
}

/**
 * Sends one mail of the outbox. Nothing is locked while the mail server takes its time; a crash between sending and
 * noting it sends the mail again under the same message id.
 */
export function createSendMail({ pool, mailer }: MailJobParts): JobTask {
  return async (job) => {
    const { mailId } = job.data as { readonly mailId: string };
    const vendorId = job.vendorId!;
    const mail = await inTransaction(pool, { vendorId, readOnly: true }, (tx) => loadMail(tx, vendorId, mailId));
    if (mail === null || mail.state !== 'waiting') return;
    const sent = await mailer.send({ id: mail.id, to: mail.recipient, subject: mail.subject, text: mail.body_text, html: mail.body_html });
    const state = stateAfter(sent, job);
    const error = sent.state === 'failed' ? sent.reason.slice(0, 2000) : null;
    await inTransaction(pool, { vendorId }, (tx) =>
      saveAttempt(tx, vendorId, mailId, { state, error, sentAt: state === 'sent' ? job.now : null }),
    );
    if (state === 'waiting') throw new Error(`The mail server did not take mail ${mailId}: ${error}`);
  };
}
