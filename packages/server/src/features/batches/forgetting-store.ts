import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';
import type { Forgetting } from '../../core/housekeeping.ts';

function forgetItems(tx: Tx, vendorId: Uuid, before: Temporal.Instant, most: number): Promise<number> {
  return tx.run(
    'batches-forget-items',
    `DELETE FROM batch_items WHERE vendor_id = $1 AND (batch_id, number) IN (
       SELECT i.batch_id, i.number FROM batches b JOIN batch_items i ON i.vendor_id = b.vendor_id AND i.batch_id = b.id
       WHERE b.vendor_id = $1 AND b.ended_at < $2 LIMIT $3)`,
    [vendorId, before, most],
  );
}

function forgetBatches(tx: Tx, vendorId: Uuid, before: Temporal.Instant, most: number): Promise<number> {
  return tx.run(
    'batches-forget',
    `DELETE FROM batches WHERE vendor_id = $1 AND id IN (
       SELECT b.id FROM batches b WHERE b.vendor_id = $1 AND b.ended_at < $2
         AND NOT EXISTS (SELECT 1 FROM batch_items i WHERE i.vendor_id = b.vendor_id AND i.batch_id = b.id) LIMIT $3)`,
    [vendorId, before, most],
  );
}

/**
 * Items hold what was given, such as the rows of a file, with names in them. What was done stands in the history of each
 * device; the quarter is for whoever still has a file of refused rows to correct.
 */
export const batchForgetting: readonly Forgetting[] = [
  { what: 'batch-items', keptDays: 90, isLogged: false, forget: forgetItems },
  { what: 'batches', keptDays: 90, isLogged: true, forget: forgetBatches },
];
