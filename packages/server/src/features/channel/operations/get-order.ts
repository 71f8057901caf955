import type { getOrder as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { Temporal } from 'temporal-polyfill';
import type { Handler } from '../../../core/context.ts';
import { orderNamed } from '../selection.ts';
import { findOrders, loadLines } from '../store.ts';
import { toLines, toOrders } from '../wire.ts';

/** One order, by its id or sales order number, and where its units are. */
export const getOrder: Handler<typeof contract> = async (context, { params, query }) => {
  const { tx, vendor, actor } = context;
  const row = (await findOrders(tx, vendor.id, actor.organization, orderNamed(params.order)))[0];
  if (row === undefined) return refuse('not-found');
  const asOf = query.asOf === undefined ? null : Temporal.Instant.from(query.asOf);
  const lines = await loadLines(tx, vendor.id, row.id, row.receiver_id, asOf);
  return accept({ order: (await toOrders(context, [row]))[0]!, lines: await toLines(context, lines) });
};
