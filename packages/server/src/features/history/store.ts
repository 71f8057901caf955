import type { AccountPlace, Posting } from '@muniment/domain/ledger';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Context, OrganizationKind, Uuid } from '../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';
import type { Viewer } from '../devices/index.ts';
import { builtUponSql, deliveredSql } from '../ledger/index.ts';
import { sightOf, visibleCustomersSql } from '../organizations/index.ts';

export interface HistoryRow {
  id: Uuid;
  kind: string;
  at: Temporal.Instant;
  actor_kind: string;
  actor_id: Uuid | null;
  organization_id: Uuid | null;
  channel: Context['channel'];
  pack_version: number | null;
  reason: string | null;
  device_id: Uuid | null;
  customer_id: Uuid | null;
  project_id: Uuid | null;
  named_user_id: Uuid | null;
  organization_kind: OrganizationKind | null;
  device_name: string | null;
  hardware_key: string | null;
  customer_name: string | null;
  project_name: string | null;
  named_user_name: string | null;
  order_id: Uuid | null;
  sales_order: string | null;
  undoes: Uuid | null;
  undone_by: Uuid | null;
  built_upon: boolean;
  /** Whether something went out on its strength. */
  delivered: boolean;
  /** Whether the viewer sees the customer it was about; true where it was about none. */
  customer_seen: boolean;
  details: Record<string, unknown>;
}

export interface HistoryFilter {
  readonly deviceId: Uuid | null;
  readonly customerId: Uuid | null;
  readonly orderId: Uuid | null;
  readonly lotId: Uuid | null;
  /** Acts on its pool, whoever's operation they were, and on what belongs to it or leaves it. */
  readonly projectId: Uuid | null;
  readonly namedUserId: Uuid | null;
  readonly kinds: readonly string[] | null;
  readonly from: string | null;
  readonly to: string | null;
}

export const historyKeyset: Keyset = {
  columns: [
    { sql: 'o.at', type: 'timestamptz' },
    { sql: 'o.id', type: 'uuid' },
  ],
  descending: true,
};

const at = { vendor: 1, organization: 2, now: 3 };

function columnsSql(kind: Viewer['organization']['kind']): string {
  return `o.id, o.kind, o.at, o.actor_kind, o.actor_id, o.organization_id, o.channel, o.pack_version, o.reason, o.device_id, o.customer_id, o.project_id, o.named_user_id, o.undoes,
  w.kind AS organization_kind, d.name AS device_name, k.hardware_key, c.name AS customer_name, j.name AS project_name, n.name AS named_user_name,
  r.id AS order_id, r.sales_order,
  (SELECT u.id FROM operations u WHERE u.vendor_id = o.vendor_id AND u.undoes = o.id) AS undone_by,
  ${builtUponSql} AS built_upon, ${deliveredSql} AS delivered, o.details, (o.customer_id IS NULL OR ${visibleCustomersSql('o.customer_id', kind, at)}) AS customer_seen`;
}

// Names for what an act is about, as far as the reader sees it today: one's own acts stay in one's history after the
// customer has gone, without its name. An order's number is for its two parties and the vendor.
function subjectsSql(kind: Viewer['organization']['kind']): string {
  const party = kind === 'vendor' ? '' : 'AND $2 IN (r.receiver_id, r.shipper_id)';
  const seen = visibleCustomersSql('o.customer_id', kind, { vendor: 1, organization: 2, now: 3 });
  return `LEFT JOIN organizations w ON w.vendor_id = o.vendor_id AND w.id = o.organization_id
    LEFT JOIN organizations c ON c.vendor_id = o.vendor_id AND c.id = o.customer_id AND ${seen}
    LEFT JOIN devices d ON d.vendor_id = o.vendor_id AND d.id = o.device_id AND c.id IS NOT NULL
    LEFT JOIN device_keys k ON k.vendor_id = d.vendor_id AND k.device_id = d.id AND k.role = 'primary' AND k.state = 'current'
    LEFT JOIN projects j ON j.vendor_id = o.vendor_id AND j.id = o.project_id AND j.customer_id = c.id
    LEFT JOIN named_users n ON n.vendor_id = o.vendor_id AND n.id = o.named_user_id AND c.id IS NOT NULL
    LEFT JOIN orders r ON r.vendor_id = o.vendor_id AND r.id = o.order_id ${party}`;
}

/**
 * What an organization sees of history: its own acts, what moved in its own bins, orders it is party to, what moved in the pools of customers
 * it sees, and what changed on devices and customers it sees, except what others did with their bins: that is theirs (design: Tenancy).
 */
function seenSql(kind: Viewer['organization']['kind']): string {
  if (kind === 'vendor') return '($2::uuid IS NOT NULL AND $3::timestamptz IS NOT NULL)';
  return `(o.organization_id = $2
    OR EXISTS (
      SELECT 1 FROM postings p JOIN accounts a ON a.vendor_id = p.vendor_id AND a.id = p.account_id
      WHERE p.vendor_id = o.vendor_id AND p.operation_id = o.id AND a.owner_id = $2)
    OR EXISTS (SELECT 1 FROM orders r WHERE r.vendor_id = o.vendor_id AND r.id = o.order_id AND $2 IN (r.receiver_id, r.shipper_id))
    OR EXISTS (
      SELECT 1 FROM postings p JOIN accounts a ON a.vendor_id = p.vendor_id AND a.id = p.account_id AND a.kind IN ('pool', 'transit')
      JOIN projects j ON j.vendor_id = a.vendor_id AND j.id = a.owner_id
      WHERE p.vendor_id = o.vendor_id AND p.operation_id = o.id AND ${visibleCustomersSql('j.customer_id', kind, at)})
    OR (o.customer_id IS NOT NULL AND ${visibleCustomersSql('o.customer_id', kind, at)}
      AND NOT EXISTS (
        SELECT 1 FROM postings p JOIN accounts a ON a.vendor_id = p.vendor_id AND a.id = p.account_id
        WHERE p.vendor_id = o.vendor_id AND p.operation_id = o.id AND a.kind IN ('bin', 'keyed'))))`;
}

// A replacement is kept with the device that took the place; whoever asks about the other one is told of it, too.
const ofDeviceSql = `(o.device_id = $4 OR (o.kind = 'replace-hardware' AND o.details ->> 'replaces' = $4::text
    AND o.device_id = (SELECT x.replaced_by FROM devices x WHERE x.vendor_id = $1 AND x.id = $4)))`;

// Asked by a customer, project, device or user, who no longer sees it is answered as if it did not exist, own acts or not. Asked by an
// order, lot or project, its few acts are found first: looking each act of the vendor over would take longer every day.
function filterSql(kind: Viewer['organization']['kind']): string {
  return `AND ($4::uuid IS NULL OR ${ofDeviceSql}) AND ($5::uuid IS NULL OR o.customer_id = $5)
  AND (($4 IS NULL AND $5 IS NULL) OR ${visibleCustomersSql('o.customer_id', kind, at)})
  AND ($6::uuid IS NULL OR o.id = ANY (ARRAY(
    SELECT oo.id FROM operations oo WHERE oo.vendor_id = $1 AND oo.order_id = $6
    UNION SELECT p.operation_id FROM order_lines ol JOIN postings p ON p.vendor_id = ol.vendor_id AND p.lot_id = ol.lot_id
    WHERE ol.vendor_id = $1 AND ol.order_id = $6)))
  AND ($7::uuid IS NULL OR o.id = ANY (ARRAY(SELECT p.operation_id FROM postings p WHERE p.vendor_id = $1 AND p.lot_id = $7)))
  AND ($8::text[] IS NULL OR o.kind = ANY ($8))
  AND ($9::timestamptz IS NULL OR o.at >= $9) AND ($10::timestamptz IS NULL OR o.at < $10)
  AND ($11::uuid IS NULL OR (
    EXISTS (SELECT 1 FROM projects j WHERE j.vendor_id = $1 AND j.id = $11 AND ${visibleCustomersSql('j.customer_id', kind, at)})
    AND o.id = ANY (ARRAY(
      SELECT oo.id FROM operations oo WHERE oo.vendor_id = $1 AND oo.project_id = $11
      UNION SELECT oo.id FROM projects j JOIN operations oo ON oo.vendor_id = j.vendor_id AND oo.customer_id = j.customer_id
      WHERE j.vendor_id = $1 AND j.id = $11 AND oo.kind = 'update-device' AND oo.details #>> '{projectId,before}' = $11::uuid::text
      UNION SELECT p.operation_id FROM accounts a JOIN postings p ON p.vendor_id = a.vendor_id AND p.account_id = a.id
      WHERE a.vendor_id = $1 AND a.owner_id = $11 AND a.kind IN ('pool', 'transit')))))
  AND ($12::uuid IS NULL OR (o.named_user_id = $12 AND ${visibleCustomersSql('o.customer_id', kind, at)}))`;
}

function values(viewer: Viewer, filter: HistoryFilter): unknown[] {
  const { deviceId, customerId, orderId, lotId, kinds, from, to, projectId, namedUserId } = filter;
  const { vendorId, organization, now } = viewer;
  return [vendorId, organization.id, now, deviceId, customerId, orderId, lotId, kinds, from, to, projectId, namedUserId];
}

export async function listOperations(tx: Tx, viewer: Viewer, filter: HistoryFilter, request: PageRequest): Promise<HistoryRow[]> {
  return tx.query<HistoryRow>(
    `history-list-${sightOf(viewer.organization.kind)}-${request.part}`,
    `SELECT ${columnsSql(viewer.organization.kind)} FROM operations o ${subjectsSql(viewer.organization.kind)}
     WHERE o.vendor_id = $1 AND ${seenSql(viewer.organization.kind)} ${filterSql(viewer.organization.kind)}
     ${afterSql(request, 14)}${orderSql(request, 13)}`,
    [...values(viewer, filter), rowsToLoad(request), ...(request.after ?? [])],
  );
}

/** Acts that moved units, oldest first: what the licence log tells. */
export async function listMoving(
  tx: Tx,
  viewer: Viewer,
  filter: HistoryFilter,
  after: readonly string[] | null,
  most: number,
): Promise<HistoryRow[]> {
  return tx.query<HistoryRow>(
    `history-list-moving-${sightOf(viewer.organization.kind)}`,
    `SELECT ${columnsSql(viewer.organization.kind)} FROM operations o ${subjectsSql(viewer.organization.kind)}
     WHERE o.vendor_id = $1 AND ${seenSql(viewer.organization.kind)} ${filterSql(viewer.organization.kind)}
       AND EXISTS (SELECT 1 FROM postings p WHERE p.vendor_id = o.vendor_id AND p.operation_id = o.id)
       AND ($14::timestamptz IS NULL OR (o.at, o.id) > ($14::timestamptz, $15::uuid))
     ORDER BY o.at, o.id LIMIT $13`,
    [...values(viewer, filter), most, after?.[0] ?? null, after?.[1] ?? null],
  );
}

export async function countOperations(tx: Tx, viewer: Viewer, filter: HistoryFilter): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    `history-count-${sightOf(viewer.organization.kind)}`,
    `SELECT count(*) AS total FROM (
       SELECT 1 FROM operations o WHERE o.vendor_id = $1 AND ${seenSql(viewer.organization.kind)} ${filterSql(viewer.organization.kind)} LIMIT $13) m`,
    [...values(viewer, filter), mostCounted],
  );
  return rows[0]!.total;
}

export async function loadOperation(tx: Tx, viewer: Viewer, operationId: Uuid): Promise<HistoryRow | null> {
  const rows = await tx.query<HistoryRow>(
    `history-load-${sightOf(viewer.organization.kind)}`,
    `SELECT ${columnsSql(viewer.organization.kind)} FROM operations o ${subjectsSql(viewer.organization.kind)}
     WHERE o.vendor_id = $1 AND o.id = $4 AND ${seenSql(viewer.organization.kind)}`,
    [viewer.vendorId, viewer.organization.id, viewer.now, operationId],
  );
  return rows[0] ?? null;
}

interface PostingRow {
  operation_id: Uuid;
  kind: AccountPlace['kind'];
  owner_kind: string;
  owner_id: Uuid;
  class: '' | 'licence' | 'maintenance';
  origin_id: Uuid | null;
  lot_id: Uuid;
  quantity: number;
}

/** Postings of operations, each with the place of its account. */
export async function loadPostings(tx: Tx, vendorId: Uuid, operationIds: readonly Uuid[]): Promise<Map<Uuid, Posting[]>> {
  if (operationIds.length === 0) return new Map();
  const rows = await tx.query<PostingRow>(
    'history-load-postings',
    `SELECT p.operation_id, a.kind, a.owner_kind, a.owner_id, a.class, a.origin_id, p.lot_id, p.quantity
     FROM postings p JOIN accounts a ON a.vendor_id = p.vendor_id AND a.id = p.account_id
     WHERE p.vendor_id = $1 AND p.operation_id = ANY ($2::uuid[]) ORDER BY p.operation_id, p.line`,
    [vendorId, operationIds],
  );
  const postings = new Map<Uuid, Posting[]>();
  for (const row of rows) {
    const account: AccountPlace = {
      kind: row.kind,
      ownerId: row.owner_kind === 'vendor' ? null : row.owner_id,
      partClass: row.class === '' ? null : row.class,
      originId: row.origin_id,
    };
    const list = postings.get(row.operation_id) ?? [];
    list.push({ account, lotId: row.lot_id, quantity: row.quantity });
    postings.set(row.operation_id, list);
  }
  return postings;
}
