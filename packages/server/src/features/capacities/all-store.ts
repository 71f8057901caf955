import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationFacts, Uuid } from '../../core/context.ts';
import { afterSql, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';
import { sightOf, visibleCustomersSql } from '../../core/visibility/store.ts';
import {
  activeSql,
  type CapacityRow,
  type CapacityRules,
  type Lacking,
  lackSql,
  modelsSql,
  ofModelSql,
  reachSql,
  rulesOf,
  sumsSql,
  usesJsonSql,
  worthSql,
} from './store.ts';

// Devices of all projects that a viewer sees, by the rule of one project.

export interface Viewer {
  readonly vendorId: Uuid;
  readonly organization: Pick<OrganizationFacts, 'id' | 'kind'>;
  readonly now: Temporal.Instant;
}

const at = { vendor: 1, organization: 2, now: 6 };
const valuesOf = (viewer: Viewer, rules: CapacityRules) => [
  viewer.vendorId,
  viewer.organization.id,
  ...rulesOf(rules),
  viewer.now,
  [...new Set(rules.models.map(({ product }) => product))],
];

const seenSql = ({ organization: { kind } }: Viewer) => `d.vendor_id = $1 AND ${visibleCustomersSql('d.customer_id', kind, at)}`;

/**
 * What each of them lacks, all reckoned at once: device by device, ten thousand would be looked up one after the other. It
 * begins from the few devices whose models have a capacity (OFFSET 0: joined freely, it would be planned from every lot there is).
 */
const lackingOf = (viewer: Viewer) => `controllers AS MATERIALIZED (
    SELECT d.vendor_id, d.id, d.product, d.variant FROM devices d WHERE ${seenSql(viewer)} AND d.product = ANY ($7::text[])
  ), held AS (
    SELECT l.id, w.feature, ${sumsSql} FROM (SELECT d.id, l.* FROM controllers d CROSS JOIN LATERAL (${activeSql}) l OFFSET 0) l
    JOIN ${worthSql} GROUP BY l.id, w.feature
  ), lacking AS (
    SELECT k.id, bool_or(k.missing > 0) AS capacity, bool_or(coalesce(k.uncovered, 0) > 0) AS maintenance FROM (
      SELECT u.id, ${lackSql} FROM (
        SELECT d.id, ${reachSql} FROM controllers d
        JOIN ${modelsSql} ON ${ofModelSql}
        LEFT JOIN endpoint_reports r ON r.vendor_id = d.vendor_id AND r.device_id = d.id
        LEFT JOIN held h ON h.id = d.id AND h.feature = m.feature
      ) u
    ) k GROUP BY k.id
  )`;

/** How many lack capacity, and how many maintenance, each counted up to 10,001. */
export async function countLacking(tx: Tx, viewer: Viewer, rules: CapacityRules): Promise<{ capacity: number; maintenance: number }> {
  const rows = await tx.query<{ capacity: number; maintenance: number }>(
    `all-capacities-count-lacking-${sightOf(viewer.organization.kind)}`,
    `WITH ${lackingOf(viewer)} SELECT least($8::bigint, count(*) FILTER (WHERE l.capacity)) AS capacity,
       least($8::bigint, count(*) FILTER (WHERE l.maintenance)) AS maintenance FROM lacking l`,
    [...valuesOf(viewer, rules), mostCounted],
  );
  return rows[0]!;
}

/** How many devices have a capacity. */
export async function countControllers(tx: Tx, viewer: Viewer, rules: CapacityRules): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    `all-capacities-count-${sightOf(viewer.organization.kind)}`,
    `SELECT count(*) AS total FROM (SELECT 1 FROM devices d WHERE ${seenSql(viewer)} AND d.product = ANY ($7::text[]) AND EXISTS (SELECT 1 FROM ${modelsSql} WHERE ${ofModelSql})
       AND $4::jsonb IS NOT NULL AND $5::date IS NOT NULL LIMIT $8) m`,
    [...valuesOf(viewer, rules), mostCounted],
  );
  return rows[0]!.total;
}

export interface PlacedCapacityRow extends CapacityRow {
  project_id: Uuid;
  project_name: string;
  customer_id: Uuid;
  customer_name: string;
}

/** Devices with what they lack, by name. */
export async function listAllCapacityUse(
  tx: Tx,
  viewer: Viewer,
  rules: CapacityRules,
  lacking: Lacking,
  request: PageRequest,
): Promise<PlacedCapacityRow[]> {
  const found =
    lacking === null
      ? `${seenSql(viewer)} AND d.product = ANY ($7::text[]) AND EXISTS (SELECT 1 FROM ${modelsSql} WHERE ${ofModelSql})`
      : `d.vendor_id = $1 AND d.id IN (SELECT l.id FROM lacking l WHERE l.${lacking})`;
  return tx.query<PlacedCapacityRow>(
    `all-capacities-list-${lacking ?? 'all'}-${sightOf(viewer.organization.kind)}-${request.part}`,
    `WITH ${lacking === null ? '' : `${lackingOf(viewer)}, `}page AS MATERIALIZED (
       SELECT d.* FROM devices d WHERE ${found}${afterSql(request, 9)}${orderSql(request, 8)})
     SELECT d.id, d.name, coalesce(key.hardware_key, '') AS hardware_key, r.reported_at, ${usesJsonSql} AS uses,
       p.id AS project_id, p.name AS project_name, o.id AS customer_id, o.name AS customer_name
     FROM page d
     JOIN projects p ON p.vendor_id = $1 AND p.id = d.project_id
     JOIN organizations o ON o.vendor_id = $1 AND o.id = p.customer_id
     LEFT JOIN endpoint_reports r ON r.vendor_id = $1 AND r.device_id = d.id
     LEFT JOIN device_keys key ON key.vendor_id = $1 AND key.device_id = d.id AND key.role = 'primary' AND key.state = 'current'
     ORDER BY d.name, d.id`,
    [...valuesOf(viewer, rules), rowsToLoad(request), ...(request.after ?? [])],
  );
}

/** Versions of the catalog that anything was issued under. */
export async function versionsInUse(tx: Tx, vendorId: Uuid): Promise<number[]> {
  const rows = await tx.query<{ version: number }>(
    'all-capacities-versions-in-use',
    `SELECT v.version FROM catalog_versions v WHERE v.vendor_id = $1
       AND EXISTS (SELECT 1 FROM lots l WHERE l.vendor_id = v.vendor_id AND l.pack_version = v.version)`,
    [vendorId],
  );
  return rows.map(({ version }) => version);
}
