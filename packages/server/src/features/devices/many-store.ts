import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';
import type { NewKey } from './keys/store.ts';
import type { NewDevice } from './store.ts';

/** Takes keys that nobody has, the first of two alike; answers the devices that got theirs. */
export async function takeKeys(tx: Tx, vendorId: Uuid, keys: readonly NewKey[]): Promise<ReadonlySet<Uuid>> {
  const rows = await tx.query<{ device_id: Uuid }>(
    'devices-insert-keys',
    `INSERT INTO device_keys (vendor_id, product, hardware_key, device_id, format_id, role, origin, entered)
     SELECT $1, k.product, k.hardware_key, k.device_id, k.format_id, k.role, k.origin, nullif(k.entered, k.hardware_key)
     FROM unnest($2::text[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[]) WITH ORDINALITY
       AS k (product, hardware_key, device_id, format_id, role, origin, entered, place)
     ORDER BY k.place
     ON CONFLICT (vendor_id, product, hardware_key) DO NOTHING RETURNING device_id`,
    [
      vendorId,
      keys.map((key) => key.product),
      keys.map((key) => key.hardwareKey),
      keys.map((key) => key.deviceId),
      keys.map((key) => key.formatId),
      keys.map((key) => key.role),
      keys.map((key) => key.origin),
      keys.map((key) => key.entered),
    ],
  );
  return new Set(rows.map((row) => row.device_id));
}

/** A device as its key leads to it. */
export interface HolderRow {
  readonly place: number;
  readonly device_id: Uuid;
  readonly project_id: Uuid;
  readonly customer_id: Uuid;
  readonly role: string;
  readonly state: 'current' | 'blocked';
}

/** Who has these keys; `place` is that of the key in the list. */
export function holdersOf(
  tx: Tx,
  vendorId: Uuid,
  keys: readonly { readonly product: string; readonly hardwareKey: string }[],
): Promise<HolderRow[]> {
  return tx.query<HolderRow>(
    'devices-holders-of',
    `SELECT w.place::int - 1 AS place, k.device_id, d.project_id, d.customer_id, k.role, k.state
     FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS w (product, hardware_key, place)
     JOIN device_keys k ON k.vendor_id = $1 AND k.product = w.product AND k.hardware_key = w.hardware_key
     JOIN devices d ON d.vendor_id = k.vendor_id AND d.id = k.device_id`,
    [vendorId, keys.map((key) => key.product), keys.map((key) => key.hardwareKey)],
  );
}

/** New devices of one customer's project that stand below no other. */
export async function insertDevices(tx: Tx, vendorId: Uuid, rows: readonly NewDevice[], createdAt: Temporal.Instant): Promise<void> {
  await tx.run(
    'devices-insert-many',
    `INSERT INTO devices (vendor_id, id, customer_id, project_id, product, variant, name, key_input, reference_note, created_at, attributes, attribute_order)
     SELECT $1, d.id, d.customer_id, d.project_id, d.product, d.variant, d.name, d.key_input, d.note, $2::timestamptz, d.attributes::jsonb, d.attribute_order::jsonb
     FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[])
       AS d (id, customer_id, project_id, product, variant, name, key_input, note, attributes, attribute_order)`,
    [
      vendorId,
      createdAt,
      rows.map((row) => row.id),
      rows.map((row) => row.customerId),
      rows.map((row) => row.projectId),
      rows.map((row) => row.product),
      rows.map((row) => row.variant),
      rows.map((row) => row.name),
      rows.map((row) => row.keyInput),
      rows.map((row) => row.referenceNote),
      rows.map((row) => JSON.stringify(row.attributes.values)),
      rows.map((row) => JSON.stringify(row.attributes.order)),
    ],
  );
}

/** What an import may change of a device that is there already. */
export interface KnownDevice {
  readonly id: Uuid;
  readonly name: string;
  readonly key_input: string | null;
  readonly reference_note: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly attribute_order: Readonly<Record<string, string>>;
}

/** Locks devices in the order of their ids. */
export function lockDevices(tx: Tx, vendorId: Uuid, ids: readonly Uuid[]): Promise<KnownDevice[]> {
  return tx.query<KnownDevice>(
    'devices-lock-many',
    `SELECT id, name, key_input, reference_note, attributes, attribute_order FROM devices
     WHERE vendor_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id FOR UPDATE`,
    [vendorId, ids],
  );
}

export async function saveDevices(tx: Tx, vendorId: Uuid, rows: readonly KnownDevice[]): Promise<void> {
  await tx.run(
    'devices-save-many',
    `UPDATE devices d SET name = s.name, reference_note = s.note, attributes = s.attributes::jsonb, attribute_order = s.attribute_order::jsonb,
       version = version + 1
     FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[]) AS s (id, name, note, attributes, attribute_order)
     WHERE d.vendor_id = $1 AND d.id = s.id`,
    [
      vendorId,
      rows.map((row) => row.id),
      rows.map((row) => row.name),
      rows.map((row) => row.reference_note),
      rows.map((row) => JSON.stringify(row.attributes)),
      rows.map((row) => JSON.stringify(row.attribute_order)),
    ],
  );
}

/** Every text by which the keys of these devices are found. */
export function manyKeyTerms(
  tx: Tx,
  vendorId: Uuid,
  ids: readonly Uuid[],
): Promise<{ device_id: Uuid; hardware_key: string; entered: string | null }[]> {
  return tx.query(
    'devices-many-key-terms',
    'SELECT device_id, hardware_key, entered FROM device_keys WHERE vendor_id = $1 AND device_id = ANY ($2::uuid[])',
    [vendorId, ids],
  );
}
