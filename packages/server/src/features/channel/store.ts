import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationFacts, Uuid } from '../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';

export interface OrderRow {
  id: Uuid;
  sales_order: string;
  purchase_order: string;
  shipper_id: Uuid;
  shipper_name: string;
  receiver_id: Uuid;
  receiver_name: string;
  shipped_at: Temporal.Instant;
  shipped_by: string;
  maintenance_months: number | null;
  note: string;
  fields: Record<string, string>;
  line_count: number;
  shipped: number;
  available: number;
}

/** Sums of an order's lines, and what is still in the receiver's bins. */
const sumsSql = `LEFT JOIN LATERAL (
    SELECT count(*) AS line_count, coalesce(sum(ol.quantity), 0)::bigint AS shipped, coalesce(sum(b.available), 0)::bigint AS available
    FROM order_lines ol
    LEFT JOIN LATERAL (
      SELECT sum(b.quantity) AS available FROM accounts a JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id AND b.lot_id = ol.lot_id
      WHERE a.vendor_id = o.vendor_id AND a.owner_id = o.receiver_id AND a.kind = 'bin'
    ) b ON true
    WHERE ol.vendor_id = o.vendor_id AND ol.order_id = o.id
  ) s ON true`;

const columns = `o.id, o.sales_order, o.purchase_order, o.shipper_id, sh.name AS shipper_name, o.receiver_id, re.name AS receiver_name,
  o.shipped_at, o.shipped_by, o.maintenance_months, o.note, o.fields, s.line_count, s.shipped, s.available`;

const joinsSql = `JOIN organizations sh ON sh.vendor_id = o.vendor_id AND sh.id = o.shipper_id
  JOIN organizations re ON re.vendor_id = o.vendor_id AND re.id = o.receiver_id`;

/** An order is seen by its two parties, and by the vendor; parameters 1 and 2 are vendor and organization. */
function partySql(kind: OrganizationFacts['kind']): string {
  return kind === 'vendor' ? '($2::uuid IS NOT NULL)' : '(o.receiver_id = $2 OR o.shipper_id = $2)';
}

function orderKeyset(descending: boolean): Keyset {
  return {
    columns: [
      { sql: 'o.shipped_at', type: 'timestamptz' },
      { sql: 'o.id', type: 'uuid' },
    ],
    descending,
  };
}
export const newestFirst = orderKeyset(true);
export const oldestFirst = orderKeyset(false);

export interface OrderFilter {
  /** Part of the sales or purchase order number. */
  readonly q: string | null;
  readonly receiverId: Uuid | null;
}

const filterSql = `AND ($3::text IS NULL OR strpos(lower(o.sales_order), lower($3)) > 0 OR strpos(lower(o.purchase_order), lower($3)) > 0)
  AND ($4::uuid IS NULL OR o.receiver_id = $4)`;

export async function listOrders(
  tx: Tx,
  vendorId: Uuid,
  organization: Pick<OrganizationFacts, 'id' | 'kind'>,
  filter: OrderFilter,
  request: PageRequest,
): Promise<OrderRow[]> {
  const side = organization.kind === 'vendor' ? 'vendor' : 'party';
  return tx.query<OrderRow>(
    `channel-list-orders-${side}-${request.keyset.descending ? 'newest' : 'oldest'}-${request.part}`,
    `SELECT ${columns} FROM orders o ${joinsSql} ${sumsSql}
     WHERE o.vendor_id = $1 AND ${partySql(organization.kind)} ${filterSql}${afterSql(request, 6)}${orderSql(request, 5)}`,
    [vendorId, organization.id, filter.q, filter.receiverId, rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countOrders(
  tx: Tx,
  vendorId: Uuid,
  organization: Pick<OrganizationFacts, 'id' | 'kind'>,
  filter: OrderFilter,
): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    `channel-count-orders-${organization.kind === 'vendor' ? 'vendor' : 'party'}`,
    `SELECT count(*) AS total FROM (SELECT 1 FROM orders o WHERE o.vendor_id = $1 AND ${partySql(organization.kind)} ${filterSql} LIMIT $5) m`,
    [vendorId, organization.id, filter.q, filter.receiverId, mostCounted],
  );
  return rows[0]!.total;
}

// An order is in the bin while units of one of its lots are. Asked of one order after the other, newest first, until there
// are enough: as EXISTS it would be planned as a join of everything there is, which takes seconds in a bin of a million lots.
const inBinSql = `o.vendor_id = $1 AND o.receiver_id = $2
  AND ($3::text IS NULL OR strpos(lower(o.sales_order), lower($3)) > 0 OR strpos(lower(o.purchase_order), lower($3)) > 0)
  AND (
    SELECT true FROM order_lines ol JOIN balances b ON b.vendor_id = ol.vendor_id AND b.lot_id = ol.lot_id
    JOIN accounts a ON a.vendor_id = b.vendor_id AND a.id = b.account_id AND a.kind = 'bin' AND a.owner_id = $2 AND a.class = $4
    WHERE ol.vendor_id = o.vendor_id AND ol.order_id = o.id AND b.quantity > 0 LIMIT 1)`;

export async function listBin(
  tx: Tx,
  vendorId: Uuid,
  organizationId: Uuid,
  filter: { readonly q: string | null; readonly partClass: string },
  request: PageRequest,
): Promise<OrderRow[]> {
  return tx.query<OrderRow>(
    `channel-list-bin-${request.keyset.descending ? 'newest' : 'oldest'}-${request.part}`,
    `SELECT ${columns} FROM orders o ${joinsSql} ${sumsSql} WHERE ${inBinSql}${afterSql(request, 6)}${orderSql(request, 5)}`,
    [vendorId, organizationId, filter.q, filter.partClass, rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countBin(
  tx: Tx,
  vendorId: Uuid,
  organizationId: Uuid,
  filter: { readonly q: string | null; readonly partClass: string },
): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    'channel-count-bin',
    `SELECT count(*) AS total FROM (SELECT 1 FROM orders o WHERE ${inBinSql} LIMIT $5) m`,
    [vendorId, organizationId, filter.q, filter.partClass, mostCounted],
  );
  return rows[0]!.total;
}

/** Orders by id or sales order number, newest first: numbers are each shipper's own, so there may be several. */
export async function findOrders(
  tx: Tx,
  vendorId: Uuid,
  organization: Pick<OrganizationFacts, 'id' | 'kind'>,
  wanted: { readonly id: Uuid | null; readonly salesOrder: string },
): Promise<OrderRow[]> {
  const by = wanted.id === null ? 'number' : 'id';
  return tx.query<OrderRow>(
    `channel-find-orders-${organization.kind === 'vendor' ? 'vendor' : 'party'}-by-${by}`,
    `SELECT ${columns} FROM orders o ${joinsSql} ${sumsSql}
     WHERE o.vendor_id = $1 AND ${partySql(organization.kind)} AND ${by === 'id' ? 'o.id = $3::uuid' : 'o.sales_order = $3'}
     ORDER BY (o.receiver_id = $2) DESC, o.shipped_at DESC, o.id DESC LIMIT 20`,
    [vendorId, organization.id, wanted.id ?? wanted.salesOrder],
  );
}

export interface LineRow {
  order_id: Uuid;
  line: number;
  lot_id: Uuid;
  part: string;
  pack_version: number;
  valid_from: Temporal.PlainDate | null;
  valid_until: Temporal.PlainDate | null;
  shipped: number;
  available: number;
  reserved: number;
  active: number;
}

/** Lines of an order and where their units are, at an instant if one is given. */
export async function loadLines(
  tx: Tx,
  vendorId: Uuid,
  orderId: Uuid,
  receiverId: Uuid,
  asOf: Temporal.Instant | null,
): Promise<LineRow[]> {
  return tx.query<LineRow>(
    'channel-load-lines',
    `SELECT ol.order_id, ol.line, ol.lot_id, ol.part, l.pack_version, l.valid_from, l.valid_until, ol.quantity AS shipped,
       coalesce(sum(h.quantity) FILTER (WHERE a.kind = 'bin' AND a.owner_id = $3), 0)::bigint AS available,
       coalesce(sum(h.quantity) FILTER (WHERE a.kind = 'reserved'), 0)::bigint AS reserved,
       coalesce(sum(h.quantity) FILTER (WHERE a.kind = 'active'), 0)::bigint AS active
     FROM order_lines ol JOIN lots l ON l.vendor_id = ol.vendor_id AND l.id = ol.lot_id
     LEFT JOIN LATERAL (
       SELECT b.account_id, b.quantity FROM balances b WHERE $4::timestamptz IS NULL AND b.vendor_id = ol.vendor_id AND b.lot_id = ol.lot_id
       UNION ALL
       SELECT p.account_id, p.quantity FROM postings p JOIN operations op ON op.vendor_id = p.vendor_id AND op.id = p.operation_id
       WHERE $4 IS NOT NULL AND p.vendor_id = ol.vendor_id AND p.lot_id = ol.lot_id AND op.at <= $4
     ) h ON true
     LEFT JOIN accounts a ON a.vendor_id = ol.vendor_id AND a.id = h.account_id
     WHERE ol.vendor_id = $1 AND ol.order_id = $2
     GROUP BY ol.order_id, ol.line, ol.lot_id, ol.part, l.pack_version, l.valid_from, l.valid_until, ol.quantity ORDER BY ol.line`,
    [vendorId, orderId, receiverId, asOf],
  );
}

/** Lots of parts in orders that the organization received, by the line that names them, in the order of order lines. */
export async function lotsOfParts(
  tx: Tx,
  vendorId: Uuid,
  organizationId: Uuid,
  wanted: readonly { readonly line: number; readonly id: Uuid | null; readonly salesOrder: string; readonly part: string }[],
): Promise<ReadonlyMap<number, readonly Uuid[]>> {
  const rows = await tx.query<{ line: number; lot_id: Uuid }>(
    'channel-lots-of-parts',
    `SELECT w.line, ol.lot_id
     FROM unnest($3::int[], $4::uuid[], $5::text[], $6::text[]) AS w (line, id, number, part)
     CROSS JOIN LATERAL (
       SELECT o.id, o.shipped_at FROM orders o WHERE w.id IS NOT NULL AND o.vendor_id = $1 AND o.id = w.id AND o.receiver_id = $2
       UNION ALL
       SELECT o.id, o.shipped_at FROM orders o WHERE w.id IS NULL AND o.vendor_id = $1 AND o.sales_order = w.number AND o.receiver_id = $2
     ) o
     JOIN order_lines ol ON ol.vendor_id = $1 AND ol.order_id = o.id AND ol.part = w.part
     ORDER BY w.line, o.shipped_at, o.id, ol.line`,
    [
      vendorId,
      organizationId,
      wanted.map(({ line }) => line),
      wanted.map(({ id }) => id),
      wanted.map(({ salesOrder }) => salesOrder),
      wanted.map(({ part }) => part),
    ],
  );
  return new Map([...Map.groupBy(rows, ({ line }) => line)].map(([line, lots]) => [line, lots.map((row) => row.lot_id)]));
}

/** False if the shipper has already shipped an order of this number. */
export async function insertOrder(
  tx: Tx,
  vendorId: Uuid,
  row: Omit<OrderRow, 'shipper_name' | 'receiver_name' | 'line_count' | 'shipped' | 'available'> & { readonly operationId: Uuid },
): Promise<boolean> {
  const inserted = await tx.run(
    'channel-insert-order',
    `INSERT INTO orders (vendor_id, id, sales_order, purchase_order, shipper_id, receiver_id, shipped_at, shipped_by, maintenance_months, note, fields, operation_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12) ON CONFLICT (vendor_id, shipper_id, sales_order) DO NOTHING`,
    [
      vendorId,
      row.id,
      row.sales_order,
      row.purchase_order,
      row.shipper_id,
      row.receiver_id,
      row.shipped_at,
      row.shipped_by,
      row.maintenance_months,
      row.note,
      JSON.stringify(row.fields),
      row.operationId,
    ],
  );
  return inserted === 1;
}

export async function insertLines(
  tx: Tx,
  vendorId: Uuid,
  orderId: Uuid,
  lines: readonly { readonly line: number; readonly part: string; readonly quantity: number; readonly lotId: Uuid }[],
): Promise<void> {
  await tx.run(
    'channel-insert-lines',
    `INSERT INTO order_lines (vendor_id, order_id, line, part, quantity, lot_id)
     SELECT $1, $2, l.* FROM unnest($3::int[], $4::text[], $5::bigint[], $6::uuid[]) AS l (line, part, quantity, lot_id)`,
    [
      vendorId,
      orderId,
      lines.map((line) => line.line),
      lines.map((line) => line.part),
      lines.map((line) => line.quantity),
      lines.map((line) => line.lotId),
    ],
  );
}

export async function wasShipped(tx: Tx, vendorId: Uuid, shipperId: Uuid, salesOrder: string): Promise<boolean> {
  const rows = await tx.query('channel-was-shipped', 'SELECT 1 FROM orders WHERE vendor_id = $1 AND shipper_id = $2 AND sales_order = $3', [
    vendorId,
    shipperId,
    salesOrder,
  ]);
  return rows.length === 1;
}

/** An organization by id, or by the e-mail of an active person of it. */
export async function findReceiver(
  tx: Tx,
  vendorId: Uuid,
  wanted: { readonly id: Uuid | null; readonly email: string | null },
): Promise<OrganizationFacts | null> {
  const by = wanted.id === null ? 'email' : 'id';
  const those =
    by === 'id'
      ? 'o.id = $2::uuid'
      : `o.id IN (
         SELECT m.organization_id FROM people p JOIN memberships m ON m.vendor_id = p.vendor_id AND m.person_id = p.id
         WHERE p.vendor_id = $1 AND lower(p.email) = lower($2) AND p.status = 'active')`;
  const rows = await tx.query<OrganizationFacts>(
    `channel-find-receiver-by-${by}`,
    `SELECT o.id, o.name, o.kind FROM organizations o WHERE o.vendor_id = $1 AND ${those} ORDER BY o.id LIMIT 2`,
    [vendorId, wanted.id ?? wanted.email],
  );
  return rows.length === 1 ? rows[0]! : null;
}

/** Lets acts that add to one order come one after another; orders never change, so that their rows cannot be locked. */
export async function lockOrderNumber(tx: Tx, vendorId: Uuid, shipperId: Uuid, salesOrder: string): Promise<void> {
  await tx.query('channel-lock-order-number', 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `order ${vendorId} ${shipperId} ${salesOrder}`,
  ]);
}
