import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';

/** Of a posting what came from the pool: with a device that is replaced go other units, too, and its operation says which did. */
const takenSql = `CASE o.kind WHEN 'replace-hardware'
  THEN sign(p.quantity) * coalesce((o.details -> 'fromPool' ->> p.lot_id::text)::bigint, 0) ELSE p.quantity END`;

/** Units of each lot that a device took from its pool and has not given back, by the ledger itself. */
export async function takenFromPool(tx: Tx, vendorId: Uuid, accountId: Uuid): Promise<ReadonlyMap<Uuid, number>> {
  const rows = await tx.query<{ lot_id: Uuid; quantity: number }>(
    'controllers-taken-from-pool',
    `SELECT p.lot_id, sum(${takenSql})::bigint AS quantity FROM postings p
     JOIN operations o ON o.vendor_id = p.vendor_id AND o.id = p.operation_id
     WHERE p.vendor_id = $1 AND p.account_id = $2
       AND o.kind IN ('activate-on-device', 'return-from-device', 'take-back-licenses', 'replace-hardware')
     GROUP BY p.lot_id HAVING sum(${takenSql}) > 0`,
    [vendorId, accountId],
  );
  return new Map(rows.map((row) => [row.lot_id, row.quantity]));
}

/** What an act gave back to a pool, and when. */
export function returnedBy(tx: Tx, vendorId: Uuid, operationId: Uuid) {
  return tx.query<{ lot_id: Uuid; quantity: number; at: Temporal.Instant }>(
    'controllers-returned-by',
    `SELECT p.lot_id, p.quantity, o.at FROM postings p
     JOIN operations o ON o.vendor_id = p.vendor_id AND o.id = p.operation_id
     JOIN accounts a ON a.vendor_id = p.vendor_id AND a.id = p.account_id
     WHERE p.vendor_id = $1 AND p.operation_id = $2 AND a.kind = 'pool' AND p.quantity > 0`,
    [vendorId, operationId],
  );
}

export interface ReceiptRow {
  operation_id: Uuid;
  document_id: Uuid;
}

/** A receipt that was taken, and when. */
export interface TakenReceiptRow extends ReceiptRow {
  received_at: Temporal.Instant;
}

/** What became of a licence file that a device removed; null where it was not given back. */
export async function findReceipt(tx: Tx, vendorId: Uuid, deviceId: Uuid, epoch: number, serial: number): Promise<TakenReceiptRow | null> {
  const rows = await tx.query<TakenReceiptRow>(
    'controllers-find-receipt',
    'SELECT operation_id, document_id, received_at FROM device_receipts WHERE vendor_id = $1 AND device_id = $2 AND epoch = $3 AND serial = $4',
    [vendorId, deviceId, epoch, serial],
  );
  return rows[0] ?? null;
}

export async function insertReceipt(
  tx: Tx,
  vendorId: Uuid,
  row: ReceiptRow & { readonly deviceId: Uuid; readonly epoch: number; readonly serial: number },
  now: Temporal.Instant,
): Promise<void> {
  await tx.run(
    'controllers-insert-receipt',
    `INSERT INTO device_receipts (vendor_id, device_id, epoch, serial, operation_id, document_id, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [vendorId, row.deviceId, row.epoch, row.serial, row.operation_id, row.document_id, now],
  );
}
