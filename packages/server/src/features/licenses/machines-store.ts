import type { Fingerprint, FingerprintPolicy } from '@muniment/domain/fingerprint';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';

/** A machine that a device's licences were bound to. */
export interface MachineRow {
  number: number;
  change: 'bound' | 'repaired';
  fingerprint: Fingerprint;
  /** What it was bound under, without words; null for what was bound before that was kept. */
  policy: FingerprintPolicy | null;
  changed: string[];
  reason: string | null;
  bound_at: Temporal.Instant;
}

/** Every machine that a device's licences were bound to, the present one first: a few rows, as people repair few computers often. */
export function machinesOf(tx: Tx, vendorId: Uuid, deviceId: Uuid): Promise<MachineRow[]> {
  return tx.query<MachineRow>(
    'licenses-machines-of',
    `SELECT number, change, fingerprint, policy, changed, reason, bound_at FROM device_machines
     WHERE vendor_id = $1 AND device_id = $2 ORDER BY number DESC LIMIT 1000`,
    [vendorId, deviceId],
  );
}

interface LockedTo extends Pick<MachineRow, 'fingerprint' | 'policy'> {
  readonly thumbprint: string | null;
}

/** The machine that a licence file is for, and the key of the device that may use it. */
export async function lockedTo(tx: Tx, vendorId: Uuid, deviceId: Uuid): Promise<LockedTo | null> {
  const rows = await tx.query<LockedTo>(
    'licenses-locked-to',
    `SELECT m.fingerprint, m.policy, e.thumbprint FROM device_machines m
     LEFT JOIN enrolments e ON e.vendor_id = m.vendor_id AND e.device_id = m.device_id AND e.state = 'current'
     WHERE m.vendor_id = $1 AND m.device_id = $2 ORDER BY m.number DESC LIMIT 1`,
    [vendorId, deviceId],
  );
  return rows[0] ?? null;
}

/** Whether a key of a device is in force. */
export async function hasKey(tx: Tx, vendorId: Uuid, deviceId: Uuid): Promise<boolean> {
  const rows = await tx.query<{ found: boolean }>(
    'licenses-has-key',
    `SELECT EXISTS (SELECT 1 FROM enrolments WHERE vendor_id = $1 AND device_id = $2 AND state = 'current') AS found`,
    [vendorId, deviceId],
  );
  return rows[0]!.found;
}

export async function insertMachine(
  tx: Tx,
  vendorId: Uuid,
  deviceId: Uuid,
  row: MachineRow & { readonly bound_by: string },
): Promise<void> {
  await tx.run(
    'licenses-insert-machine',
    `INSERT INTO device_machines (vendor_id, device_id, number, change, fingerprint, policy, changed, reason, bound_at, bound_by)
     VALUES ($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7::text[], $8, $9, $10)`,
    [vendorId, deviceId, row.number, row.change, row.fingerprint, row.policy, row.changed, row.reason, row.bound_at, row.bound_by],
  );
}

/** What a device's licences were bound to is the history of another one as well: the same machine, installed anew. */
export async function copyMachines(tx: Tx, vendorId: Uuid, fromId: Uuid, toId: Uuid): Promise<void> {
  await tx.run(
    'licenses-copy-machines',
    `INSERT INTO device_machines (vendor_id, device_id, number, change, fingerprint, policy, changed, reason, bound_at, bound_by)
     SELECT vendor_id, $3, number, change, fingerprint, policy, changed, reason, bound_at, bound_by FROM device_machines
     WHERE vendor_id = $1 AND device_id = $2`,
    [vendorId, fromId, toId],
  );
}

/** Whether anything is licensed on a device now. */
export async function isLicensed(tx: Tx, vendorId: Uuid, deviceId: Uuid): Promise<boolean> {
  const rows = await tx.query<{ found: boolean }>(
    'licenses-is-licensed',
    `SELECT EXISTS (SELECT 1 FROM accounts a JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id AND b.quantity > 0
       WHERE a.vendor_id = $1 AND a.owner_id = $2 AND a.kind = 'active') AS found`,
    [vendorId, deviceId],
  );
  return rows[0]!.found;
}
