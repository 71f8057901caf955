import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationFacts, Uuid } from '../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';
import { sightOf, visibleCustomersSql } from '../../core/visibility/store.ts';

/** Who looks, and when: decides which rows there are. */
export interface Viewer {
  readonly vendorId: Uuid;
  readonly organization: Pick<OrganizationFacts, 'id' | 'kind'>;
  readonly now: Temporal.Instant;
}

export interface DeviceRow {
  id: Uuid;
  name: string;
  product: string;
  hardware_key: string;
  customer_id: Uuid;
  customer_name: string;
  project_id: Uuid;
  reference_note: string;
  reserved: number;
  active: number;
  epoch: number;
  serial: number;
  created_at: Temporal.Instant;
  version: number;
}

/**
 * Units on a device as the viewer may know them: what is active is seen by everybody who sees the device, what is
 * reserved only by the bin it came from (and the vendor).
 */
function unitsSql(kind: OrganizationFacts['kind']): string {
  const ownReserved =
    kind === 'vendor'
      ? "a.kind = 'reserved'"
      : `a.kind = 'reserved' AND EXISTS (SELECT 1 FROM accounts f WHERE f.vendor_id = a.vendor_id AND f.id = a.origin_id AND f.owner_id = $2)`;
  return `LEFT JOIN LATERAL (
    SELECT coalesce(sum(b.quantity) FILTER (WHERE a.kind = 'active'), 0)::bigint AS active,
      coalesce(sum(b.quantity) FILTER (WHERE ${ownReserved}), 0)::bigint AS reserved
    FROM accounts a JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id
    WHERE a.vendor_id = d.vendor_id AND a.owner_id = d.id AND a.kind IN ('active', 'reserved')
  ) u ON true`;
}

const columns = `d.id, d.name, d.product, k.hardware_key, d.customer_id, o.name AS customer_name, d.project_id, d.reference_note,
  u.reserved, u.active, d.epoch, d.serial, d.created_at, d.version`;

function fromSql(kind: OrganizationFacts['kind']): string {
  return `FROM devices d
    JOIN organizations o ON o.vendor_id = d.vendor_id AND o.id = d.customer_id
    JOIN device_keys k ON k.vendor_id = d.vendor_id AND k.device_id = d.id AND k.role = 'primary' AND k.state = 'current'
    ${unitsSql(kind)}
    WHERE d.vendor_id = $1 AND ${visibleCustomersSql('d.customer_id', kind, { vendor: 1, organization: 2, now: 3 })}`;
}

export async function loadDevice(tx: Tx, viewer: Viewer, deviceId: Uuid): Promise<DeviceRow | null> {
  const rows = await tx.query<DeviceRow>(
    `devices-load-${sightOf(viewer.organization.kind)}`,
    `SELECT ${columns} ${fromSql(viewer.organization.kind)} AND d.id = $4`,
    [viewer.vendorId, viewer.organization.id, viewer.now, deviceId],
  );
  return rows[0] ?? null;
}

export interface DeviceFilter {
  readonly customerId: Uuid | null;
  readonly product: string | null;
  readonly status: 'unlicensed' | 'reserved' | 'active' | null;
  /** Ids a text search found; null when nothing was searched. */
  readonly ids: readonly Uuid[] | null;
}

const filterSql = `AND ($4::uuid IS NULL OR d.customer_id = $4) AND ($5::text IS NULL OR d.product = $5)
  AND ($6::uuid[] IS NULL OR d.id = ANY ($6))
  AND ($7::text IS NULL OR $7 = CASE WHEN u.reserved > 0 THEN 'reserved' WHEN u.active > 0 THEN 'active' ELSE 'unlicensed' END)`;

function filterValues(viewer: Viewer, filter: DeviceFilter): unknown[] {
  return [viewer.vendorId, viewer.organization.id, viewer.now, filter.customerId, filter.product, filter.ids, filter.status];
}

export type DeviceSort = 'name' | '-name' | 'created' | '-created';

/** Keys of the list's orders; `-` is descending. */
export function deviceKeyset(sort: DeviceSort): Keyset {
  const column = sort.endsWith('name')
    ? ({ sql: 'd.name', type: 'text' } as const)
    : ({ sql: 'd.created_at', type: 'timestamptz' } as const);
  return { columns: [column, { sql: 'd.id', type: 'uuid' }], descending: sort.startsWith('-') };
}

/** One page, one row more than asked for to know whether another follows. */
export async function listDevices(
  tx: Tx,
  viewer: Viewer,
  filter: DeviceFilter,
  request: PageRequest,
  sort: DeviceSort,
): Promise<DeviceRow[]> {
  return tx.query<DeviceRow>(
    `devices-list-${sightOf(viewer.organization.kind)}-${sort}-${request.part}`,
    `SELECT ${columns} ${fromSql(viewer.organization.kind)} ${filterSql}${afterSql(request, 9)}${orderSql(request, 8)}`,
    [...filterValues(viewer, filter), rowsToLoad(request), ...(request.after ?? [])],
  );
}

/** Matching devices, counted up to `most`. */
export async function countDevices(tx: Tx, viewer: Viewer, filter: DeviceFilter): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    `devices-count-${sightOf(viewer.organization.kind)}`,
    `SELECT count(*) AS total FROM (SELECT 1 ${fromSql(viewer.organization.kind)} ${filterSql} LIMIT $8) m`,
    [...filterValues(viewer, filter), mostCounted],
  );
  return rows[0]!.total;
}

/** Locks the device's row: one act at a time makes its licence file, so that serials only rise. */
export async function lockDevice(
  tx: Tx,
  vendorId: Uuid,
  deviceId: Uuid,
): Promise<{ epoch: number; serial: number; version: number } | null> {
  const rows = await tx.query<{ epoch: number; serial: number; version: number }>(
    'devices-lock',
    'SELECT epoch, serial, version FROM devices WHERE vendor_id = $1 AND id = $2 FOR UPDATE',
    [vendorId, deviceId],
  );
  return rows[0] ?? null;
}

export async function saveSerial(tx: Tx, vendorId: Uuid, deviceId: Uuid, serial: number): Promise<void> {
  await tx.run('devices-save-serial', 'UPDATE devices SET serial = $3 WHERE vendor_id = $1 AND id = $2 AND serial < $3', [
    vendorId,
    deviceId,
    serial,
  ]);
}

export async function insertDevice(
  tx: Tx,
  vendorId: Uuid,
  row: Pick<DeviceRow, 'id' | 'name' | 'product' | 'customer_id' | 'project_id' | 'reference_note' | 'created_at'>,
): Promise<void> {
  await tx.run(
    'devices-insert',
    `INSERT INTO devices (vendor_id, id, customer_id, project_id, product, name, reference_note, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [vendorId, row.id, row.customer_id, row.project_id, row.product, row.name, row.reference_note, row.created_at],
  );
}

/** Takes a hardware key for a device, or says who has it: nobody else may, and a blocked key never again. */
export async function takeKey(
  tx: Tx,
  vendorId: Uuid,
  key: {
    readonly product: string;
    readonly hardwareKey: string;
    readonly formatId: string;
    readonly deviceId: Uuid;
    readonly entered: string;
  },
): Promise<'taken' | 'blocked' | null> {
  const inserted = await tx.run(
    'devices-insert-key',
    `INSERT INTO device_keys (vendor_id, product, hardware_key, device_id, format_id, entered) VALUES ($1, $2, $3, $4, $5, nullif($6::text, $3::text))
     ON CONFLICT (vendor_id, product, hardware_key) DO NOTHING`,
    [vendorId, key.product, key.hardwareKey, key.deviceId, key.formatId, key.entered],
  );
  if (inserted === 1) return null;
  const rows = await tx.query<{ state: string }>(
    'devices-key-state',
    'SELECT state FROM device_keys WHERE vendor_id = $1 AND product = $2 AND hardware_key = $3',
    [vendorId, key.product, key.hardwareKey],
  );
  return rows[0]?.state === 'blocked' ? 'blocked' : 'taken';
}

/** A device's key as somebody entered it, if that is not how it is kept. */
export async function enteredKey(tx: Tx, vendorId: Uuid, deviceId: Uuid): Promise<string | null> {
  const rows = await tx.query<{ entered: string | null }>(
    'devices-entered-key',
    "SELECT entered FROM device_keys WHERE vendor_id = $1 AND device_id = $2 AND role = 'primary' AND state = 'current'",
    [vendorId, deviceId],
  );
  return rows[0]?.entered ?? null;
}

/** Gives a never-licensed device's key free, for a correction. */
export async function dropKey(tx: Tx, vendorId: Uuid, deviceId: Uuid): Promise<void> {
  await tx.run(
    'devices-drop-key',
    "DELETE FROM device_keys WHERE vendor_id = $1 AND device_id = $2 AND role = 'primary' AND state = 'current'",
    [vendorId, deviceId],
  );
}

/** Whether anything was ever active on the device: then its key is in files and stays. */
export async function wasEverActive(tx: Tx, vendorId: Uuid, deviceId: Uuid): Promise<boolean> {
  const rows = await tx.query(
    'devices-was-active',
    `SELECT 1 FROM accounts a JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id
     WHERE a.vendor_id = $1 AND a.owner_id = $2 AND a.kind = 'active' LIMIT 1`,
    [vendorId, deviceId],
  );
  return rows.length > 0;
}

export async function saveDevice(
  tx: Tx,
  vendorId: Uuid,
  device: { readonly id: Uuid; readonly name: string; readonly referenceNote: string; readonly version: number },
): Promise<boolean> {
  const saved = await tx.run(
    'devices-save',
    'UPDATE devices SET name = $3, reference_note = $4, version = version + 1 WHERE vendor_id = $1 AND id = $2 AND version = $5',
    [vendorId, device.id, device.name, device.referenceNote, device.version],
  );
  return saved === 1;
}

/** Ids of the objects whose name, key or number contains the text, as far as the viewer sees them: the best thousand. */
export async function findIds(tx: Tx, viewer: Viewer, kind: 'device' | 'customer', text: string): Promise<Uuid[]> {
  const rows = await tx.query<{ object_id: Uuid }>(
    'devices-find-ids',
    'SELECT DISTINCT object_id FROM search_objects($1, $2, $3, $4, $5::text[], 1000)',
    [viewer.organization.id, viewer.organization.kind === 'vendor', viewer.now, text, [kind]],
  );
  return rows.map((row) => row.object_id);
}

export interface CustomerRow {
  id: Uuid;
  name: string;
  street: string;
  postal_code: string;
  city: string;
  country: string;
  reference_note: string;
  device_count: number;
  created_at: Temporal.Instant;
  version: number;
}

const customerColumns = `o.id, o.name, c.street, c.postal_code, c.city, c.country, c.reference_note, o.created_at, o.version,
  (SELECT count(*) FROM devices d WHERE d.vendor_id = o.vendor_id AND d.customer_id = o.id) AS device_count`;

function fromCustomersSql(kind: OrganizationFacts['kind']): string {
  return `FROM organizations o JOIN customers c ON c.vendor_id = o.vendor_id AND c.organization_id = o.id
    WHERE o.vendor_id = $1 AND o.kind = 'customer' AND ${visibleCustomersSql('o.id', kind, { vendor: 1, organization: 2, now: 3 })}`;
}

export async function loadCustomer(tx: Tx, viewer: Viewer, customerId: Uuid): Promise<CustomerRow | null> {
  const rows = await tx.query<CustomerRow>(
    `devices-load-customer-${sightOf(viewer.organization.kind)}`,
    `SELECT ${customerColumns} ${fromCustomersSql(viewer.organization.kind)} AND o.id = $4`,
    [viewer.vendorId, viewer.organization.id, viewer.now, customerId],
  );
  return rows[0] ?? null;
}

export function customerKeyset(sort: DeviceSort): Keyset {
  const column = sort.endsWith('name')
    ? ({ sql: 'o.name', type: 'text' } as const)
    : ({ sql: 'o.created_at', type: 'timestamptz' } as const);
  return { columns: [column, { sql: 'o.id', type: 'uuid' }], descending: sort.startsWith('-') };
}

export async function listCustomers(
  tx: Tx,
  viewer: Viewer,
  ids: readonly Uuid[] | null,
  request: PageRequest,
  sort: DeviceSort,
): Promise<CustomerRow[]> {
  return tx.query<CustomerRow>(
    `devices-list-customers-${sightOf(viewer.organization.kind)}-${sort}-${request.part}`,
    `SELECT ${customerColumns} ${fromCustomersSql(viewer.organization.kind)} AND ($4::uuid[] IS NULL OR o.id = ANY ($4))${afterSql(request, 6)}${orderSql(request, 5)}`,
    [viewer.vendorId, viewer.organization.id, viewer.now, ids, rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countCustomers(tx: Tx, viewer: Viewer, ids: readonly Uuid[] | null): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    `devices-count-customers-${sightOf(viewer.organization.kind)}`,
    `SELECT count(*) AS total FROM (SELECT 1 ${fromCustomersSql(viewer.organization.kind)} AND ($4::uuid[] IS NULL OR o.id = ANY ($4)) LIMIT $5) m`,
    [viewer.vendorId, viewer.organization.id, viewer.now, ids, mostCounted],
  );
  return rows[0]!.total;
}

export interface ProjectRow {
  id: Uuid;
  customer_id: Uuid;
  name: string;
}

export async function projectsOf(tx: Tx, vendorId: Uuid, customerIds: readonly Uuid[]): Promise<ProjectRow[]> {
  return tx.query<ProjectRow>(
    'devices-projects-of',
    'SELECT id, customer_id, name FROM projects WHERE vendor_id = $1 AND customer_id = ANY ($2::uuid[]) ORDER BY created_at, id',
    [vendorId, customerIds],
  );
}

/** Partners that serve these customers now. */
export async function partnersOf(
  tx: Tx,
  viewer: Viewer,
  customerIds: readonly Uuid[],
): Promise<{ customer_id: Uuid; id: Uuid; name: string }[]> {
  return tx.query(
    'devices-partners-of',
    `SELECT s.customer_id, o.id, o.name FROM serves s JOIN organizations o ON o.vendor_id = s.vendor_id AND o.id = s.partner_id
     WHERE s.vendor_id = $1 AND s.customer_id = ANY ($2::uuid[]) AND s.since <= $3 AND (s.until IS NULL OR s.until > $3) ORDER BY o.name, o.id`,
    [viewer.vendorId, customerIds, viewer.now],
  );
}

export async function insertCustomer(
  tx: Tx,
  vendorId: Uuid,
  row: Omit<CustomerRow, 'device_count' | 'version'> & {
    readonly projectId: Uuid;
    readonly servesId: Uuid;
    readonly partnerId: Uuid | null;
  },
): Promise<void> {
  await tx.run(
    'devices-insert-customer',
    `WITH organization AS (
       INSERT INTO organizations (vendor_id, id, kind, name, created_at) VALUES ($1, $2, 'customer', $3, $4)
     ), customer AS (
       INSERT INTO customers (vendor_id, organization_id, street, postal_code, city, country, reference_note) VALUES ($1, $2, $5, $6, $7, $8, $9)
     ), served AS (
       INSERT INTO serves (vendor_id, id, partner_id, customer_id, since) SELECT $1, $10, $11::uuid, $2, $4 WHERE $11::uuid IS NOT NULL
     )
     INSERT INTO projects (vendor_id, id, customer_id, name, created_at) VALUES ($1, $12, $2, $3, $4)`,
    [
      vendorId,
      row.id,
      row.name,
      row.created_at,
      row.street,
      row.postal_code,
      row.city,
      row.country,
      row.reference_note,
      row.servesId,
      row.partnerId,
      row.projectId,
    ],
  );
}

export async function saveCustomer(tx: Tx, vendorId: Uuid, row: Omit<CustomerRow, 'device_count' | 'created_at'>): Promise<boolean> {
  const saved = await tx.run(
    'devices-save-customer',
    `WITH organization AS (
       UPDATE organizations SET name = $3, version = version + 1 WHERE vendor_id = $1 AND id = $2 AND version = $9 RETURNING id
     )
     UPDATE customers SET street = $4, postal_code = $5, city = $6, country = $7, reference_note = $8
     WHERE vendor_id = $1 AND organization_id IN (SELECT id FROM organization)`,
    [vendorId, row.id, row.name, row.street, row.postal_code, row.city, row.country, row.reference_note, row.version],
  );
  return saved === 1;
}
