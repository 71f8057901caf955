import { pagesOf, rowsOf, serveEach } from '../../core/serve-each.ts';
import type { VendorWork } from '../../core/system.ts';
import { lapse } from './settle.ts';
import { type LapsedRow, lapsedAfter, lockLapsed } from './store.ts';
import { todayOf } from './wire.ts';

/** Offers that are looked for at once. */
const offersAtOnce = 500;

/**
 * Sends back what was offered and not answered by its day, one offer a transaction. One that another worker sees to is passed
 * over, and days without any worker are caught up with in the next run.
 */
export const lapseTransfers: VendorWork = (act, signal) => {
  const offers = pagesOf<LapsedRow>(offersAtOnce, (after, most) =>
    act(async (context) => lapsedAfter(context.tx, context.vendor.id, await todayOf(context), after, most)),
  );
  return serveEach(rowsOf(offers), signal, ({ id }) =>
    act(async (context) => {
      if (await lockLapsed(context.tx, context.vendor.id, id)) await lapse(context, id);
    }),
  );
};
