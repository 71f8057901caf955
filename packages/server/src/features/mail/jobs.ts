import type { JobTask } from '@muniment/platform/jobs';
import { createSendMail, type MailJobParts } from './send-mail.ts';

export function mailJobs(parts: MailJobParts): Readonly<Record<'send-mail', JobTask>> {
  return {
    'send-mail': createSendMail(parts),
  };
}
