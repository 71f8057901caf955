import type { JobTask } from '@muniment/platform/jobs';
import { inTransaction, type Pool } from '@muniment/platform/postgres';
import { forgetAnswers, listVendors } from './store.ts';

/** How long an answer is kept for the same idempotency key. */
const keptHours = 48;

/** Forgets old idempotency keys, vendor by vendor: forced security shows no transaction more than one. */
export function createForgetAnswers({ pool }: { readonly pool: Pool }): JobTask {
  return async ({ now }) => {
    const vendors = await inTransaction(pool, { vendorId: null, readOnly: true }, listVendors);
    for (const { id } of vendors) {
      await inTransaction(pool, { vendorId: id }, (tx) => forgetAnswers(tx, id, now.subtract({ hours: keptHours })));
    }
  };
}
