import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';

/** Of lots, those that a validation has said yes by before. */
export async function usedLots(tx: Tx, vendorId: Uuid, lotIds: readonly Uuid[]): Promise<Set<Uuid>> {
  const rows = await tx.query<{ lot_id: Uuid }>(
    'licenses-used-lots',
    'SELECT lot_id FROM lot_uses WHERE vendor_id = $1 AND lot_id = ANY ($2::uuid[])',
    [vendorId, lotIds],
  );
  return new Set(rows.map((row) => row.lot_id));
}

/** Locks the active units of lots; answers the lots that have any behind the locks. */
export async function lockActive(tx: Tx, vendorId: Uuid, lotIds: readonly Uuid[]): Promise<Set<Uuid>> {
  const rows = await tx.query<{ lot_id: Uuid }>(
    'licenses-lock-active',
    `SELECT DISTINCT k.lot_id FROM (
       SELECT array_agg(b.account_id ORDER BY b.account_id, b.lot_id) AS accounts, array_agg(b.lot_id ORDER BY b.account_id, b.lot_id) AS lots
       FROM balances b WHERE b.vendor_id = $1 AND b.lot_id = ANY ($2::uuid[]) AND b.kind = 'active'
     ) p CROSS JOIN LATERAL lock_balances($1, p.accounts, p.lots) k WHERE k.quantity > 0`,
    [vendorId, lotIds],
  );
  return new Set(rows.map((row) => row.lot_id));
}

export async function insertUses(tx: Tx, vendorId: Uuid, lotIds: readonly Uuid[], now: Temporal.Instant): Promise<void> {
  await tx.run(
    'licenses-insert-uses',
    'INSERT INTO lot_uses (vendor_id, lot_id, used_at) SELECT $1, id, $3 FROM unnest($2::uuid[]) AS id ON CONFLICT DO NOTHING',
    [vendorId, lotIds, now],
  );
}
