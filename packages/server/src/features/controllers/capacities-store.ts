import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';

/** Parts that are active in a project, in the catalog versions they were issued under. */
export interface ActivePart {
  part: string;
  pack_version: number;
}

export async function activePartsOf(tx: Tx, vendorId: Uuid, projectId: Uuid): Promise<ActivePart[]> {
  return tx.query<ActivePart>(
    'controllers-active-parts',
    `SELECT DISTINCT l.part, l.pack_version FROM devices d
     JOIN accounts a ON a.vendor_id = d.vendor_id AND a.owner_id = d.id AND a.kind = 'active'
     JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id AND b.quantity > 0
     JOIN lots l ON l.vendor_id = b.vendor_id AND l.id = b.lot_id
     WHERE d.vendor_id = $1 AND d.project_id = $2`,
    [vendorId, projectId],
  );
}

/** What one unit of a part adds to a capacity, and how much of it it covers. */
export interface PartWorth extends ActivePart {
  readonly feature: string;
  readonly grants: number;
  readonly covers: number;
}

/** A capacity of a model: its maximum, and which protocols use it up. */
export interface ModelCapacity {
  readonly product: string;
  readonly variant: string | null;
  readonly feature: string;
  /** Null: none. */
  readonly maximum: number | null;
  readonly protocols: readonly string[];
  /** Whether maintenance is sold for it. */
  readonly isCovered: boolean;
}

export interface CapacityQuestion {
  readonly projectId: Uuid;
  readonly today: Temporal.PlainDate;
  readonly worths: readonly PartWorth[];
  readonly models: readonly ModelCapacity[];
}

// What is licensed, used up and covered, device by device and capacity by capacity, as `entitlements` and `coverage` of the domain
// have it: a demo fills up to the maximum and adds nothing above, and is nothing that maintenance would have to cover.
const useSql = `use AS (
    SELECT d.id AS device_id, m.feature, m.is_covered, coalesce(e.endpoints, 0) AS endpoints, coalesce(h.owned, 0) AS owned, coalesce(h.covered, 0) AS covered,
      greatest(coalesce(h.owned, 0), least(coalesce(h.granted, 0), coalesce(m.maximum, coalesce(h.granted, 0)))) AS capacity
    FROM devices d
    JOIN unnest($4::text[], $5::text[], $6::text[], $7::bigint[], $8::boolean[]) AS m (product, variant, feature, maximum, is_covered)
      ON m.product = d.product AND m.variant = coalesce(d.variant, '')
    LEFT JOIN LATERAL (
      SELECT count(*) AS endpoints FROM endpoints e
      JOIN unnest($9::text[], $10::text[], $11::text[], $12::text[]) AS p (product, variant, feature, protocol)
        ON p.product = m.product AND p.variant = m.variant AND p.feature = m.feature AND p.protocol = e.protocol
      WHERE e.vendor_id = d.vendor_id AND e.device_id = d.id
    ) e ON true
    LEFT JOIN LATERAL (
      SELECT sum(b.quantity * w.grants) AS granted, sum(b.quantity * w.grants) FILTER (WHERE l.origin <> 'demo') AS owned,
        sum(b.quantity * w.covers) FILTER (WHERE l.origin <> 'demo') AS covered
      FROM accounts a
      JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id AND b.quantity > 0
      JOIN lots l ON l.vendor_id = b.vendor_id AND l.id = b.lot_id
      JOIN unnest($13::text[], $14::int[], $15::text[], $16::bigint[], $17::bigint[]) AS w (part, version, feature, grants, covers)
        ON w.part = l.part AND w.version = l.pack_version AND w.feature = m.feature
      WHERE a.vendor_id = d.vendor_id AND a.owner_id = d.id AND a.kind = 'active'
        AND (l.valid_from IS NULL OR l.valid_from <= $3::date) AND (l.valid_until IS NULL OR l.valid_until > $3::date)
    ) h ON true
    WHERE d.vendor_id = $1 AND d.project_id = $2
  ), lack AS (
    SELECT u.*, greatest(0, u.endpoints - u.capacity) AS missing, CASE WHEN u.is_covered THEN greatest(0, u.owned - u.covered) END AS uncovered
    FROM use u
  )`;

function values(vendorId: Uuid, { projectId, today, worths, models }: CapacityQuestion): unknown[] {
  const used = models.flatMap((model) => model.protocols.map((protocol) => ({ ...model, protocol })));
  return [
    vendorId,
    projectId,
    today,
    models.map(({ product }) => product),
    models.map(({ variant }) => variant ?? ''),
    models.map(({ feature }) => feature),
    models.map(({ maximum }) => maximum),
    models.map(({ isCovered }) => isCovered),
    used.map(({ product }) => product),
    used.map(({ variant }) => variant ?? ''),
    used.map(({ feature }) => feature),
    used.map(({ protocol }) => protocol),
    worths.map(({ part }) => part),
    worths.map(({ pack_version }) => pack_version),
    worths.map(({ feature }) => feature),
    worths.map(({ grants }) => grants),
    worths.map(({ covers }) => covers),
  ];
}

export interface UseRow {
  feature: string;
  capacity: number;
  endpoints: number;
  missing: number;
  covered: number;
  /** Null where no maintenance is sold for it. */
  uncovered: number | null;
}

export interface CapacityRow {
  id: Uuid;
  name: string;
  hardware_key: string;
  reported_at: Temporal.Instant | null;
  uses: UseRow[];
}

export const capacityKeyset: Keyset = {
  columns: [
    { sql: 'd.name', type: 'text' },
    { sql: 'd.id', type: 'uuid' },
  ],
  descending: false,
};

/** Which devices: all with a capacity, or those that lack some or its maintenance. */
export type Lacking = 'capacity' | 'maintenance' | null;
const lackingSql = { capacity: 'k.missing > 0', maintenance: 'k.uncovered > 0', all: 'true' } as const;
const pageSql = (lacking: Lacking) => `FROM devices d WHERE d.vendor_id = $1 AND d.project_id = $2
  AND EXISTS (SELECT 1 FROM lack k WHERE k.device_id = d.id AND ${lackingSql[lacking ?? 'all']})`;

/** Devices of a project with what they lack, by name. */
export async function listCapacityUse(
  tx: Tx,
  vendorId: Uuid,
  question: CapacityQuestion,
  lacking: Lacking,
  request: PageRequest,
): Promise<CapacityRow[]> {
  return tx.query<CapacityRow>(
    `controllers-list-capacities-${lacking ?? 'all'}-${request.part}`,
    `WITH ${useSql}, page AS MATERIALIZED (SELECT d.id, d.name ${pageSql(lacking)}${afterSql(request, 19)}${orderSql(request, 18)})
     SELECT page.id, page.name, coalesce(key.hardware_key, '') AS hardware_key, r.reported_at, (
       SELECT jsonb_agg(jsonb_build_object('feature', k.feature, 'capacity', k.capacity, 'endpoints', k.endpoints, 'missing', k.missing,
         'covered', k.covered, 'uncovered', k.uncovered) ORDER BY k.feature) FROM lack k WHERE k.device_id = page.id) AS uses
     FROM page
     LEFT JOIN endpoint_reports r ON r.vendor_id = $1 AND r.device_id = page.id
     LEFT JOIN device_keys key ON key.vendor_id = $1 AND key.device_id = page.id AND key.role = 'primary' AND key.state = 'current'
     ORDER BY page.name, page.id`,
    [...values(vendorId, question), rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countCapacityUse(tx: Tx, vendorId: Uuid, question: CapacityQuestion, lacking: Lacking): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    `controllers-count-capacities-${lacking ?? 'all'}`,
    `WITH ${useSql} SELECT count(*) AS total FROM (SELECT 1 ${pageSql(lacking)} LIMIT $18) m`,
    [...values(vendorId, question), mostCounted],
  );
  return rows[0]!.total;
}

export interface TotalRow extends UseRow {
  devices_missing: number;
  devices_uncovered: number;
}

/** The same, summed over all devices of the project. */
export async function sumCapacityUse(tx: Tx, vendorId: Uuid, question: CapacityQuestion): Promise<TotalRow[]> {
  return tx.query<TotalRow>(
    'controllers-sum-capacities',
    `WITH ${useSql}
     SELECT k.feature, sum(k.capacity)::bigint AS capacity, sum(k.endpoints)::bigint AS endpoints, sum(k.missing)::bigint AS missing,
       sum(k.covered)::bigint AS covered, sum(k.uncovered)::bigint AS uncovered,
       count(*) FILTER (WHERE k.missing > 0) AS devices_missing, count(*) FILTER (WHERE k.uncovered > 0) AS devices_uncovered
     FROM lack k GROUP BY k.feature ORDER BY k.feature`,
    values(vendorId, question),
  );
}
