import type { ExternalFile } from '@muniment/domain/catalog';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationKind, Uuid } from '../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';
import { sightOf, visibleCustomersSql } from '../../core/visibility/store.ts';
import type { Viewer } from '../devices/index.ts';

export type Delivery = ExternalFile['delivery'];

/** A row without its bytes. */
export interface ExternalFileRow {
  readonly id: Uuid;
  readonly device_id: Uuid | null;
  readonly device_name: string | null;
  readonly variant: string | null;
  readonly hardware_key: string | null;
  readonly customer_id: Uuid | null;
  readonly customer_name: string | null;
  readonly order_id: Uuid | null;
  readonly sales_order: string | null;
  readonly purchase_order: string | null;
  readonly shipper_id: Uuid | null;
  readonly receiver_id: Uuid | null;
  readonly product: string;
  readonly delivery: Delivery;
  readonly operation_id: Uuid | null;
  /** Whose act opened it. */
  readonly organization_id: Uuid | null;
  readonly organization_kind: OrganizationKind | null;
  readonly created_at: Temporal.Instant;
  readonly upload_name: string | null;
  readonly upload_bytes: number | null;
  readonly uploaded_at: Temporal.Instant | null;
  readonly uploaded_by: string | null;
  readonly file_name: string | null;
  readonly bytes: number | null;
  readonly supplied_at: Temporal.Instant | null;
  readonly supplied_by: string | null;
}

const columns = `f.id, f.device_id, d.name AS device_name, d.variant, k.hardware_key, d.customer_id, c.name AS customer_name,
  f.order_id, o.sales_order, o.purchase_order, o.shipper_id, o.receiver_id, f.product, f.delivery, f.operation_id,
  p.organization_id, w.kind AS organization_kind, f.created_at, f.upload_name, octet_length(f.upload) AS upload_bytes, f.uploaded_at,
  f.uploaded_by, f.file_name, octet_length(f.content) AS bytes, f.supplied_at, f.supplied_by`;

/** What lies with an order and is nobody's yet has no customer: only the vendor sees it. */
function fromSql(kind: OrganizationKind): string {
  return `FROM external_files f
    LEFT JOIN devices d ON d.vendor_id = f.vendor_id AND d.id = f.device_id
    LEFT JOIN device_keys k ON k.vendor_id = d.vendor_id AND k.device_id = d.id AND k.role = 'primary' AND k.state = 'current'
    LEFT JOIN organizations c ON c.vendor_id = d.vendor_id AND c.id = d.customer_id
    LEFT JOIN orders o ON o.vendor_id = f.vendor_id AND o.id = f.order_id
    LEFT JOIN operations p ON p.vendor_id = f.vendor_id AND p.id = f.operation_id
    LEFT JOIN organizations w ON w.vendor_id = p.vendor_id AND w.id = p.organization_id
    WHERE f.vendor_id = $1 AND ${visibleCustomersSql('d.customer_id', kind, { vendor: 1, organization: 2, now: 3 })}`;
}

const viewerValues = (viewer: Viewer) => [viewer.vendorId, viewer.organization.id, viewer.now];

export async function loadExternalFile(tx: Tx, viewer: Viewer, id: Uuid): Promise<ExternalFileRow | null> {
  const rows = await tx.query<ExternalFileRow>(
    `external-files-load-${sightOf(viewer.organization.kind)}`,
    `SELECT ${columns} ${fromSql(viewer.organization.kind)} AND f.id = $4`,
    [...viewerValues(viewer), id],
  );
  return rows[0] ?? null;
}

/** Newest first. */
export const externalFileKeyset: Keyset = {
  columns: [
    { sql: 'f.created_at', type: 'timestamptz' },
    { sql: 'f.id', type: 'uuid' },
  ],
  descending: true,
};

export interface ExternalFileFilter {
  readonly deviceId: Uuid | null;
  readonly state: string | null;
  /** Part of a hardware key, a device's name, or the number of an order that the reader may know. */
  readonly q: string | null;
}

/** Numbers of orders are for their parties and the vendor: nobody else finds a file by one. */
function foundSql(kind: OrganizationKind): string {
  const party = kind === 'vendor' ? 'true' : '(o.receiver_id = $2 OR o.shipper_id = $2)';
  const has = (column: string) => `strpos(lower(${column}), lower($6)) > 0`;
  return `AND ($6::text IS NULL OR ${has('k.hardware_key')} OR ${has('d.name')} OR (${party} AND ${has('o.sales_order')}))`;
}

const filterSql = `AND ($4::uuid IS NULL OR f.device_id = $4)
  AND ($5::text IS NULL OR $5 = CASE WHEN f.device_id IS NULL THEN 'deposited' WHEN f.content IS NOT NULL THEN 'available'
    WHEN f.delivery = 'against-upload' AND f.upload IS NULL THEN 'upload-wanted' ELSE 'waiting' END)`;

export function listExternalFiles(tx: Tx, viewer: Viewer, filter: ExternalFileFilter, request: PageRequest): Promise<ExternalFileRow[]> {
  return tx.query<ExternalFileRow>(
    `external-files-list-${sightOf(viewer.organization.kind)}-${request.part}`,
    `SELECT ${columns} ${fromSql(viewer.organization.kind)} ${filterSql} ${foundSql(viewer.organization.kind)}${afterSql(request, 8)}${orderSql(request, 7)}`,
    [...viewerValues(viewer), filter.deviceId, filter.state, filter.q, rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countExternalFiles(tx: Tx, viewer: Viewer, filter: ExternalFileFilter): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    `external-files-count-${sightOf(viewer.organization.kind)}`,
    `SELECT count(*) AS total FROM (SELECT 1 ${fromSql(viewer.organization.kind)} ${filterSql} ${foundSql(viewer.organization.kind)} LIMIT $7) m`,
    [...viewerValues(viewer), filter.deviceId, filter.state, filter.q, mostCounted],
  );
  return rows[0]!.total;
}

/** Locks a file's row: it is handed over by one act at a time. */
export async function lockExternalFile(tx: Tx, vendorId: Uuid, id: Uuid): Promise<void> {
  await tx.query('external-files-lock', 'SELECT id FROM external_files WHERE vendor_id = $1 AND id = $2 FOR UPDATE', [vendorId, id]);
}

/**
 * Lets acts about the files of one order come one after another: whoever deposits a file and whoever activates the order at
 * the same moment must not miss each other. Orders never change, so that their rows cannot be locked; where a database has
 * no advisory locks, a row of its own per order and product would do.
 */
export async function lockOrderFiles(tx: Tx, vendorId: Uuid, orderId: Uuid, product: string): Promise<void> {
  await tx.query('external-files-lock-order', 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `external-files ${vendorId} ${orderId} ${product}`,
  ]);
}

/** The file bytes: the one that was handed over, or the one from the device. */
export async function loadBytes(tx: Tx, vendorId: Uuid, id: Uuid, which: 'content' | 'upload'): Promise<Buffer | null> {
  const rows = await tx.query<{ bytes: Buffer | null }>(
    `external-files-bytes-${which}`,
    `SELECT ${which} AS bytes FROM external_files WHERE vendor_id = $1 AND id = $2`,
    [vendorId, id],
  );
  return rows[0]?.bytes ?? null;
}

/** An order by its id or number, the vendor's own first: numbers are each shipper's own. */
export async function findOrder(
  tx: Tx,
  vendorId: Uuid,
  shipperId: Uuid,
  wanted: { readonly id: Uuid | null; readonly salesOrder: string },
): Promise<{ readonly id: Uuid; readonly sales_order: string } | null> {
  const rows = await tx.query<{ id: Uuid; sales_order: string }>(
    `external-files-find-order-by-${wanted.id === null ? 'number' : 'id'}`,
    `SELECT id, sales_order FROM orders WHERE vendor_id = $1 AND ${wanted.id === null ? 'sales_order = $3' : 'id = $3::uuid'}
     ORDER BY (shipper_id = $2) DESC, shipped_at DESC, id DESC LIMIT 1`,
    [vendorId, shipperId, wanted.id ?? wanted.salesOrder],
  );
  return rows[0] ?? null;
}

export interface OpenRow {
  readonly id: Uuid;
  readonly order_id: Uuid | null;
  readonly device_id: Uuid | null;
  readonly file_name: string | null;
  readonly uploaded: boolean;
}

/** What lies with an order, and what still waits for it: on whichever device. */
export function openForOrder(tx: Tx, vendorId: Uuid, orderId: Uuid, product: string): Promise<OpenRow[]> {
  return tx.query<OpenRow>(
    'external-files-open-for-order',
    `SELECT id, order_id, device_id, file_name, upload IS NOT NULL AS uploaded FROM external_files
     WHERE vendor_id = $1 AND order_id = $2 AND product = $3 AND (device_id IS NULL OR content IS NULL) ORDER BY created_at, id`,
    [vendorId, orderId, product],
  );
}

/** What a device waits for that came with no order. */
export function openWithoutOrder(tx: Tx, vendorId: Uuid, deviceId: Uuid): Promise<OpenRow[]> {
  return tx.query<OpenRow>(
    'external-files-open-without-order',
    `SELECT id, order_id, device_id, file_name, upload IS NOT NULL AS uploaded FROM external_files
     WHERE vendor_id = $1 AND device_id = $2 AND order_id IS NULL AND content IS NULL ORDER BY created_at, id`,
    [vendorId, deviceId],
  );
}

export async function insertWaiting(
  tx: Tx,
  vendorId: Uuid,
  row: {
    readonly id: Uuid;
    readonly deviceId: Uuid;
    readonly orderId: Uuid | null;
    readonly product: string;
    readonly delivery: Delivery;
    readonly operationId: Uuid;
  },
  now: Temporal.Instant,
): Promise<void> {
  await tx.run(
    'external-files-insert-waiting',
    `INSERT INTO external_files (vendor_id, id, device_id, order_id, product, delivery, operation_id, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [vendorId, row.id, row.deviceId, row.orderId, row.product, row.delivery, row.operationId, now],
  );
}

/** Gives a deposited file to the device whose activation it was deposited for. */
export async function takeDeposit(tx: Tx, vendorId: Uuid, id: Uuid, deviceId: Uuid, operationId: Uuid): Promise<void> {
  await tx.run(
    'external-files-take-deposit',
    'UPDATE external_files SET device_id = $3, operation_id = $4 WHERE vendor_id = $1 AND id = $2 AND device_id IS NULL',
    [vendorId, id, deviceId, operationId],
  );
}

/** A file as somebody handed it over. */
export interface GivenFile {
  readonly fileName: string;
  readonly content: Buffer;
  readonly by: string;
  readonly at: Temporal.Instant;
}

export async function insertDeposit(
  tx: Tx,
  vendorId: Uuid,
  row: { readonly id: Uuid; readonly orderId: Uuid; readonly product: string; readonly delivery: Delivery },
  file: GivenFile,
): Promise<void> {
  await tx.run(
    'external-files-insert-deposit',
    `INSERT INTO external_files (vendor_id, id, order_id, product, delivery, created_at, file_name, content, supplied_at, supplied_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $6, $9)`,
    [vendorId, row.id, row.orderId, row.product, row.delivery, file.at, file.fileName, file.content, file.by],
  );
}

export async function saveContent(tx: Tx, vendorId: Uuid, id: Uuid, file: GivenFile): Promise<void> {
  await tx.run(
    'external-files-save-content',
    'UPDATE external_files SET file_name = $3, content = $4, supplied_at = $5, supplied_by = $6 WHERE vendor_id = $1 AND id = $2',
    [vendorId, id, file.fileName, file.content, file.at, file.by],
  );
}

export async function saveUpload(tx: Tx, vendorId: Uuid, id: Uuid, file: GivenFile): Promise<void> {
  await tx.run(
    'external-files-save-upload',
    'UPDATE external_files SET upload_name = $3, upload = $4, uploaded_at = $5, uploaded_by = $6 WHERE vendor_id = $1 AND id = $2',
    [vendorId, id, file.fileName, file.content, file.at, file.by],
  );
}

/** Part numbers of an order's lines. */
export async function partsOfOrder(tx: Tx, vendorId: Uuid, orderId: Uuid): Promise<string[]> {
  const rows = await tx.query<{ part: string }>(
    'external-files-parts-of-order',
    'SELECT DISTINCT part FROM order_lines WHERE vendor_id = $1 AND order_id = $2 ORDER BY part',
    [vendorId, orderId],
  );
  return rows.map(({ part }) => part);
}
