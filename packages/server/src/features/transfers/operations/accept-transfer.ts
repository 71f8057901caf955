import type { acceptTransfer as contract } from '@muniment/contract';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { settle } from '../settle.ts';

/** Takes offered units into the receiver’s pool (A10). */
export const acceptTransfer: Handler<typeof contract> = (context, { params, body }) =>
  settle(context, fromId('trf', params.transferId)!, 'accept-transfer', body);
