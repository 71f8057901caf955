import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';

/** A unit that a workstation activated with a key, and still has. */
export interface ActivationRow {
  readonly key_id: Uuid;
  readonly device_id: Uuid;
  readonly name: string;
  readonly at: Temporal.Instant;
}

export async function insertActivation(
  tx: Tx,
  vendorId: Uuid,
  { keyId, deviceId, operationId }: { readonly keyId: Uuid; readonly deviceId: Uuid; readonly operationId: Uuid },
  now: Temporal.Instant,
): Promise<void> {
  await tx.run(
    'license-keys-note-activation',
    'INSERT INTO license_key_activations (vendor_id, key_id, device_id, operation_id, at) VALUES ($1, $2, $3, $4, $5)',
    [vendorId, keyId, deviceId, operationId, now],
  );
}

/** Everything of a device goes to another one: what keys brought there, too. */
export async function moveActivations(tx: Tx, vendorId: Uuid, from: Uuid, to: Uuid): Promise<void> {
  await tx.run(
    'license-keys-move-activations',
    'UPDATE license_key_activations SET device_id = $3 WHERE vendor_id = $1 AND device_id = $2',
    [vendorId, from, to],
  );
}

/**
 * Where keys are activated. What a device has of a licence may be less than what was activated on it: then the last activations are those
 * that count. Looked for from the device upwards, where there are few lots, and not from the key's downwards, where there may be many.
 */
export function activationsOf(tx: Tx, vendorId: Uuid, keyIds: readonly Uuid[]): Promise<ActivationRow[]> {
  return tx.query<ActivationRow>(
    'license-keys-activations',
    `WITH RECURSIVE places AS (
       SELECT DISTINCT device_id FROM license_key_activations WHERE vendor_id = $1 AND key_id = ANY ($2::uuid[])),
     held AS (
       SELECT p.device_id, b.lot_id, b.quantity FROM places p
       JOIN accounts a ON a.vendor_id = $1 AND a.owner_id = p.device_id AND a.kind = 'active'
       JOIN balances b ON b.vendor_id = $1 AND b.account_id = a.id AND b.quantity > 0),
     above AS (
       SELECT lot_id, lot_id AS id FROM held
       UNION SELECT above.lot_id, lp.parent_id FROM above JOIN lot_parents lp ON lp.vendor_id = $1 AND lp.lot_id = above.id),
     units AS (
       SELECT h.device_id, above.id AS lot_id, sum(h.quantity) AS units FROM held h JOIN above ON above.lot_id = h.lot_id GROUP BY 1, 2),
     told AS (
       SELECT t.key_id, t.device_id, t.at, k.lot_id,
         row_number() OVER (PARTITION BY t.device_id, k.lot_id ORDER BY t.at DESC, t.operation_id DESC) AS place
       FROM places p JOIN license_key_activations t ON t.vendor_id = $1 AND t.device_id = p.device_id
       JOIN license_keys k ON k.vendor_id = $1 AND k.id = t.key_id)
     SELECT t.key_id, t.device_id, d.name, t.at FROM told t
     JOIN units u ON u.device_id = t.device_id AND u.lot_id = t.lot_id AND t.place <= u.units
     JOIN devices d ON d.vendor_id = $1 AND d.id = t.device_id
     WHERE t.key_id = ANY ($2::uuid[]) ORDER BY t.at, t.device_id`,
    [vendorId, keyIds],
  );
}
