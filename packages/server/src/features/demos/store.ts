import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';

/** How often a demo was started on a device, and when the one that ends last is over. */
export interface StartedRow {
  demo: string;
  started: number;
  until: Temporal.PlainDate;
}

/** Every demo that was ever started on a device. */
export function startedDemos(tx: Tx, vendorId: Uuid, deviceId: Uuid): Promise<StartedRow[]> {
  return tx.query<StartedRow>(
    'demos-started',
    `SELECT s.demo, count(*) AS started, max(l.valid_until) AS until
     FROM device_demos s JOIN lots l ON l.vendor_id = s.vendor_id AND l.id = s.lot_id
     WHERE s.vendor_id = $1 AND s.device_id = $2 GROUP BY s.demo`,
    [vendorId, deviceId],
  );
}

/** Writes a start down; that no number is used twice is the database's to say. */
export async function insertStart(
  tx: Tx,
  vendorId: Uuid,
  row: {
    readonly deviceId: Uuid;
    readonly demo: string;
    readonly number: number;
    readonly lotId: Uuid;
    readonly operationId: Uuid;
    readonly startedAt: Temporal.Instant;
  },
): Promise<void> {
  await tx.run(
    'demos-insert-start',
    `INSERT INTO device_demos (vendor_id, device_id, demo, number, lot_id, operation_id, started_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [vendorId, row.deviceId, row.demo, row.number, row.lotId, row.operationId, row.startedAt],
  );
}
