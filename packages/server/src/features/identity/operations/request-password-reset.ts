import type { requestPasswordReset as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { appendLeaf } from '../../audit/index.ts';
import { enqueueReset } from '../store.ts';

/** Always answers the same, at the same pace: whether somebody has the address is found out by the job. */
export const requestPasswordReset: Handler<typeof contract> = async (context, { body }) => {
  await enqueueReset(context.tx, { email: body.email.trim(), publicUrl: context.services.publicUrl }, context.now);
  await appendLeaf(context, { kind: 'request-password-reset', subject: null, facts: {} });
  return accept({ accepted: true });
};
