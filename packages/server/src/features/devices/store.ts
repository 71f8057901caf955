import type { AttributeValues } from '@muniment/domain/catalog';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationFacts, Uuid } from '../../core/context.ts';
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
  variant: string | null;
  hardware_key: string;
  key_origin: KeyOrigin;
  secondary_key: string | null;
  product_key: string | null;
  key_input: string | null;
  parent_id: Uuid | null;
  relation: string | null;
  parent_name: string | null;
  parent_key: string | null;
  parent_product: string | null;
  parent_variant: string | null;
  child_count: number;
  customer_id: Uuid;
  customer_name: string;
  project_id: Uuid;
  reference_note: string;
  attributes: Readonly<Record<string, string>>;
  attribute_order: Readonly<Record<string, string>>;
  license_part: string | null;
  /** The first day without; null where nothing is active, or what is does not end. */
  licensed_until: Temporal.PlainDate | null;
  /** The device that took its place. */
  replaced_by: Uuid | null;
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

/** How a device came to its key. */
export type KeyOrigin = 'entered' | 'derived' | 'temporary';

export const deviceColumns = `d.id, d.name, d.product, d.variant, k.hardware_key, k.origin AS key_origin, s.hardware_key AS secondary_key,
  q.hardware_key AS product_key, d.key_input, d.parent_id, d.relation, pd.name AS parent_name, pk.hardware_key AS parent_key,
  pd.product AS parent_product, pd.variant AS parent_variant,
  (SELECT count(*) FROM devices c WHERE c.vendor_id = d.vendor_id AND c.parent_id = d.id) AS child_count, d.customer_id, o.name AS customer_name, d.project_id, d.reference_note,
  d.attributes, d.attribute_order, d.license_part, nullif(d.licensed_until, 'infinity') AS licensed_until, d.replaced_by, u.reserved, u.active, d.epoch, d.serial, d.created_at, d.version`;

/** Devices `d` with everything that `deviceColumns` names, for a viewer in the first three parameters. */
export function devicesSql(kind: OrganizationFacts['kind'], devices = 'devices d'): string {
  return `FROM ${devices}
    JOIN organizations o ON o.vendor_id = d.vendor_id AND o.id = d.customer_id
    JOIN device_keys k ON k.vendor_id = d.vendor_id AND k.device_id = d.id AND k.role = 'primary' AND k.state = 'current'
    LEFT JOIN device_keys s ON s.vendor_id = d.vendor_id AND s.device_id = d.id AND s.role = 'secondary' AND s.state = 'current'
    LEFT JOIN device_keys q ON q.vendor_id = d.vendor_id AND q.device_id = d.id AND q.role = 'product-key' AND q.state = 'current'
    LEFT JOIN devices pd ON pd.vendor_id = d.vendor_id AND pd.id = d.parent_id
    LEFT JOIN device_keys pk ON pk.vendor_id = d.vendor_id AND pk.device_id = d.parent_id AND pk.role = 'primary' AND pk.state = 'current'
    ${unitsSql(kind)}`;
}

/** Which devices the viewer in the first three parameters sees. */
export const visibleDevicesSql = (kind: OrganizationFacts['kind']) =>
  visibleCustomersSql('d.customer_id', kind, { vendor: 1, organization: 2, now: 3 });

export async function loadDevice(tx: Tx, viewer: Viewer, deviceId: Uuid): Promise<DeviceRow | null> {
  const rows = await tx.query<DeviceRow>(
    `devices-load-${sightOf(viewer.organization.kind)}`,
    `SELECT ${deviceColumns} ${devicesSql(viewer.organization.kind)}
     WHERE d.vendor_id = $1 AND ${visibleDevicesSql(viewer.organization.kind)} AND d.id = $4`,
    [viewer.vendorId, viewer.organization.id, viewer.now, deviceId],
  );
  return rows[0] ?? null;
}

export interface LockedRow {
  id: Uuid;
  epoch: number;
  serial: number;
  version: number;
}

/** Locks the device's row: one act at a time makes its licence file, so that serials only rise. */
export async function lockDevice(tx: Tx, vendorId: Uuid, deviceId: Uuid): Promise<LockedRow | null> {
  const rows = await tx.query<LockedRow>(
    'devices-lock',
    'SELECT id, epoch, serial, version FROM devices WHERE vendor_id = $1 AND id = $2 FOR UPDATE',
    [vendorId, deviceId],
  );
  return rows[0] ?? null;
}

/**
 * Locks a device with the one above and those below it, always in the order of their ids: rules look at all of them, and
 * acts on two of one family at the same moment must not decide on what the other is changing.
 */
export async function lockFamily(tx: Tx, vendorId: Uuid, deviceId: Uuid): Promise<LockedRow | null> {
  const rows = await tx.query<LockedRow>(
    'devices-lock-family',
    `SELECT id, epoch, serial, version FROM devices WHERE vendor_id = $1 AND (id = $2 OR parent_id = $2
       OR id = (SELECT parent_id FROM devices WHERE vendor_id = $1 AND id = $2)) ORDER BY id FOR UPDATE`,
    [vendorId, deviceId],
  );
  return rows.find(({ id }) => id === deviceId) ?? null;
}

export async function saveSerial(tx: Tx, vendorId: Uuid, deviceId: Uuid, serial: number): Promise<void> {
  await tx.run('devices-save-serial', 'UPDATE devices SET serial = $3 WHERE vendor_id = $1 AND id = $2 AND serial < $3', [
    vendorId,
    deviceId,
    serial,
  ]);
}

/** Documents of before are of a lower epoch from now on: the device has a new key. */
export async function raiseEpoch(tx: Tx, vendorId: Uuid, deviceId: Uuid): Promise<void> {
  await tx.run('devices-raise-epoch', 'UPDATE devices SET epoch = epoch + 1 WHERE vendor_id = $1 AND id = $2', [vendorId, deviceId]);
}

export interface NewDevice {
  readonly id: Uuid;
  readonly name: string;
  readonly product: string;
  readonly variant: string | null;
  readonly customerId: Uuid;
  readonly projectId: Uuid;
  readonly parentId: Uuid | null;
  readonly relation: string | null;
  readonly keyInput: string | null;
  readonly referenceNote: string;
  readonly attributes: AttributeValues;
}

export async function insertDevice(tx: Tx, vendorId: Uuid, row: NewDevice, createdAt: Temporal.Instant): Promise<void> {
  await tx.run(
    'devices-insert',
    `INSERT INTO devices (vendor_id, id, customer_id, project_id, parent_id, relation, product, variant, name, key_input, reference_note, created_at, attributes, attribute_order)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::jsonb, $14::jsonb)`,
    [
      vendorId,
      row.id,
      row.customerId,
      row.projectId,
      row.parentId,
      row.relation,
      row.product,
      row.variant,
      row.name,
      row.keyInput,
      row.referenceNote,
      createdAt,
      JSON.stringify(row.attributes.values),
      JSON.stringify(row.attributes.order),
    ],
  );
}

/** Notes what a device's key was made from. */
export async function saveKeyInput(tx: Tx, vendorId: Uuid, deviceId: Uuid, keyInput: string): Promise<void> {
  await tx.run('devices-save-key-input', 'UPDATE devices SET key_input = $3, version = version + 1 WHERE vendor_id = $1 AND id = $2', [
    vendorId,
    deviceId,
    keyInput,
  ]);
}

/** Puts a device that stood alone below another one. */
export async function adoptDevice(tx: Tx, vendorId: Uuid, deviceId: Uuid, parentId: Uuid, relation: string): Promise<void> {
  await tx.run(
    'devices-adopt',
    'UPDATE devices SET parent_id = $3, relation = $4, version = version + 1 WHERE vendor_id = $1 AND id = $2 AND parent_id IS NULL',
    [vendorId, deviceId, parentId, relation],
  );
}

/** Devices below one, oldest first. */
export async function childrenOf(
  tx: Tx,
  vendorId: Uuid,
  deviceId: Uuid,
): Promise<
  { id: Uuid; product: string; variant: string | null; relation: string; hardware_key: string; product_key: string | null; name: string }[]
> {
  return tx.query(
    'devices-children-of',
    `SELECT d.id, d.product, d.variant, d.relation, d.name, k.hardware_key, q.hardware_key AS product_key
     FROM devices d
     JOIN device_keys k ON k.vendor_id = d.vendor_id AND k.device_id = d.id AND k.role = 'primary' AND k.state = 'current'
     LEFT JOIN device_keys q ON q.vendor_id = d.vendor_id AND q.device_id = d.id AND q.role = 'product-key' AND q.state = 'current'
     WHERE d.vendor_id = $1 AND d.parent_id = $2 ORDER BY d.created_at, d.id`,
    [vendorId, deviceId],
  );
}

/** Whether anything was ever active on the device, one part left out: then its key is in files and stays. */
export async function wasEverActive(tx: Tx, vendorId: Uuid, deviceId: Uuid, exceptPart: string | null = null): Promise<boolean> {
  const rows = await tx.query(
    'devices-was-active',
    `SELECT 1 FROM accounts a JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id
     JOIN lots l ON l.vendor_id = b.vendor_id AND l.id = b.lot_id
     WHERE a.vendor_id = $1 AND a.owner_id = $2 AND a.kind = 'active' AND ($3::text IS NULL OR l.part <> $3) LIMIT 1`,
    [vendorId, deviceId, exceptPart],
  );
  return rows.length > 0;
}

const familySql = `WITH RECURSIVE family AS (
    SELECT id FROM devices WHERE vendor_id = $1 AND id = $2
    UNION SELECT d.id FROM devices d JOIN family f ON d.parent_id = f.id WHERE d.vendor_id = $1
  )`;

/** Whether anything is reserved or active on a device or below it. */
export async function isFamilyLicensed(tx: Tx, vendorId: Uuid, deviceId: Uuid): Promise<boolean> {
  const rows = await tx.query(
    'devices-is-family-licensed',
    `${familySql} SELECT 1 FROM family d
     JOIN accounts a ON a.vendor_id = $1 AND a.owner_id = d.id AND a.kind IN ('reserved', 'active')
     JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id AND b.quantity > 0 LIMIT 1`,
    [vendorId, deviceId],
  );
  return rows.length > 0;
}

/** Puts a device and what stands below it into a project, with their keys: a controller is one of its new project, and is let in there. */
export async function moveFamily(tx: Tx, vendorId: Uuid, deviceId: Uuid, projectId: Uuid): Promise<void> {
  await tx.run(
    'devices-move-family',
    `${familySql}, keys AS (UPDATE enrolments SET project_id = $3 WHERE vendor_id = $1 AND device_id IN (SELECT id FROM family))
     UPDATE devices SET project_id = $3 WHERE vendor_id = $1 AND id IN (SELECT id FROM family)`,
    [vendorId, deviceId, projectId],
  );
}

export async function saveDevice(
  tx: Tx,
  vendorId: Uuid,
  device: {
    readonly id: Uuid;
    readonly name: string;
    readonly referenceNote: string;
    readonly keyInput: string | null;
    readonly attributes: AttributeValues;
    readonly version: number;
  },
): Promise<boolean> {
  const saved = await tx.run(
    'devices-save',
    `UPDATE devices SET name = $3, reference_note = $4, key_input = $6, attributes = $7::jsonb, attribute_order = $8::jsonb,
       version = version + 1
     WHERE vendor_id = $1 AND id = $2 AND version = $5`,
    [
      vendorId,
      device.id,
      device.name,
      device.referenceNote,
      device.version,
      device.keyInput,
      JSON.stringify(device.attributes.values),
      JSON.stringify(device.attributes.order),
    ],
  );
  return saved === 1;
}
