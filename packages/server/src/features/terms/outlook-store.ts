import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';
import { freeSql } from './store.ts';

/** A device or named user as far as it decides which licence it gets; `running`: the parts of its licences that are valid. */
export interface TakerRow {
  readonly id: Uuid;
  readonly running: readonly string[];
}

export interface DeviceTakerRow extends TakerRow {
  readonly product: string;
  readonly variant: string | null;
  readonly relation: string | null;
  readonly parent_product: string | null;
  readonly parent_variant: string | null;
  readonly key_origin: 'entered' | 'derived' | 'temporary';
}

/** Of what is in an account of a holder `w`. Nothing is looked for where whatever ends last has ended. */
const runningSql = (kind: 'active' | 'assigned', today: string) => `coalesce((
  SELECT array_agg(DISTINCT l.part ORDER BY l.part) FROM accounts a
  JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id AND b.quantity > 0
  JOIN lots l ON l.vendor_id = b.vendor_id AND l.id = b.lot_id AND l.term_days IS NOT NULL AND l.starts_on IS NOT NULL
  WHERE w.licensed_until > ${today}::date AND a.vendor_id = w.vendor_id AND a.owner_id = w.id AND a.kind = '${kind}'
    AND l.valid_until > ${today}::date), '{}') AS running`;

/** Those of these devices that are in the project. Nothing is locked: they are only looked at. */
export async function deviceTakers(
  tx: Tx,
  vendorId: Uuid,
  projectId: Uuid,
  ids: readonly Uuid[],
  today: Temporal.PlainDate,
): Promise<DeviceTakerRow[]> {
  return tx.query<DeviceTakerRow>(
    'terms-device-takers',
    `SELECT w.id, w.product, w.variant, w.relation, p.product AS parent_product, p.variant AS parent_variant,
       k.origin AS key_origin, ${runningSql('active', '$4')}
     FROM devices w
     JOIN device_keys k ON k.vendor_id = w.vendor_id AND k.device_id = w.id AND k.role = 'primary' AND k.state = 'current'
     LEFT JOIN devices p ON p.vendor_id = w.vendor_id AND p.id = w.parent_id
     WHERE w.vendor_id = $1 AND w.project_id = $2 AND w.id = ANY ($3::uuid[])`,
    [vendorId, projectId, ids, today.toString()],
  );
}

/** Those of these named users that are in the project. Nothing is locked. */
export async function userTakers(
  tx: Tx,
  vendorId: Uuid,
  projectId: Uuid,
  ids: readonly Uuid[],
  today: Temporal.PlainDate,
): Promise<TakerRow[]> {
  return tx.query<TakerRow>(
    'terms-user-takers',
    `SELECT w.id, ${runningSql('assigned', '$4')} FROM named_users w
     WHERE w.vendor_id = $1 AND w.project_id = $2 AND w.id = ANY ($3::uuid[]) AND w.removed_at IS NULL`,
    [vendorId, projectId, ids, today.toString()],
  );
}

/** So many free licences of one part and length. */
export interface FreeCount {
  readonly part: string;
  readonly termDays: number;
  readonly count: number;
}

/** What is free in a pool, by part and length; of one lot alone where it is named. */
export async function countFree(tx: Tx, vendorId: Uuid, accountId: Uuid, lotId: Uuid | null): Promise<FreeCount[]> {
  const rows = await tx.query<{ part: string; term_days: number; units: number }>(
    'terms-count-free',
    `SELECT l.part, l.term_days, sum(b.quantity)::bigint AS units
     FROM balances b JOIN lots l ON l.vendor_id = b.vendor_id AND l.id = b.lot_id
     WHERE b.vendor_id = $1 AND b.account_id = $2 AND ($3::uuid IS NULL OR l.id = $3) AND ${freeSql}
     GROUP BY l.part, l.term_days ORDER BY l.part, l.term_days`,
    [vendorId, accountId, lotId],
  );
  return rows.map(({ part, term_days: termDays, units: count }) => ({ part, termDays, count }));
}
