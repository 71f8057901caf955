import type { Sweep } from '../../core/system.ts';
import { lapse } from './settle.ts';
import { lockNextLapsed } from './store.ts';
import { todayOf } from './wire.ts';

/**
 * Sends back what was offered and not answered by its day, one offer a transaction. Two workers take different ones, and
 * days without any worker are caught up with in the next run.
 */
export const lapseNext: Sweep = async (context) => {
  const transferId = await lockNextLapsed(context.tx, context.vendor.id, await todayOf(context));
  if (transferId === null) return false;
  await lapse(context, transferId);
  return true;
};
