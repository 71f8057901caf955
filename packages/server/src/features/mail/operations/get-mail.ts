import type { getMail as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { loadMail } from '../store.ts';
import { toMail } from '../wire.ts';

/** One mail as it was or will be sent. */
export const getMail: Handler<typeof contract> = async ({ tx, vendor }, { params }) => {
  const mail = await loadMail(tx, vendor.id, fromId('mail', params.mailId)!);
  if (mail === null) return refuse('not-found');
  return accept({ mail: toMail(mail), text: mail.body_text, html: mail.body_html });
};
