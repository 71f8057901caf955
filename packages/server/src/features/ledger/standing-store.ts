import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationKind, Uuid } from '../../core/context.ts';

// Something was built on an operation when a later one touched an (account, lot) pair that it credited: then the pair's
// last instant is a later one, as an act stands after all that it builds on. Where units come from and change their nature
// nothing lies that could be missing: several licences of one lot go through the same conversion.
export const builtUponSql = `EXISTS (
  SELECT 1 FROM postings p JOIN balances b ON b.vendor_id = p.vendor_id AND b.account_id = p.account_id AND b.lot_id = p.lot_id
  WHERE p.vendor_id = o.vendor_id AND p.operation_id = o.id AND p.quantity > 0
    AND b.kind NOT IN ('issue', 'conversion') AND b.last_at > o.at)`;

// Something went out on the strength of an act: a licence file of its device since then, or a validation that said yes by a lot
// it made.
export const deliveredSql = `(EXISTS (
    SELECT 1 FROM postings p JOIN lot_uses u ON u.vendor_id = p.vendor_id AND u.lot_id = p.lot_id
    JOIN lots l ON l.vendor_id = p.vendor_id AND l.id = p.lot_id AND l.origin = 'conversion' AND l.issued_at = o.at
    WHERE p.vendor_id = o.vendor_id AND p.operation_id = o.id AND p.quantity > 0)
  OR (o.kind IN ('assign-license', 'extend-license') AND EXISTS (
    SELECT 1 FROM license_documents d WHERE d.vendor_id = o.vendor_id AND d.device_id = o.device_id AND d.created_at >= o.at)))`;

/** An act as it stands now: what undoing it depends on (F13). */
export interface StandingRow {
  /** What it made. */
  lot_id: Uuid;
  id: Uuid;
  kind: string;
  at: Temporal.Instant;
  actor_kind: string;
  organization_id: Uuid | null;
  organization_name: string | null;
  organization_kind: OrganizationKind | null;
  undone: boolean;
  built_upon: boolean;
  delivered: boolean;
}

/** The acts that made these lots of others. */
export async function makersOf(tx: Tx, vendorId: Uuid, lotIds: readonly Uuid[]): Promise<StandingRow[]> {
  if (lotIds.length === 0) return [];
  return tx.query<StandingRow>(
    'ledger-makers-of',
    `SELECT p.lot_id, o.id, o.kind, o.at, o.actor_kind, o.organization_id, w.name AS organization_name, w.kind AS organization_kind,
       EXISTS (SELECT 1 FROM operations u WHERE u.vendor_id = o.vendor_id AND u.undoes = o.id) AS undone,
       ${builtUponSql} AS built_upon, ${deliveredSql} AS delivered
     FROM lots l JOIN postings p ON p.vendor_id = l.vendor_id AND p.lot_id = l.id AND p.quantity > 0
     JOIN operations o ON o.vendor_id = p.vendor_id AND o.id = p.operation_id AND o.at = l.issued_at
     JOIN accounts a ON a.vendor_id = p.vendor_id AND a.id = p.account_id AND a.kind <> 'conversion'
     LEFT JOIN organizations w ON w.vendor_id = o.vendor_id AND w.id = o.organization_id
     WHERE l.vendor_id = $1 AND l.id = ANY ($2::uuid[]) AND l.origin = 'conversion'`,
    [vendorId, lotIds],
  );
}
