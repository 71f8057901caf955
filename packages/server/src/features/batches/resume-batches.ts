import type { JobTask } from '@muniment/platform/jobs';
import { inTransaction, type Pool } from '@muniment/platform/postgres';
import { listVendors } from '../../core/store.ts';
import { enqueueBatch, idleBatches } from './store.ts';

/**
 * Sees to it that every batch goes on: a job whose worker was killed while others run, that was tried too often while the database
 * was away, or that was not in a back-up, would be waited for in vain. A second job for the same batch does no harm.
 */
export function createResumeBatches({ pool }: { readonly pool: Pool }): JobTask {
  return async ({ now }) => {
    const vendors = await inTransaction(pool, { vendorId: null, readOnly: true }, listVendors);
    for (const { id: vendorId } of vendors) {
      await inTransaction(pool, { vendorId }, async (tx) => {
        for (const batchId of await idleBatches(tx, vendorId)) await enqueueBatch(tx, batchId, now);
      });
    }
  };
}
