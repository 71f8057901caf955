import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';

export interface PoolSumRow {
  part: string;
  pack_version: number;
  term_days: number | null;
  units: number;
}

/** What a pool holds, now or at a past instant, summed by part and length. */
export async function sumPool(tx: Tx, vendorId: Uuid, accountId: Uuid, asOf: Temporal.Instant | null): Promise<PoolSumRow[]> {
  return tx.query<PoolSumRow>(
    'terms-sum-pool',
    `SELECT l.part, l.pack_version, l.term_days, sum(h.quantity)::bigint AS units FROM (
       SELECT b.lot_id, b.quantity FROM balances b WHERE $3::timestamptz IS NULL AND b.vendor_id = $1 AND b.account_id = $2 AND b.quantity > 0
       UNION ALL
       SELECT p.lot_id, sum(p.quantity)::bigint FROM postings p JOIN operations o ON o.vendor_id = p.vendor_id AND o.id = p.operation_id
       WHERE $3 IS NOT NULL AND p.vendor_id = $1 AND p.account_id = $2 AND o.at <= $3 GROUP BY p.lot_id HAVING sum(p.quantity) > 0
     ) h JOIN lots l ON l.vendor_id = $1 AND l.id = h.lot_id
     GROUP BY l.part, l.pack_version, l.term_days ORDER BY l.part, l.term_days`,
    [vendorId, accountId, asOf],
  );
}

export interface PoolLotRow {
  lot_id: Uuid;
  quantity: number;
  since: Temporal.Instant;
  term: number;
}

export interface PoolFilter {
  /** Parts of the category that is asked for; null for all. */
  readonly parts: readonly string[] | null;
  readonly termDays: number | null;
}

export type PoolSort = 'registered' | '-registered' | 'term' | '-term';

/** Keys of the list's orders; `-` is descending. */
export function poolKeyset(sort: PoolSort): Keyset {
  const lot = { sql: 'h.lot_id', type: 'uuid' } as const;
  const first = sort.endsWith('term') ? ({ sql: 'h.term', type: 'integer' } as const) : ({ sql: 'h.since', type: 'timestamptz' } as const);
  return { columns: [first, lot], descending: sort.startsWith('-') };
}

// `since` is when units of the lot last came in: what was taken off a device yesterday is new in the pool.
const heldSql = `(
    SELECT b.lot_id, b.quantity, coalesce(l.term_days, 0) AS term, l.part, l.term_days, (
      SELECT o.at FROM postings p JOIN operations o ON o.vendor_id = p.vendor_id AND o.id = p.operation_id
      WHERE p.vendor_id = b.vendor_id AND p.account_id = b.account_id AND p.lot_id = b.lot_id AND p.quantity > 0
      ORDER BY p.operation_id DESC LIMIT 1) AS since
    FROM balances b JOIN lots l ON l.vendor_id = b.vendor_id AND l.id = b.lot_id
    WHERE b.vendor_id = $1 AND b.account_id = $2 AND b.quantity > 0
  ) h WHERE ($3::text[] IS NULL OR h.part = ANY ($3)) AND ($4::int IS NULL OR h.term_days = $4)`;

export async function listPoolLots(
  tx: Tx,
  vendorId: Uuid,
  accountId: Uuid,
  filter: PoolFilter,
  request: PageRequest,
  sort: PoolSort,
): Promise<PoolLotRow[]> {
  return tx.query<PoolLotRow>(
    `terms-list-pool-${sort}-${request.part}`,
    `SELECT h.lot_id, h.quantity, h.since, h.term FROM ${heldSql}${afterSql(request, 6)}${orderSql(request, 5)}`,
    [vendorId, accountId, filter.parts, filter.termDays, rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countPoolLots(tx: Tx, vendorId: Uuid, accountId: Uuid, filter: PoolFilter): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    'terms-count-pool',
    `SELECT count(*) AS total FROM (SELECT 1 FROM ${heldSql} LIMIT $5) m`,
    [vendorId, accountId, filter.parts, filter.termDays, mostCounted],
  );
  return rows[0]!.total;
}
