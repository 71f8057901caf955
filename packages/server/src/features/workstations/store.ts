import type { Tx } from '@muniment/platform/postgres';
import type { Uuid } from '../../core/context.ts';

/** Which device took the place of another, seen from either. */
export async function replacementsOf(
  tx: Tx,
  vendorId: Uuid,
  deviceId: Uuid,
): Promise<{ readonly replacedBy: Uuid | null; readonly replaces: Uuid | null }> {
  const rows = await tx.query<{ replaced_by: Uuid | null; replaces: Uuid | null }>(
    'workstations-replacements-of',
    `SELECT d.replaced_by, (SELECT o.id FROM devices o WHERE o.vendor_id = $1 AND o.replaced_by = d.id) AS replaces
     FROM devices d WHERE d.vendor_id = $1 AND d.id = $2`,
    [vendorId, deviceId],
  );
  const [row] = rows;
  return { replacedBy: row?.replaced_by ?? null, replaces: row?.replaces ?? null };
}

/** From now on a device is another one: nothing is licensed on it any more, and nobody gets its hardware key. */
export async function markReplaced(tx: Tx, vendorId: Uuid, oldId: Uuid, newId: Uuid): Promise<void> {
  await tx.run(
    'workstations-mark-replaced',
    'UPDATE devices SET replaced_by = $3, version = version + 1 WHERE vendor_id = $1 AND id = $2',
    [vendorId, oldId, newId],
  );
}

/** What a device is called, whoever looks: a name goes over to what takes its place. */
export async function nameOf(tx: Tx, vendorId: Uuid, deviceId: Uuid): Promise<string | null> {
  const rows = await tx.query<{ name: string }>(
    'workstations-name-of',
    `SELECT d.name FROM devices d WHERE d.vendor_id = $1 AND d.id = $2`,
    [vendorId, deviceId],
  );
  return rows[0]?.name ?? null;
}
