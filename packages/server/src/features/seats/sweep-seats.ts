import type { Leasing } from '@muniment/leasing';
import type { JobTask } from '@muniment/platform/jobs';
import { inTransaction, isUnavailable, type Pool } from '@muniment/platform/postgres';
import { serveEach } from '../../core/serve-each.ts';
import { listVendors } from '../../core/store.ts';

export interface SeatJobParts {
  readonly pool: Pool;
  readonly leasing: Leasing;
}

/** Seats of programs that died come back, also where nobody asks for one: whoever looks sees them free (C3). */
export function sweepSeats({ pool, leasing }: SeatJobParts): JobTask {
  return async ({ signal }) => {
    try {
      const vendors = await inTransaction(pool, { vendorId: null, readOnly: true }, listVendors);
      await serveEach(vendors, signal, async ({ id }) => {
        await leasing.sweep(id);
      });
    } catch (error) {
      // Heartbeats were not heard either.
      if (isUnavailable(error)) leasing.wasAway();
      throw error;
    }
  };
}
