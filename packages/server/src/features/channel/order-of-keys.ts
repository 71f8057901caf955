import { accept, type Decision, refuse } from '@muniment/domain';
import { type CatalogPack, checkOrderFields, type OrderFieldRefusal } from '@muniment/domain/catalog';
import { uuidv7 } from '@muniment/platform/ids';
import type { Temporal } from 'temporal-polyfill';
import type { Context, OrganizationFacts, Uuid } from '../../core/context.ts';
import { actorRef } from '../audit/index.ts';
import { indexTerms } from '../search/index.ts';
import { findOrders, insertLines, insertOrder, loadLines, lockOrderNumber } from './store.ts';

/** The numbers of an order that licence keys are made for, and who gets them. */
export interface KeyOrder {
  readonly salesOrder: string;
  readonly purchaseOrder: string;
  readonly receiver: OrganizationFacts;
  readonly fields: Readonly<Record<string, string>>;
}

/** The line of an order that keys are; `isNew` where the order comes to be with them. */
export interface KeyOrderLine {
  readonly orderId: Uuid;
  readonly line: number;
  readonly isNew: boolean;
}

/** So many lines an order has at most, as when it is shipped. */
const mostLines = 200;

/**
 * The order that keys are made for: several lots of keys may be for one order, each as a line of its own, as long as they go
 * to whom the order goes. Whoever makes keys for the same number waits until the other has.
 */
export async function orderForKeys(
  context: Context,
  catalog: CatalogPack,
  { salesOrder, receiver, fields }: KeyOrder,
): Promise<Decision<KeyOrderLine, 'order-already-shipped' | OrderFieldRefusal>> {
  const { tx, vendor, actor } = context;
  await lockOrderNumber(tx, vendor.id, actor.organization.id, salesOrder);
  const found = await findOrders(tx, vendor.id, actor.organization, { id: null, salesOrder });
  const order = found.find(({ shipper_id: shipper }) => shipper === actor.organization.id);
  if (order === undefined) {
    const checked = checkOrderFields(catalog, fields);
    return checked.ok ? accept({ orderId: uuidv7(), line: 1, isNew: true }) : checked;
  }
  const lines = await loadLines(tx, vendor.id, order.id, order.receiver_id, null);
  if (order.receiver_id !== receiver.id || lines.length >= mostLines) return refuse('order-already-shipped', { salesOrder });
  return accept({ orderId: order.id, line: Math.max(0, ...lines.map(({ line }) => line)) + 1, isNew: false });
}

/** Writes the order down, before its lot names it. */
export async function saveKeyOrder(
  { tx, vendor, actor }: Context,
  { salesOrder, purchaseOrder, receiver, fields }: KeyOrder,
  { orderId, isNew }: KeyOrderLine,
  done: { readonly at: Temporal.Instant; readonly operationId: Uuid },
): Promise<boolean> {
  if (!isNew) return true;
  const saved = await insertOrder(tx, vendor.id, {
    id: orderId,
    sales_order: salesOrder,
    purchase_order: purchaseOrder,
    shipper_id: actor.organization.id,
    receiver_id: receiver.id,
    shipped_at: done.at,
    shipped_by: actorRef(actor),
    maintenance_months: null,
    note: '',
    fields: { ...fields },
    operationId: done.operationId,
  });
  if (!saved) return false;
  const terms = [salesOrder, purchaseOrder];
  await indexTerms(tx, vendor.id, { kind: 'order', objectId: orderId, terms, organizationIds: [receiver.id] });
  return true;
}

/** Writes its line down, after the lot is there. */
export function saveKeyOrderLine(
  { tx, vendor }: Context,
  { orderId, line }: KeyOrderLine,
  lot: { readonly id: Uuid; readonly part: string; readonly quantity: number },
): Promise<void> {
  return insertLines(tx, vendor.id, orderId, [{ line, part: lot.part, quantity: lot.quantity, lotId: lot.id }]);
}
