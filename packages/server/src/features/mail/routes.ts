import type { mailOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { getMail } from './operations/get-mail.ts';
import { listMails } from './operations/list-mails.ts';
import { resendMail } from './operations/resend-mail.ts';

export const mailRoutes = {
  'list-mails': listMails,
  'get-mail': getMail,
  'resend-mail': resendMail,
} satisfies Routes<typeof mailOperations>;
