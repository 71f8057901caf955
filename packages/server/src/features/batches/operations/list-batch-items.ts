import type { listBatchItems as contract, InputOf } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { viewerOf } from '../start-batch.ts';
import { type BatchRow, itemKeyset, listItems, loadBatch } from '../store.ts';
import { toItem } from '../wire.ts';

type Wanted = InputOf<typeof contract>['query']['state'];

/** How many items are in a state: the batch counts them as it goes. */
function countOf({ state, total, done, failed }: Pick<BatchRow, 'state' | 'total' | 'done' | 'failed'>, wanted: Wanted): number {
  const left = total - done - failed;
  if (wanted === undefined) return total;
  if (wanted === 'done' || wanted === 'failed') return wanted === 'done' ? done : failed;
  return (wanted === 'cancelled') === (state === 'cancelled') ? left : 0;
}

/** Every item of a batch with its result (A13). */
export const listBatchItems: Handler<typeof contract> = async (context, { params, query }) => {
  const { tx, vendor, language } = context;
  const batch = await loadBatch(tx, viewerOf(context), fromId('bat', params.batchId)!);
  if (batch === null) return refuse('not-found');
  const opened = openPage(query, { list: 'batch-items', batch: batch.id, state: query.state ?? null }, itemKeyset);
  if (!opened.ok) return opened;
  const total = countOf(batch, query.state);
  // What was left when somebody cancelled is kept as it was: waiting.
  const kept = query.state === 'cancelled' ? 'waiting' : (query.state ?? null);
  const rows = total === 0 ? [] : await listItems(tx, vendor.id, batch.id, kept, opened.value);
  const page = cutPage(opened.value, rows, (row) => [String(row.number)]);
  return accept({ items: page.rows.map((row) => toItem(row, batch, language)), next: page.next, total });
};
