import type { Lot, LotParent, OperationDraft } from '@muniment/domain/ledger';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';

/** A lot with the numbers of the order it came with; `orderParty` says whose order it is. */
export interface LotFacts extends Lot {
  readonly order: {
    readonly id: Uuid;
    readonly line: number;
    readonly salesOrder: string;
    readonly purchaseOrder: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly shipperId: Uuid;
    readonly receiverId: Uuid;
  } | null;
}

interface LotRow {
  id: Uuid;
  part: string;
  pack_version: number;
  origin: Lot['origin'];
  valid_from: Temporal.PlainDate | null;
  valid_until: Temporal.PlainDate | null;
  order_id: Uuid | null;
  order_line: number | null;
  sales_order: string;
  purchase_order: string;
  fields: Record<string, string>;
  shipper_id: Uuid;
  receiver_id: Uuid;
  shipped: number | null;
}

export async function loadLots(tx: Tx, vendorId: Uuid, lotIds: readonly Uuid[]): Promise<Map<Uuid, LotFacts>> {
  if (lotIds.length === 0) return new Map();
  const rows = await tx.query<LotRow>(
    'ledger-load-lots',
    `SELECT l.id, l.part, l.pack_version, l.origin, l.valid_from, l.valid_until, l.order_id, l.order_line,
       o.sales_order, o.purchase_order, o.fields, o.shipper_id, o.receiver_id, ol.quantity AS shipped
     FROM lots l
     LEFT JOIN orders o ON o.vendor_id = l.vendor_id AND o.id = l.order_id
     LEFT JOIN order_lines ol ON ol.vendor_id = l.vendor_id AND ol.order_id = l.order_id AND ol.line = l.order_line
     WHERE l.vendor_id = $1 AND l.id = ANY ($2::uuid[])`,
    [vendorId, lotIds],
  );
  return new Map(rows.map((row) => [row.id, toLotFacts(row)]));
}

function toLotFacts(row: LotRow): LotFacts {
  return {
    id: row.id,
    partNumber: row.part,
    packVersion: row.pack_version,
    origin: row.origin,
    quantity: row.shipped ?? 1,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    order:
      row.order_id === null
        ? null
        : {
            id: row.order_id,
            line: row.order_line ?? 0,
            salesOrder: row.sales_order,
            purchaseOrder: row.purchase_order,
            fields: row.fields,
            shipperId: row.shipper_id,
            receiverId: row.receiver_id,
          },
  };
}

/** New lots of an operation; `orderOf` gives the order line a lot came with. */
export async function insertLots(
  tx: Tx,
  vendorId: Uuid,
  draft: Pick<OperationDraft, 'at' | 'lots' | 'lotParents'>,
  orderOf: (lotId: Uuid) => { readonly orderId: Uuid; readonly line: number } | null,
): Promise<void> {
  if (draft.lots.length === 0) return;
  const lots: readonly Lot[] = draft.lots;
  await tx.query(
    'ledger-insert-lots',
    `INSERT INTO lots (vendor_id, issued_at, id, part, pack_version, origin, order_id, order_line, valid_from, valid_until)
     SELECT $1, $2::timestamptz, l.* FROM unnest($3::uuid[], $4::text[], $5::int[], $6::text[], $7::uuid[], $8::int[], $9::date[], $10::date[])
       AS l (id, part, pack_version, origin, order_id, order_line, valid_from, valid_until)`,
    [
      vendorId,
      draft.at,
      lots.map((lot) => lot.id),
      lots.map((lot) => lot.partNumber),
      lots.map((lot) => lot.packVersion),
      lots.map((lot) => lot.origin),
      lots.map((lot) => orderOf(lot.id)?.orderId ?? null),
      lots.map((lot) => orderOf(lot.id)?.line ?? null),
      lots.map((lot) => lot.validFrom),
      lots.map((lot) => lot.validUntil),
    ],
  );
  await insertLotParents(tx, vendorId, draft.lotParents);
}

async function insertLotParents(tx: Tx, vendorId: Uuid, parents: readonly LotParent[]): Promise<void> {
  if (parents.length === 0) return;
  await tx.query(
    'ledger-insert-lot-parents',
    `INSERT INTO lot_parents (vendor_id, lot_id, parent_id, quantity)
     SELECT $1, p.* FROM unnest($2::uuid[], $3::uuid[], $4::bigint[]) AS p (lot_id, parent_id, quantity)`,
    [vendorId, parents.map((p) => p.lotId), parents.map((p) => p.parentId), parents.map((p) => p.quantity)],
  );
}

