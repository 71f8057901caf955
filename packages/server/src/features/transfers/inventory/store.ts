import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../../core/page.ts';
import { sightOf, visibleCustomersSql } from '../../../core/visibility/store.ts';
import type { Viewer } from '../store.ts';

export interface BinFilter {
  /** Parts that may be given to projects. */
  readonly parts: readonly string[];
  readonly q: string | null;
  readonly today: Temporal.PlainDate;
}

export const binKeyset: Keyset = {
  columns: [
    { sql: 'l.part', type: 'text' },
    { sql: 'l.id', type: 'uuid' },
  ],
  descending: false,
};

const inBinSql = `FROM accounts a
  JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id AND b.quantity > 0
  JOIN lots l ON l.vendor_id = b.vendor_id AND l.id = b.lot_id
  LEFT JOIN orders o ON o.vendor_id = l.vendor_id AND o.id = l.order_id
  WHERE a.vendor_id = $1 AND a.owner_id = $2 AND a.kind = 'bin' AND l.part = ANY ($3::text[])
    AND (l.valid_until IS NULL OR l.valid_until > $5::date)
    AND ($4::text IS NULL OR strpos(lower(l.part), lower($4)) > 0 OR strpos(lower(o.sales_order), lower($4)) > 0)`;

const binValues = (vendorId: Uuid, organizationId: Uuid, { parts, q, today }: BinFilter) => [vendorId, organizationId, parts, q, today];

/** Lots in an organization's bins that have not ended. */
export async function listInBin(
  tx: Tx,
  vendorId: Uuid,
  organizationId: Uuid,
  filter: BinFilter,
  request: PageRequest,
): Promise<{ lot_id: Uuid; part: string; quantity: number }[]> {
  return tx.query(
    `inventory-list-bin-${request.part}`,
    `SELECT l.id AS lot_id, l.part, b.quantity ${inBinSql}${afterSql(request, 7)}${orderSql(request, 6)}`,
    [...binValues(vendorId, organizationId, filter), rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countInBin(tx: Tx, vendorId: Uuid, organizationId: Uuid, filter: BinFilter): Promise<number> {
  const rows = await tx.query<{ total: number }>('inventory-count-bin', `SELECT count(*) AS total FROM (SELECT 1 ${inBinSql} LIMIT $6) m`, [
    ...binValues(vendorId, organizationId, filter),
    mostCounted,
  ]);
  return rows[0]!.total;
}

export interface CustomersFilter {
  readonly customerId: Uuid | null;
  readonly projectId: Uuid | null;
  readonly part: string | null;
  readonly q: string | null;
  readonly today: Temporal.PlainDate;
}

/** What one project holds of one part. */
export interface HeldRow {
  project_id: Uuid;
  project: string;
  customer_id: Uuid;
  customer: string;
  part: string;
  pack_version: number;
  free: number;
  assigned: number;
  active: number;
}

export const heldKeyset: Keyset = {
  columns: [
    { sql: 'h.customer', type: 'text' },
    { sql: 'h.project_id', type: 'uuid' },
    { sql: 'h.part', type: 'text' },
  ],
  descending: false,
};

/**
 * By project and part: what is free in the pool, what is assigned (its days run), what else is active on devices. What has
 * ended counts nowhere.
 */
function heldSql(viewer: Viewer): string {
  return `(
    SELECT p.id AS project_id, p.name AS project, p.customer_id, o.name AS customer, l.part, max(l.pack_version) AS pack_version,
      coalesce(sum(b.quantity) FILTER (WHERE a.kind = 'pool'), 0)::bigint AS free,
      coalesce(sum(b.quantity) FILTER (WHERE a.kind <> 'pool' AND l.starts_on IS NOT NULL), 0)::bigint AS assigned,
      coalesce(sum(b.quantity) FILTER (WHERE a.kind <> 'pool' AND l.starts_on IS NULL), 0)::bigint AS active
    FROM projects p
    JOIN organizations o ON o.vendor_id = p.vendor_id AND o.id = p.customer_id
    JOIN LATERAL (
      SELECT p.id AS owner_id, 'pool' AS kind
      UNION ALL SELECT d.id, 'active' FROM devices d WHERE d.vendor_id = p.vendor_id AND d.project_id = p.id
      UNION ALL SELECT u.id, 'assigned' FROM named_users u WHERE u.vendor_id = p.vendor_id AND u.project_id = p.id
    ) w ON true
    JOIN accounts a ON a.vendor_id = p.vendor_id AND a.owner_id = w.owner_id AND a.kind = w.kind
    JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id AND b.quantity > 0
    JOIN lots l ON l.vendor_id = b.vendor_id AND l.id = b.lot_id
    WHERE p.vendor_id = $1 AND ${visibleCustomersSql('p.customer_id', viewer.organization.kind, { vendor: 1, organization: 2, now: 3 })}
      AND ($4::uuid IS NULL OR p.customer_id = $4) AND ($5::uuid IS NULL OR p.id = $5) AND ($6::text IS NULL OR l.part = $6)
      AND ($7::text IS NULL OR strpos(lower(o.name COLLATE "default"), lower($7)) > 0 OR strpos(lower(p.name COLLATE "default"), lower($7)) > 0 OR strpos(lower(l.part), lower($7)) > 0)
      AND (l.valid_until IS NULL OR l.valid_until > $8::date)
    GROUP BY p.id, p.name, p.customer_id, o.name, l.part
  ) h WHERE true`;
}

const heldValues = ({ vendorId, organization, now }: Viewer, { customerId, projectId, part, q, today }: CustomersFilter) => [
  vendorId,
  organization.id,
  now,
  customerId,
  projectId,
  part,
  q,
  today,
];

/** What the projects hold that the viewer sees. */
export async function listHeld(tx: Tx, viewer: Viewer, filter: CustomersFilter, request: PageRequest): Promise<HeldRow[]> {
  return tx.query<HeldRow>(
    `inventory-list-held-${sightOf(viewer.organization.kind)}-${request.part}`,
    `SELECT h.* FROM ${heldSql(viewer)}${afterSql(request, 10)}${orderSql(request, 9)}`,
    [...heldValues(viewer, filter), rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countHeld(tx: Tx, viewer: Viewer, filter: CustomersFilter): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    `inventory-count-held-${sightOf(viewer.organization.kind)}`,
    `SELECT count(*) AS total FROM (SELECT 1 FROM ${heldSql(viewer)} LIMIT $9) m`,
    [...heldValues(viewer, filter), mostCounted],
  );
  return rows[0]!.total;
}
