import type { sendTestMail as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { appendLeaf } from '../../audit/index.ts';
import { testMail } from '../file-letters.ts';
import { mailLanguage } from '../letters.ts';
import { loadMail } from '../store.ts';
import { toMail } from '../wire.ts';
import { writeMail } from '../write-mail.ts';

/** Writes a mail to an address, through the same outbox as every other: what becomes of it is seen there. */
export const sendTestMail: Handler<typeof contract> = async (context, { body }) => {
  const { tx, vendor, actor } = context;
  const language = mailLanguage(body.language, context.language);
  const id = await writeMail(context, { to: body.to, language, kind: 'test', ...testMail(language, vendor.name, actor.name) });
  await appendLeaf(context, { kind: 'send-test-mail', subject: id, facts: {} });
  return accept(toMail((await loadMail(tx, vendor.id, id))!));
};
