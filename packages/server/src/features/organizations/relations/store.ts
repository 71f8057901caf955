import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../../core/page.ts';
import type { Viewer } from '../store.ts';

/** Units a partner reserved on a customer's devices, with the accounts they are in and came from. */
export interface ReservedRow {
  readonly device_id: Uuid;
  readonly account_id: Uuid;
  readonly origin_id: Uuid;
  readonly lot_id: Uuid;
}

export function reservedFor(tx: Tx, vendorId: Uuid, partnerId: Uuid, customerId: Uuid): Promise<ReservedRow[]> {
  return tx.query<ReservedRow>(
    'organizations-reserved-for',
    `SELECT d.id AS device_id, a.id AS account_id, a.origin_id, b.lot_id
     FROM devices d JOIN accounts a ON a.vendor_id = d.vendor_id AND a.owner_id = d.id AND a.kind = 'reserved'
     JOIN accounts f ON f.vendor_id = a.vendor_id AND f.id = a.origin_id AND f.owner_id = $2
     JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id AND b.quantity > 0
     WHERE d.vendor_id = $1 AND d.customer_id = $3 ORDER BY d.id, a.id, b.lot_id`,
    [vendorId, partnerId, customerId],
  );
}

/** An allowance (from may ship to to) or a serves (partner looks after customer): both join two organizations for a time. */
export interface RelationRow {
  readonly id: Uuid;
  readonly left_id: Uuid;
  readonly left_name: string;
  readonly right_id: Uuid;
  readonly right_name: string;
  readonly since: Temporal.Instant;
  readonly until: Temporal.Instant | null;
  /** Who granted it, as `actorRef` writes it; serves do not say. */
  readonly granted_by: string | null;
}

export type Relation = 'allowances' | 'serves';

interface Shape {
  readonly left: string;
  readonly right: string;
  readonly grantedBy: string;
}

const shapes: Readonly<Record<Relation, Shape>> = {
  allowances: { left: 'from_id', right: 'to_id', grantedBy: 'r.granted_by' },
  serves: { left: 'partner_id', right: 'customer_id', grantedBy: 'NULL::text' },
};

function columnsOf(relation: Relation): string {
  const { left, right, grantedBy } = shapes[relation];
  return `r.id, r.${left} AS left_id, lo.name AS left_name, r.${right} AS right_id, ro.name AS right_name, r.since, r.until,
    ${grantedBy} AS granted_by`;
}

/** The vendor sees every one, ended ones too; everybody else the open ones it is a side of. */
function visibleSql(relation: Relation, viewer: Viewer): string {
  const { left, right } = shapes[relation];
  const sight =
    viewer.organization.kind === 'vendor'
      ? '($2::uuid IS NOT NULL AND $3::timestamptz IS NOT NULL)'
      : `(r.${left} = $2::uuid OR r.${right} = $2::uuid) AND r.since <= $3::timestamptz AND (r.until IS NULL OR r.until > $3::timestamptz)`;
  return `FROM ${relation} r
    JOIN organizations lo ON lo.vendor_id = r.vendor_id AND lo.id = r.${left}
    JOIN organizations ro ON ro.vendor_id = r.vendor_id AND ro.id = r.${right}
    WHERE r.vendor_id = $1 AND ${sight}`;
}

const sightName = (viewer: Viewer) => (viewer.organization.kind === 'vendor' ? 'all' : 'own');
const viewerValues = (viewer: Viewer) => [viewer.vendorId, viewer.organization.id, viewer.now];

/** Newest first. */
export const relationKeyset: Keyset = {
  columns: [
    { sql: 'r.since', type: 'timestamptz' },
    { sql: 'r.id', type: 'uuid' },
  ],
  descending: true,
};

/** What narrows a list: one receiver or customer, and an organization on either side. Null takes all. */
export interface RelationFilter {
  readonly rightId: Uuid | null;
  readonly organizationId: Uuid | null;
}

function filterSql(relation: Relation): string {
  const { left, right } = shapes[relation];
  return `AND ($4::uuid IS NULL OR r.${right} = $4) AND ($5::uuid IS NULL OR r.${left} = $5 OR r.${right} = $5)`;
}

/** One page. */
export function listRelations(
  tx: Tx,
  relation: Relation,
  viewer: Viewer,
  filter: RelationFilter,
  request: PageRequest,
): Promise<RelationRow[]> {
  return tx.query<RelationRow>(
    `organizations-list-${relation}-${sightName(viewer)}-${request.part}`,
    `SELECT ${columnsOf(relation)} ${visibleSql(relation, viewer)} ${filterSql(relation)}
     ${afterSql(request, 7)}${orderSql(request, 6)}`,
    [...viewerValues(viewer), filter.rightId, filter.organizationId, rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countRelations(tx: Tx, relation: Relation, viewer: Viewer, filter: RelationFilter): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    `organizations-count-${relation}-${sightName(viewer)}`,
    `SELECT count(*) AS total FROM (
       SELECT 1 ${visibleSql(relation, viewer)} ${filterSql(relation)} LIMIT $6) m`,
    [...viewerValues(viewer), filter.rightId, filter.organizationId, mostCounted],
  );
  return rows[0]!.total;
}

export async function loadRelation(tx: Tx, relation: Relation, viewer: Viewer, id: Uuid): Promise<RelationRow | null> {
  const rows = await tx.query<RelationRow>(
    `organizations-load-${relation}-${sightName(viewer)}`,
    `SELECT ${columnsOf(relation)} ${visibleSql(relation, viewer)} AND r.id = $4`,
    [...viewerValues(viewer), id],
  );
  return rows[0] ?? null;
}

/** False if there is an open one already. */
export async function insertAllowance(
  tx: Tx,
  vendorId: Uuid,
  row: { readonly id: Uuid; readonly fromId: Uuid; readonly toId: Uuid; readonly since: Temporal.Instant; readonly grantedBy: string },
): Promise<boolean> {
  const inserted = await tx.run(
    'organizations-insert-allowance',
    'INSERT INTO allowances (vendor_id, id, from_id, to_id, since, granted_by) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING',
    [vendorId, row.id, row.fromId, row.toId, row.since, row.grantedBy],
  );
  return inserted === 1;
}

/** False if there is an open one already. */
export async function insertServes(
  tx: Tx,
  vendorId: Uuid,
  row: { readonly id: Uuid; readonly partnerId: Uuid; readonly customerId: Uuid; readonly since: Temporal.Instant },
): Promise<boolean> {
  const inserted = await tx.run(
    'organizations-insert-serves',
    'INSERT INTO serves (vendor_id, id, partner_id, customer_id, since) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
    [vendorId, row.id, row.partnerId, row.customerId, row.since],
  );
  return inserted === 1;
}

/** False if it had ended before. */
export async function endRelation(tx: Tx, relation: Relation, vendorId: Uuid, id: Uuid, now: Temporal.Instant): Promise<boolean> {
  const ended = await tx.run(
    `organizations-end-${relation}`,
    `UPDATE ${relation} SET until = $3 WHERE vendor_id = $1 AND id = $2 AND until IS NULL`,
    [vendorId, id, now],
  );
  return ended === 1;
}
