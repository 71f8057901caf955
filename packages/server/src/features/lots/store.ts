import type { Lot } from '@muniment/domain/ledger';
import type { Tx } from '@muniment/platform/postgres';
import { Temporal } from 'temporal-polyfill';
import type { Context, Uuid } from '../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';
import { sightOf, visibleCustomersSql } from '../../core/visibility/store.ts';

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
  term_days: number | null;
  starts_on: Temporal.PlainDate | null;
  components: { lotId: Uuid; days: number; registeredAt: string }[] | null;
  order_id: Uuid | null;
  order_line: number | null;
  sales_order: string;
  purchase_order: string;
  fields: Record<string, string>;
  shipper_id: Uuid;
  receiver_id: Uuid;
  shipped: number | null;
}

/** Lots that a transaction has read: neither a lot nor the order it came with ever changes, and an act looks at them often. */
const readLots = new WeakMap<Tx, Map<Uuid, LotFacts>>();

export async function loadLots(tx: Tx, vendorId: Uuid, lotIds: readonly Uuid[]): Promise<Map<Uuid, LotFacts>> {
  const known = readLots.get(tx) ?? new Map<Uuid, LotFacts>();
  readLots.set(tx, known);
  const missing = [...new Set(lotIds)].filter((id) => !known.has(id));
  for (const lot of missing.length === 0 ? [] : await queryLots(tx, vendorId, missing)) known.set(lot.id, lot);
  return new Map(lotIds.flatMap((id) => (known.has(id) ? [[id, known.get(id)!]] : [])));
}

const originalsOf = ({ components = [] }: Lot) => (components.length > 1 ? components.map(({ lotId }) => lotId) : []);

/** What licences are of, by number: their part, or those of all that was put together. */
export async function partsOfLots(tx: Tx, vendorId: Uuid, lots: Iterable<Lot>): Promise<(lot: Lot) => string[]> {
  const originals = await loadLots(tx, vendorId, [...new Set([...lots].flatMap(originalsOf))]);
  return (lot) => {
    const parts = originalsOf(lot).flatMap((id) => originals.get(id)?.partNumber ?? []);
    return parts.length === 0 ? [lot.partNumber] : [...new Set(parts)];
  };
}

async function queryLots(tx: Tx, vendorId: Uuid, lotIds: readonly Uuid[]): Promise<LotFacts[]> {
  const rows = await tx.query<LotRow>(
    'ledger-load-lots',
    `SELECT l.id, l.part, l.pack_version, l.origin, l.valid_from, l.valid_until, l.term_days, l.starts_on, l.components, l.order_id, l.order_line,
       o.sales_order, o.purchase_order, o.fields, o.shipper_id, o.receiver_id, ol.quantity AS shipped
     FROM lots l
     LEFT JOIN orders o ON o.vendor_id = l.vendor_id AND o.id = l.order_id
     LEFT JOIN order_lines ol ON ol.vendor_id = l.vendor_id AND ol.order_id = l.order_id AND ol.line = l.order_line
     WHERE l.vendor_id = $1 AND l.id = ANY ($2::uuid[])`,
    [vendorId, lotIds],
  );
  return rows.map(toLotFacts);
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
    termDays: row.term_days,
    startsOn: row.starts_on,
    components: (row.components ?? []).map(({ lotId, days, registeredAt }) => ({
      lotId,
      days,
      registeredAt: Temporal.Instant.from(registeredAt),
    })),
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

/** Names of organizations by their id, and of those devices and projects whose customer is seen now. */
export async function ownerNames(
  { tx, vendor, actor, now }: Pick<Context, 'tx' | 'vendor' | 'actor' | 'now'>,
  ids: readonly Uuid[],
): Promise<Map<Uuid, string>> {
  if (ids.length === 0) return new Map();
  const { kind } = actor.organization;
  const seen = (column: string) => visibleCustomersSql(column, kind, { vendor: 1, organization: 2, now: 3 });
  const rows = await tx.query<{ id: Uuid; name: string }>(
    `ledger-owner-names-${sightOf(kind)}`,
    `SELECT id, name FROM organizations WHERE vendor_id = $1 AND id = ANY ($4::uuid[])
     UNION ALL SELECT d.id, d.name FROM devices d WHERE d.vendor_id = $1 AND d.id = ANY ($4::uuid[]) AND ${seen('d.customer_id')}
     UNION ALL SELECT p.id, p.name FROM projects p WHERE p.vendor_id = $1 AND p.id = ANY ($4::uuid[]) AND ${seen('p.customer_id')}
     UNION ALL SELECT u.id, u.name FROM named_users u JOIN projects p ON p.vendor_id = u.vendor_id AND p.id = u.project_id
       WHERE u.vendor_id = $1 AND u.id = ANY ($4::uuid[]) AND ${seen('p.customer_id')}`,
    [vendor.id, actor.organization.id, now, [...new Set(ids)]],
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}

export const balanceKeyset: Keyset = {
  columns: [
    { sql: 'h.account_id', type: 'uuid' },
    { sql: 'h.lot_id', type: 'uuid' },
  ],
  descending: false,
};

export interface BalanceFilter {
  readonly accountIds: readonly Uuid[];
  readonly part: string | null;
  readonly asOf: Temporal.Instant | null;
}

// Without an instant the balances themselves, with one the sum of the postings until then.
const heldSql = `(
    SELECT b.account_id, b.lot_id, b.quantity FROM balances b
    WHERE $4::timestamptz IS NULL AND b.vendor_id = $1 AND b.account_id = ANY ($2::uuid[]) AND b.quantity <> 0
    UNION ALL
    SELECT p.account_id, p.lot_id, sum(p.quantity)::bigint FROM postings p JOIN operations o ON o.vendor_id = p.vendor_id AND o.id = p.operation_id
    WHERE $4 IS NOT NULL AND p.vendor_id = $1 AND p.account_id = ANY ($2::uuid[]) AND o.at <= $4
    GROUP BY p.account_id, p.lot_id HAVING sum(p.quantity) <> 0
  ) h JOIN lots l ON l.vendor_id = $1 AND l.id = h.lot_id
  WHERE ($3::text IS NULL OR l.part = $3)`;

export async function listBalances(
  tx: Tx,
  vendorId: Uuid,
  filter: BalanceFilter,
  request: PageRequest,
): Promise<{ account_id: Uuid; lot_id: Uuid; quantity: number }[]> {
  return tx.query(
    `ledger-list-balances-${request.part}`,
    `SELECT h.account_id, h.lot_id, h.quantity FROM ${heldSql}${afterSql(request, 6)}${orderSql(request, 5)}`,
    [vendorId, filter.accountIds, filter.part, filter.asOf, rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countBalances(tx: Tx, vendorId: Uuid, filter: BalanceFilter): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    'ledger-count-balances',
    `SELECT count(*) AS total FROM (SELECT 1 FROM ${heldSql} LIMIT $5) m`,
    [vendorId, filter.accountIds, filter.part, filter.asOf, mostCounted],
  );
  return rows[0]!.total;
}

/** Every lot of the orders that these lots came with, these included. */
export async function lotsOfSameOrders(tx: Tx, vendorId: Uuid, lotIds: readonly Uuid[]): Promise<Uuid[]> {
  const rows = await tx.query<{ id: Uuid }>(
    'lots-of-same-orders',
    `SELECT DISTINCT ol.lot_id AS id FROM lots l JOIN order_lines ol ON ol.vendor_id = l.vendor_id AND ol.order_id = l.order_id
     WHERE l.vendor_id = $1 AND l.id = ANY ($2::uuid[])`,
    [vendorId, lotIds],
  );
  return rows.map(({ id }) => id);
}
