import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';

/** What was done on a device already, as far as an import asks: a demo is nothing. */
export async function doneBefore(tx: Tx, vendorId: Uuid, deviceId: Uuid): Promise<'nothing' | 'activated' | 'imported'> {
  const rows = await tx.query<{ imported: boolean; activated: boolean }>(
    'imports-done-before',
    `SELECT EXISTS (SELECT 1 FROM device_imports WHERE vendor_id = $1 AND device_id = $2) AS imported,
       EXISTS (
         SELECT 1 FROM accounts a JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id
         JOIN lots l ON l.vendor_id = b.vendor_id AND l.id = b.lot_id
         WHERE a.vendor_id = $1 AND a.owner_id = $2 AND a.kind = 'active' AND l.origin <> 'demo') AS activated`,
    [vendorId, deviceId],
  );
  const { imported, activated } = rows[0]!;
  return imported ? 'imported' : activated ? 'activated' : 'nothing';
}

/** Writes the device's one import down. */
export async function insertImport(
  tx: Tx,
  vendorId: Uuid,
  row: {
    readonly deviceId: Uuid;
    readonly operationId: Uuid;
    /** In hexadecimals. */
    readonly sha256: string;
    readonly fileCreatedAt: Temporal.Instant;
    readonly importedAt: Temporal.Instant;
  },
): Promise<void> {
  await tx.run(
    'imports-insert',
    `INSERT INTO device_imports (vendor_id, device_id, operation_id, sha256, file_created_at, imported_at)
     VALUES ($1, $2, $3, decode($4, 'hex'), $5, $6)`,
    [vendorId, row.deviceId, row.operationId, row.sha256, row.fileCreatedAt, row.importedAt],
  );
}
