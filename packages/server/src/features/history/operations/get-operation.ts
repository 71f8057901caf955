import type { getOperation as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { viewerOf } from '../../devices/index.ts';
import { loadOperation } from '../store.ts';
import { toOperations } from '../wire.ts';

/** One act with what it moved. */
export const getOperation: Handler<typeof contract> = async (context, { params }) => {
  const row = await loadOperation(context.tx, viewerOf(context), fromId('op', params.operationId)!);
  if (row === null) return refuse('not-found');
  return accept((await toOperations(context, [row]))[0]!);
};
