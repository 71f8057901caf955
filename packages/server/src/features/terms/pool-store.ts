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
  /** When units of the lot last came in. */
  since: Temporal.Instant;
  last_at: Temporal.Instant;
  term: number;
}

/** Which lots of a pool; null leaves out nothing. */
export interface PoolFilter {
  /** Parts of the category that is asked for. */
  readonly parts: readonly string[] | null;
  readonly termDays: number | null;
  /** What lots are of: parts as they were in a catalog version. */
  readonly of: readonly { readonly part: string; readonly packVersion: number }[] | null;
  /** Leaves out what has ended on this day of the vendor's. */
  readonly today: Temporal.PlainDate | null;
  readonly lotIds: readonly Uuid[] | null;
}

/** Everything in a pool. */
export const wholePool: PoolFilter = { parts: null, termDays: null, of: null, today: null, lotIds: null };

export type PoolSort = 'registered' | '-registered' | 'term' | '-term';

/** Keys of the list's orders; `-` is descending. */
export function poolKeyset(sort: PoolSort): Keyset {
  const lot = { sql: 'b.lot_id', type: 'uuid' } as const;
  const first = sort.endsWith('term')
    ? ({ sql: 'coalesce(l.term_days, 0)', type: 'integer' } as const)
    : ({ sql: 'b.came_at', type: 'timestamptz' } as const);
  return { columns: [first, lot], descending: sort.startsWith('-') };
}

/** The key of a row in that order, as a cursor holds it. */
export const keyOfPoolLot = (sort: PoolSort) => (row: PoolLotRow) => [
  sort.endsWith('term') ? String(row.term) : row.since.toString(),
  row.lot_id,
];

// The kind says that it is a pool, so that the index of pools is taken, in its order.
const heldSql = `FROM balances b JOIN lots l ON l.vendor_id = b.vendor_id AND l.id = b.lot_id
  WHERE b.vendor_id = $1 AND b.account_id = $2 AND b.kind = 'pool' AND b.quantity > 0
    AND ($3::text[] IS NULL OR l.part = ANY ($3)) AND ($4::int IS NULL OR l.term_days = $4)
    AND ($5::text[] IS NULL OR (l.part, l.pack_version) IN (SELECT u.part, u.version FROM unnest($5, $6::int[]) AS u (part, version)))
    AND ($7::date IS NULL OR l.valid_until IS NULL OR l.valid_until > $7) AND ($8::uuid[] IS NULL OR b.lot_id = ANY ($8))`;

const valuesOf = (vendorId: Uuid, accountId: Uuid, { parts, termDays, of, today, lotIds }: PoolFilter): unknown[] => [
  vendorId,
  accountId,
  parts,
  termDays,
  of?.map(({ part }) => part) ?? null,
  of?.map(({ packVersion }) => packVersion) ?? null,
  today,
  lotIds,
];

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
    `SELECT b.lot_id, b.quantity, b.came_at AS since, b.last_at, coalesce(l.term_days, 0) AS term ${heldSql}${afterSql(request, 10)}${orderSql(request, 9)}`,
    [...valuesOf(vendorId, accountId, filter), rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countPoolLots(tx: Tx, vendorId: Uuid, accountId: Uuid, filter: PoolFilter): Promise<number> {
  const rows = await tx.query<{ total: number }>('terms-count-pool', `SELECT count(*) AS total FROM (SELECT 1 ${heldSql} LIMIT $9) m`, [
    ...valuesOf(vendorId, accountId, filter),
    mostCounted,
  ]);
  return rows[0]!.total;
}
