import type { refuseTransfer as contract } from '@muniment/contract';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { settle } from '../settle.ts';

/** Sends offered units back to where they came from. */
export const refuseTransfer: Handler<typeof contract> = (context, { params, body }) =>
  settle(context, fromId('trf', params.transferId)!, 'refuse-transfer', body);
