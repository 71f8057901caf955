import type { getBatch as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { viewerOf } from '../start-batch.ts';
import { loadBatch } from '../store.ts';
import { toBatches } from '../wire.ts';

/** How far a batch is (A13). */
export const getBatch: Handler<typeof contract> = async (context, { params }) => {
  const row = await loadBatch(context.tx, viewerOf(context), fromId('bat', params.batchId)!);
  if (row === null) return refuse('not-found');
  const [batch] = await toBatches(context, [row]);
  return accept(batch!);
};
