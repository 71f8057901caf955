import type { Tx } from '@muniment/platform/postgres';
import type { Uuid } from '../../core/context.ts';

/** Those of certain dead keys that were the last one of a device which still has something from the pool. */
export async function listLeftBehind(tx: Tx, vendorId: Uuid, enrolmentIds: readonly Uuid[]): Promise<ReadonlySet<Uuid>> {
  const rows = await tx.query<{ id: Uuid }>(
    'enrolment-list-left-behind',
    `SELECT e.id FROM enrolments e
     WHERE e.vendor_id = $1 AND e.id = ANY ($2::uuid[]) AND e.state = 'killed'
       AND NOT EXISTS (SELECT 1 FROM enrolments n WHERE n.vendor_id = $1 AND n.device_id = e.device_id
         AND (n.state = 'current' OR (n.state = 'killed' AND (n.killed_at, n.id) > (e.killed_at, e.id))))
       AND EXISTS (SELECT 1 FROM accounts a
         JOIN balances b ON b.vendor_id = $1 AND b.account_id = a.id AND b.quantity > 0
         JOIN postings p ON p.vendor_id = $1 AND p.account_id = a.id AND p.lot_id = b.lot_id
         JOIN operations o ON o.vendor_id = $1 AND o.id = p.operation_id
           AND o.kind IN ('activate-on-device', 'return-from-device', 'take-back-licenses', 'replace-hardware')
         WHERE a.vendor_id = $1 AND a.owner_id = e.device_id AND a.kind = 'active' GROUP BY b.lot_id HAVING sum(CASE o.kind WHEN 'replace-hardware'
           THEN sign(p.quantity) * coalesce((o.details -> 'fromPool' ->> p.lot_id::text)::bigint, 0) ELSE p.quantity END) > 0)`,
    [vendorId, enrolmentIds],
  );
  return new Set(rows.map(({ id }) => id));
}
