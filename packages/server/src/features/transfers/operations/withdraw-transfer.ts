import type { withdrawTransfer as contract } from '@muniment/contract';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { settle } from '../settle.ts';

/** Takes back what nobody has accepted yet. */
export const withdrawTransfer: Handler<typeof contract> = (context, { params, body }) =>
  settle(context, fromId('trf', params.transferId)!, 'withdraw-transfer', body);
