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
    'capacities-active-parts',
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

export interface CapacityRules {
  readonly today: Temporal.PlainDate;
  readonly worths: readonly PartWorth[];
  readonly models: readonly ModelCapacity[];
}

export interface CapacityQuestion extends CapacityRules {
  readonly projectId: Uuid;
}

/** The models as rows `m`, and what units of parts are worth as rows `w`. */
export const modelsSql =
  'jsonb_to_recordset($3::jsonb) AS m (product text, variant text, feature text, maximum bigint, is_covered boolean, protocols text[])';
const worthsSql = 'jsonb_to_recordset($4::jsonb) AS w (part text, pack_version integer, feature text, grants bigint, covers bigint)';
export const ofModelSql = "m.product = d.product AND m.variant = coalesce(d.variant, '')";

/** What is active on a device `d` today. */
export const activeSql = `SELECT b.quantity, l.part, l.pack_version, l.origin FROM accounts a
  JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id AND b.quantity > 0
  JOIN lots l ON l.vendor_id = b.vendor_id AND l.id = b.lot_id
  WHERE a.vendor_id = d.vendor_id AND a.owner_id = d.id AND a.kind = 'active'
    AND (l.valid_from IS NULL OR l.valid_from <= $5::date) AND (l.valid_until IS NULL OR l.valid_until > $5::date)`;

/** What such rows `l` come to. */
export const sumsSql = `sum(l.quantity * w.grants) AS granted, sum(l.quantity * w.grants) FILTER (WHERE l.origin <> 'demo') AS owned,
  sum(l.quantity * w.covers) FILTER (WHERE l.origin <> 'demo') AS covered`;
export const worthSql = `${worthsSql} ON w.part = l.part AND w.pack_version = l.pack_version`;

// As `entitlements` and `coverage` of the domain have it: a demo fills up to the maximum and adds nothing above, and is nothing
// that maintenance would have to cover.
export const reachSql = `m.feature, m.is_covered,
  (SELECT coalesce(sum((r.counts ->> p)::bigint), 0)::bigint FROM unnest(m.protocols) AS p) AS endpoints,
  coalesce(h.owned, 0) AS owned, coalesce(h.covered, 0) AS covered,
  greatest(coalesce(h.owned, 0), least(coalesce(h.granted, 0), coalesce(m.maximum, coalesce(h.granted, 0)))) AS capacity`;
export const lackSql = `greatest(0, u.endpoints - u.capacity) AS missing,
  CASE WHEN u.is_covered THEN greatest(0, u.owned - u.covered) END AS uncovered`;

/**
 * What is licensed, used up and covered of a device `d`, capacity by capacity. Looked up device by device, so that a page costs as
 * much as its devices, however many there are.
 */
const usesSql = `(SELECT u.*, ${lackSql} FROM (
    SELECT ${reachSql} FROM ${modelsSql}
    LEFT JOIN endpoint_reports r ON r.vendor_id = d.vendor_id AND r.device_id = d.id
    CROSS JOIN LATERAL (SELECT ${sumsSql} FROM (${activeSql}) l JOIN ${worthSql} AND w.feature = m.feature) h
    WHERE ${ofModelSql}
  ) u)`;
export const usesJsonSql = `(SELECT jsonb_agg(jsonb_build_object('feature', k.feature, 'capacity', k.capacity, 'endpoints', k.endpoints,
  'missing', k.missing, 'covered', k.covered, 'uncovered', k.uncovered) ORDER BY k.feature) FROM ${usesSql} k)`;

/** What those texts are about: `$3` alone tells which devices have a capacity, and `$3`, `$4` and `$5` the rest. */
export function rulesOf({ today, worths, models }: CapacityRules): readonly [string, string, Temporal.PlainDate] {
  const rows = models.map(({ variant, isCovered, ...model }) => ({ ...model, variant: variant ?? '', is_covered: isCovered }));
  return [JSON.stringify(rows), JSON.stringify(worths), today];
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

/** Whether there is none, or one that lacks something, is known without the others. */
function pageSql(lacking: Lacking): string {
  const found = lacking === null ? `${modelsSql} WHERE ${ofModelSql}` : `${usesSql} k WHERE ${lackingSql[lacking]}`;
  return `FROM devices d WHERE d.vendor_id = $1 AND d.project_id = $2 AND EXISTS (SELECT 1 FROM ${found})`;
}

/** Devices of a project with what they lack, by name. */
export async function listCapacityUse(
  tx: Tx,
  vendorId: Uuid,
  question: CapacityQuestion,
  lacking: Lacking,
  request: PageRequest,
): Promise<CapacityRow[]> {
  return tx.query<CapacityRow>(
    `capacities-list-${lacking ?? 'all'}-${request.part}`,
    `WITH page AS MATERIALIZED (SELECT d.* ${pageSql(lacking)}${afterSql(request, 7)}${orderSql(request, 6)})
     SELECT d.id, d.name, coalesce(key.hardware_key, '') AS hardware_key, r.reported_at, ${usesJsonSql} AS uses
     FROM page d
     LEFT JOIN endpoint_reports r ON r.vendor_id = $1 AND r.device_id = d.id
     LEFT JOIN device_keys key ON key.vendor_id = $1 AND key.device_id = d.id AND key.role = 'primary' AND key.state = 'current'
     ORDER BY d.name, d.id`,
    [vendorId, question.projectId, ...rulesOf(question), rowsToLoad(request), ...(request.after ?? [])],
  );
}

/** How many devices are listed. */
export async function countCapacityUse(tx: Tx, vendorId: Uuid, question: CapacityQuestion, lacking: Lacking): Promise<number> {
  const rules = rulesOf(question);
  const given = [vendorId, question.projectId, ...(lacking === null ? rules.slice(0, 1) : rules)];
  const rows = await tx.query<{ total: number }>(
    `capacities-count-${lacking ?? 'all'}`,
    `SELECT count(*) AS total FROM (SELECT 1 ${pageSql(lacking)} LIMIT $${given.length + 1}) m`,
    [...given, mostCounted],
  );
  return rows[0]!.total;
}

export interface TotalRow extends UseRow {
  devices_missing: number;
  devices_uncovered: number;
}

interface SummedRow extends TotalRow {
  is_whole: boolean;
  listed: number;
}

/** The same, summed over all devices of the project, and how many of them are listed. */
export async function sumCapacityUse(
  tx: Tx,
  vendorId: Uuid,
  question: CapacityQuestion,
  lacking: Lacking,
): Promise<{ readonly totals: TotalRow[]; readonly listed: number }> {
  const rows = await tx.query<SummedRow>(
    `capacities-sum-${lacking ?? 'all'}`,
    `SELECT grouping(k.feature) = 1 AS is_whole, least($6::bigint, count(DISTINCT d.id) FILTER (WHERE ${lackingSql[lacking ?? 'all']})) AS listed,
       coalesce(k.feature, '') AS feature, sum(k.capacity)::bigint AS capacity, sum(k.endpoints)::bigint AS endpoints,
       sum(k.missing)::bigint AS missing, sum(k.covered)::bigint AS covered, sum(k.uncovered)::bigint AS uncovered,
       count(*) FILTER (WHERE k.missing > 0) AS devices_missing, count(*) FILTER (WHERE k.uncovered > 0) AS devices_uncovered
     FROM devices d CROSS JOIN LATERAL ${usesSql} k
     WHERE d.vendor_id = $1 AND d.project_id = $2
     GROUP BY GROUPING SETS ((k.feature), ()) ORDER BY k.feature`,
    [vendorId, question.projectId, ...rulesOf(question), mostCounted],
  );
  return { totals: rows.filter(({ is_whole }) => !is_whole), listed: rows.find(({ is_whole }) => is_whole)!.listed };
}
