import type { Tx } from '@muniment/platform/postgres';
import type { Uuid } from '../../../core/context.ts';
import type { KeyOrigin } from '../store.ts';

/** Which of a device's keys a row is. */
export type StoredRole = 'primary' | 'secondary' | 'product-key';

/** A key as it is to be kept. */
export interface NewKey {
  readonly product: string;
  readonly hardwareKey: string;
  /** The format that took it; the role's own name for one that was made. */
  readonly formatId: string;
  readonly deviceId: Uuid;
  readonly role: StoredRole;
  readonly origin: KeyOrigin;
  /** As it was typed or scanned. */
  readonly entered: string;
}

/**
 * Lets acts that take many keys of a vendor come one after another: two that want the same keys, each in its own order, would
 * wait for one another for ever. Where a database has no advisory locks, a row of its own per vendor would do.
 */
export async function lockManyKeys(tx: Tx, vendorId: Uuid): Promise<void> {
  await tx.query('devices-lock-many-keys', 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`device-keys ${vendorId}`]);
}

/** Takes a key for a device: nobody else may have it, and a blocked one never again. False if somebody has it. */
export async function takeKey(tx: Tx, vendorId: Uuid, key: NewKey): Promise<boolean> {
  const inserted = await tx.run(
    'devices-insert-key',
    `INSERT INTO device_keys (vendor_id, product, hardware_key, device_id, format_id, role, origin, entered)
     VALUES ($1, $2, $3, $4, $5, $6, $7, nullif($8::text, $3::text))
     ON CONFLICT (vendor_id, product, hardware_key) DO NOTHING`,
    [vendorId, key.product, key.hardwareKey, key.deviceId, key.formatId, key.role, key.origin, key.entered],
  );
  return inserted === 1;
}

/** Which of these keys somebody has. */
export async function takenKeys(tx: Tx, vendorId: Uuid, product: string, hardwareKeys: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ hardware_key: string }>(
    'devices-taken-keys',
    'SELECT hardware_key FROM device_keys WHERE vendor_id = $1 AND product = $2 AND hardware_key = ANY ($3::text[])',
    [vendorId, product, hardwareKeys],
  );
  return new Set(rows.map(({ hardware_key: key }) => key));
}

/** Who has a key, and whether it is blocked; null where it is free. */
export async function keyHolder(
  tx: Tx,
  vendorId: Uuid,
  product: string,
  hardwareKey: string,
): Promise<{ device_id: Uuid; customer_id: Uuid; parent_id: Uuid | null; variant: string | null; state: 'current' | 'blocked' } | null> {
  const rows = await tx.query<{
    device_id: Uuid;
    customer_id: Uuid;
    parent_id: Uuid | null;
    variant: string | null;
    state: 'current' | 'blocked';
  }>(
    'devices-key-holder',
    `SELECT k.device_id, d.customer_id, d.parent_id, d.variant, CASE WHEN d.replaced_by IS NULL THEN k.state ELSE 'blocked' END AS state FROM device_keys k
     JOIN devices d ON d.vendor_id = k.vendor_id AND d.id = k.device_id
     WHERE k.vendor_id = $1 AND k.product = $2 AND k.hardware_key = $3`,
    [vendorId, product, hardwareKey],
  );
  return rows[0] ?? null;
}

/** Every text by which a device's keys are found: as kept, as entered, and the temporary one it had before. */
export async function keyTerms(tx: Tx, vendorId: Uuid, deviceId: Uuid): Promise<string[]> {
  const rows = await tx.query<{ hardware_key: string; entered: string | null }>(
    'devices-key-terms',
    'SELECT hardware_key, entered FROM device_keys WHERE vendor_id = $1 AND device_id = $2 ORDER BY role, hardware_key',
    [vendorId, deviceId],
  );
  return rows.flatMap(({ hardware_key: key, entered }) => (entered === null ? [key] : [key, entered]));
}

/** Gives a key free that no file was ever made for. */
export async function dropKey(tx: Tx, vendorId: Uuid, deviceId: Uuid, role: StoredRole): Promise<void> {
  await tx.run('devices-drop-key', "DELETE FROM device_keys WHERE vendor_id = $1 AND device_id = $2 AND role = $3 AND state = 'current'", [
    vendorId,
    deviceId,
    role,
  ]);
}

/** Gives everything free that a device took which is not to be added after all. */
export async function dropKeys(tx: Tx, vendorId: Uuid, deviceIds: readonly Uuid[]): Promise<void> {
  await tx.run('devices-drop-keys', 'DELETE FROM device_keys WHERE vendor_id = $1 AND device_id = ANY ($2::uuid[])', [vendorId, deviceIds]);
}

/** A key that must never be used again, such as the temporary one that gave way to a real one. */
export async function blockKey(tx: Tx, vendorId: Uuid, deviceId: Uuid, role: StoredRole): Promise<void> {
  await tx.run(
    'devices-block-key',
    "UPDATE device_keys SET state = 'blocked' WHERE vendor_id = $1 AND device_id = $2 AND role = $3 AND state = 'current'",
    [vendorId, deviceId, role],
  );
}
