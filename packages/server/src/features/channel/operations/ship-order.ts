import type { shipOrder as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { shipOrder as decide } from '@muniment/domain/ledger';
import { fromId, uuidv7 } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { actorRef } from '../../audit/index.ts';
import { currentPack, partLabel } from '../../catalog/index.ts';
import { recordOperation } from '../../ledger/index.ts';
import type { LotFacts } from '../../lots/index.ts';
import { writeOrderShippedMail } from '../../mail/index.ts';
import { indexTerms } from '../../search/index.ts';
import { digestOf, isOutdated, toOutcome } from '../act.ts';
import { findOrders, findReceiver, insertLines, insertOrder, wasShipped } from '../store.ts';
import { toOrders } from '../wire.ts';

/** Ships an order once (B1): a new lot per line into the receiver's bin, and a mail to its people. */
export const shipOrder: Handler<typeof contract> = async (context, { body }) => {
  const { tx, vendor, actor, now } = context;
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const wanted = { id: body.receiverId === undefined ? null : fromId('org', body.receiverId), email: body.receiverEmail ?? null };
  const receiver = wanted.id === null && wanted.email === null ? null : await findReceiver(tx, vendor.id, wanted);
  if (receiver === null) return refuse('receiver-not-found');
  if (receiver.kind !== 'distributor' && receiver.kind !== 'dealer') return refuse('receiver-not-possible', { kind: receiver.kind });
  const salesOrder = body.salesOrder.trim();
  if (await wasShipped(tx, vendor.id, actor.organization.id, salesOrder)) return refuse('order-already-shipped', { salesOrder });

  const orderId = uuidv7();
  const lines = body.lines.map((line, index) => ({ line: index + 1, part: line.part, quantity: line.quantity, lotId: uuidv7() }));
  const command = {
    organizationId: receiver.id,
    orderId,
    lines: lines.map(({ part, quantity, lotId }) => ({ partNumber: part, quantity, lotId })),
    fields: body.fields,
  };
  const decision = decide({ catalog: current.pack, packVersion: current.version }, command, now);
  const digest = digestOf('ship-order', decision);
  if (!decision.ok) return isOutdated(body.previewDigest, digest) ? refuse('preview-outdated', { refusal: decision.refusal }) : decision;

  const draft = decision.value;
  const numbers = { id: orderId, salesOrder, purchaseOrder: body.purchaseOrder.trim(), fields: body.fields };
  const parties = { shipperId: actor.organization.id, receiverId: receiver.id };
  const fresh = new Map(
    draft.lots.map((lot, index): [string, LotFacts] => [lot.id, { ...lot, order: { ...numbers, ...parties, line: index + 1 } }]),
  );
  const facts = { draft, locked: null, current, file: null, fresh };
  const preview = await toOutcome(context, { ...facts, operationId: null });
  if (isOutdated(body.previewDigest, digest)) return refuse('preview-outdated', { preview });
  if (context.dryRun) return accept({ order: null, outcome: preview });

  const operationId = uuidv7();
  const taken = await insertOrder(tx, vendor.id, {
    id: orderId,
    sales_order: salesOrder,
    purchase_order: numbers.purchaseOrder,
    shipper_id: parties.shipperId,
    receiver_id: parties.receiverId,
    shipped_at: draft.at,
    shipped_by: actorRef(actor),
    maintenance_months: body.maintenanceMonths ?? null,
    note: body.note,
    fields: body.fields,
    operationId,
  });
  // Somebody shipped the same number at the same moment.
  if (!taken) return refuse('order-already-shipped', { salesOrder });
  const lineOf = (lotId: string) => ({ orderId, line: lines.find((line) => line.lotId === lotId)!.line });
  await recordOperation(context, draft, { orderId, packVersion: current.version, reason: body.reason ?? null, lineOf, operationId });
  await insertLines(tx, vendor.id, orderId, lines);
  await indexTerms(tx, vendor.id, {
    kind: 'order',
    objectId: orderId,
    terms: [salesOrder, numbers.purchaseOrder],
    organizationId: receiver.id,
  });
  await writeOrderShippedMail(context, {
    shipper: actor.organization.name,
    receiver,
    salesOrder,
    purchaseOrder: numbers.purchaseOrder,
    orderId,
    linesIn: (language) => lines.map(({ part, quantity }) => ({ part, quantity, label: partLabel(current.pack, part, language) })),
  });
  const row = (await findOrders(tx, vendor.id, actor.organization, { id: orderId, salesOrder: '' }))[0]!;
  return accept({ order: (await toOrders(context, [row]))[0]!, outcome: await toOutcome(context, { ...facts, operationId }) });
};
