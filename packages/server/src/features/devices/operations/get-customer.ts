import type { getCustomer as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { loadCustomer } from '../customers-store.ts';
import { toCustomers, viewerOf } from '../wire.ts';

/** One customer, if it is visible. */
export const getCustomer: Handler<typeof contract> = async (context, { params }) => {
  const viewer = viewerOf(context);
  const row = await loadCustomer(context.tx, viewer, fromId('org', params.customerId)!);
  if (row === null) return refuse('not-found');
  return accept((await toCustomers(context.tx, viewer, [row]))[0]!);
};
