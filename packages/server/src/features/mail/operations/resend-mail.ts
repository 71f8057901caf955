import type { resendMail as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { appendLeaf } from '../../audit/index.ts';
import { enqueueSending, loadMail, waitAgain } from '../store.ts';
import { toMail } from '../wire.ts';

/** Sends a mail once more: one that failed, was kept, or got lost after it was sent. */
export const resendMail: Handler<typeof contract> = async (context, { params }) => {
  const { tx, vendor, now } = context;
  const mailId = fromId('mail', params.mailId)!;
  if ((await loadMail(tx, vendor.id, mailId)) === null) return refuse('not-found');
  if (!(await waitAgain(tx, vendor.id, mailId))) return refuse('mail-waiting');
  await enqueueSending(tx, mailId, now);
  await appendLeaf(context, { kind: 'resend-mail', subject: mailId, facts: {} });
  return accept(toMail((await loadMail(tx, vendor.id, mailId))!));
};
