import { z } from 'zod';
import * as c from '../common.ts';
import { operation } from '../operation.ts';

const mail = z
  .object({
    id: c.mailId,
    to: z.string(),
    subject: z.string(),
    kind: z.string(),
    language: c.language,
    state: z.enum(['waiting', 'sent', 'failed', 'kept']).meta({ description: 'kept: no mail server is set, the mail is read here' }),
    attempts: z.int(),
    lastError: z.string().nullable(),
    createdAt: c.instant,
    sentAt: c.instant.nullable(),
  })
  .meta({ id: 'Mail' });

const feature = 'mail';

export const listMails = operation({
  id: 'list-mails',
  feature,
  method: 'GET',
  path: '/v1/mails',
  summary: 'Mails Muniment wrote: waiting, sent, failed, or kept for reading here',
  access: 'can:mail.read',
  query: z.object({ ...c.pageQuery, q: z.string().max(200).optional(), state: z.enum(['waiting', 'sent', 'failed', 'kept']).optional() }),
  response: c.page(mail),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'mails', verb: 'list' },
});

export const getMail = operation({
  id: 'get-mail',
  feature,
  method: 'GET',
  path: '/v1/mails/:mailId',
  summary: 'One mail with its text',
  access: 'can:mail.read',
  params: z.object({ mailId: c.mailId }),
  response: z.object({ mail, text: z.string(), html: z.string() }),
  cli: { noun: 'mails', verb: 'show' },
});

export const resendMail = operation({
  id: 'resend-mail',
  feature,
  method: 'POST',
  path: '/v1/mails/:mailId/resend',
  summary: 'Send a mail once more',
  access: 'can:mail.write',
  params: z.object({ mailId: c.mailId }),
  response: mail,
  refusals: ['mail-waiting'],
  cli: { noun: 'mails', verb: 'resend' },
});

export const sendTestMail = operation({
  id: 'send-test-mail',
  feature,
  method: 'POST',
  path: '/v1/mails/test',
  summary: 'Write a mail to an address, to see whether mails arrive',
  access: 'can:mail.write',
  status: 201,
  body: z.object({ to: c.email, language: c.language.optional().meta({ description: 'Else your own' }) }),
  response: mail,
  cli: { noun: 'mails', verb: 'test' },
});

export const mailOperations = [listMails, getMail, resendMail, sendTestMail] as const;
