import type { cancelBatch as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { appendLeaf } from '../../audit/index.ts';
import { viewerOf } from '../start-batch.ts';
import { loadBatch, lockBatch, stopBatch } from '../store.ts';
import { toBatches } from '../wire.ts';

/** Does no more of a batch: it waits for the items that are being done, and what is done stays done (A13). */
export const cancelBatch: Handler<typeof contract> = async (context, { params }) => {
  const { tx, vendor, now } = context;
  const viewer = viewerOf(context);
  const id = fromId('bat', params.batchId)!;
  if ((await loadBatch(tx, viewer, id)) === null) return refuse('not-found');
  const locked = await lockBatch(tx, vendor.id, id);
  if (locked === null) return refuse('not-found');
  if (locked.ended_at !== null) return refuse('batch-over');
  await stopBatch(tx, vendor.id, id, null, now);
  await appendLeaf(context, { kind: 'cancel-batch', subject: id, facts: { left: locked.total - locked.done - locked.failed } });
  const [batch] = await toBatches(context, [(await loadBatch(tx, viewer, id))!]);
  return accept(batch!);
};
