import type { mailOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { getMail } from './operations/get-mail.ts';
import { listMails } from './operations/list-mails.ts';
import { resendMail } from './operations/resend-mail.ts';
import { sendTestMail } from './operations/send-test-mail.ts';

export const mailRoutes = {
  'list-mails': listMails,
  'get-mail': getMail,
  'resend-mail': resendMail,
  'send-test-mail': sendTestMail,
} satisfies Routes<typeof mailOperations>;
