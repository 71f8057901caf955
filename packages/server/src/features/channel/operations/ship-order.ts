import type { shipOrder as contract, InputOf } from '@muniment/contract';
import { accept, type Decision, refuse } from '@muniment/domain';
import { shipOrder as decide, type OperationDraft } from '@muniment/domain/ledger';
import { fromId, uuidv7 } from '@muniment/platform/ids';
import type { Context, Handler, OrganizationFacts, Uuid } from '../../../core/context.ts';
import { actorRef } from '../../audit/index.ts';
import { currentPack, partLabel, type VersionedPack } from '../../catalog/index.ts';
import { recordOperation } from '../../ledger/index.ts';
import type { LotFacts } from '../../lots/index.ts';
import { writeOrderShippedMail } from '../../mail/index.ts';
import { indexTerms } from '../../search/index.ts';
import { concludeAct } from '../act.ts';
import { findOrders, findReceiver, insertLines, insertOrder, wasShipped } from '../store.ts';
import { toOrders } from '../wire.ts';

type Body = InputOf<typeof contract>['body'];

/** Who gets the order: named by id, or by the e-mail of somebody there. */
async function chooseReceiver(
  context: Context,
  body: Body,
): Promise<Decision<OrganizationFacts, 'receiver-not-found' | 'receiver-not-possible'>> {
  const wanted = { id: body.receiverId === undefined ? null : fromId('org', body.receiverId), email: body.receiverEmail ?? null };
  const receiver = wanted.id === null && wanted.email === null ? null : await findReceiver(context.tx, context.vendor.id, wanted);
  if (receiver === null) return refuse('receiver-not-found');
  const isPartner = receiver.kind === 'distributor' || receiver.kind === 'dealer';
  return isPartner ? accept(receiver) : refuse('receiver-not-possible', { kind: receiver.kind });
}

/** Everything about the order that is known before it is shipped. */
interface Planned {
  readonly orderId: Uuid;
  readonly salesOrder: string;
  readonly receiver: OrganizationFacts;
  readonly current: VersionedPack;
  readonly lines: readonly { readonly line: number; readonly part: string; readonly quantity: number; readonly lotId: Uuid }[];
}

/** Writes the order down with its lines, its operation and the mail; somebody may have shipped its number at the same moment. */
async function saveOrder(context: Context, body: Body, planned: Planned, draft: OperationDraft) {
  const { tx, vendor, actor } = context;
  const { orderId, salesOrder, receiver, current, lines } = planned;
  const operationId = uuidv7();
  const purchaseOrder = body.purchaseOrder.trim();
  const taken = await insertOrder(tx, vendor.id, {
    id: orderId,
    sales_order: salesOrder,
    purchase_order: purchaseOrder,
    shipper_id: actor.organization.id,
    receiver_id: receiver.id,
    shipped_at: draft.at,
    shipped_by: actorRef(actor),
    maintenance_months: body.maintenanceMonths ?? null,
    note: body.note,
    fields: body.fields,
    operationId,
  });
  if (!taken) return refuse('order-already-shipped', { salesOrder });
  const lineOf = (lotId: Uuid) => ({ orderId, line: lines.find((line) => line.lotId === lotId)!.line });
  await recordOperation(context, draft, { orderId, packVersion: current.version, reason: body.reason ?? null, lineOf, operationId });
  await insertLines(tx, vendor.id, orderId, lines);
  await indexTerms(tx, vendor.id, { kind: 'order', objectId: orderId, terms: [salesOrder, purchaseOrder], organizationIds: [receiver.id] });
  await writeOrderShippedMail(context, {
    shipper: actor.organization.name,
    receiver,
    salesOrder,
    purchaseOrder,
    orderId,
    linesIn: (language) => lines.map(({ part, quantity }) => ({ part, quantity, label: partLabel(current.pack, part, language) })),
  });
  return accept({ operationId });
}

/** Ships an order once (B1): a new lot per line into the receiver's bin, and a mail to its people. */
export const shipOrder: Handler<typeof contract> = async (context, { body }) => {
  const { tx, vendor, actor, now } = context;
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const receiver = await chooseReceiver(context, body);
  if (!receiver.ok) return receiver;
  const salesOrder = body.salesOrder.trim();
  if (await wasShipped(tx, vendor.id, actor.organization.id, salesOrder)) return refuse('order-already-shipped', { salesOrder });

  const orderId = uuidv7();
  const lines = body.lines.map((line, index) => ({ line: index + 1, part: line.part, quantity: line.quantity, lotId: uuidv7() }));
  const command = {
    organizationId: receiver.value.id,
    orderId,
    lines: lines.map(({ part, quantity, lotId }) => ({ partNumber: part, quantity, lotId })),
    fields: body.fields,
  };
  const decision = decide({ catalog: current.pack, packVersion: current.version }, command, now);
  const parties = { shipperId: actor.organization.id, receiverId: receiver.value.id };
  const order = { id: orderId, salesOrder, purchaseOrder: body.purchaseOrder.trim(), fields: body.fields, ...parties };
  const lots = decision.ok ? decision.value.lots : [];
  const planned = { orderId, salesOrder, receiver: receiver.value, current, lines };
  const outcome = await concludeAct(context, {
    kind: 'ship-order',
    decision,
    previewDigest: body.previewDigest,
    locked: null,
    current,
    file: null,
    fresh: new Map(lots.map((lot, index): [Uuid, LotFacts] => [lot.id, { ...lot, order: { ...order, line: index + 1 } }])),
    commit: (draft) => saveOrder(context, body, planned, draft),
  });
  if (!outcome.ok) return outcome;
  if (context.dryRun) return accept({ order: null, outcome: outcome.value });
  const row = (await findOrders(tx, vendor.id, actor.organization, { id: orderId, salesOrder: '' }))[0]!;
  return accept({ order: (await toOrders(context, [row]))[0]!, outcome: outcome.value });
};
