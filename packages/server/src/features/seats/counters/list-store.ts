import type { Whom } from '@muniment/leasing';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../../core/page.ts';
import { sightOf } from '../../../core/visibility/store.ts';
import { type CounterFilter, countersSql, matchingSql, stepSql, type Viewer, viewerValues } from '../../seat-counts/index.ts';

export interface CounterRow {
  readonly id: Uuid;
  readonly project_id: Uuid;
  readonly project_name: string;
  readonly customer_id: Uuid;
  readonly customer_name: string;
  readonly feature: string;
  readonly seats: number;
  /** Since when there are so many. */
  readonly seats_since: Temporal.Instant;
  readonly next_from: Temporal.Instant | null;
  readonly next_seats: number | null;
  readonly overdraft: number;
  readonly used: number;
  readonly borrowed: number;
  readonly reserved: number;
  /** Of those reserved, what nobody has: those made first are served first, where there are fewer than reserved. */
  readonly reserved_free: number;
  readonly waiting: number;
  readonly over_since: Temporal.Instant | null;
  readonly over_most: number;
  readonly lease_seconds: number;
  readonly heartbeat_seconds: number;
  readonly linger_seconds: number;
  readonly per_user: number | null;
  readonly include: readonly Whom[];
  readonly exclude: readonly Whom[];
  readonly version: number;
}

// A lease that has run out counts no more, even if nobody has taken it back yet.
const columns = `c.id, c.project_id, p.name AS project_name, p.customer_id, o.name AS customer_name, c.feature, COALESCE(c.step_seats[${stepSql}], 0) AS seats,
  c.step_from[greatest(1, ${stepSql})] AS seats_since, c.step_from[${stepSql} + 1] AS next_from, c.step_seats[${stepSql} + 1] AS next_seats,
  c.overdraft, c.over_since, c.over_most, c.lease_seconds, c.heartbeat_seconds, c.linger_seconds, c.per_user, c.include, c.exclude, c.version,
  c.used - (SELECT COALESCE(sum(l.seats), 0)::bigint FROM leases l
    WHERE l.vendor_id = c.vendor_id AND l.counter_id = c.id AND l.look_at <= $3 AND l.expires_at <= $3) AS used,
  (SELECT COALESCE(sum(l.seats), 0)::bigint FROM leases l
    WHERE l.vendor_id = c.vendor_id AND l.counter_id = c.id AND l.borrowed_until IS NOT NULL AND l.expires_at > $3) AS borrowed,
  (SELECT COALESCE(sum(r.seats), 0)::bigint FROM seat_reservations r WHERE r.vendor_id = c.vendor_id AND r.counter_id = c.id) AS reserved,
  (SELECT COALESCE(sum(greatest(0, least(r.seats, COALESCE(c.step_seats[${stepSql}], 0) - r.before) - COALESCE(u.seats, 0))), 0)::bigint
    FROM (SELECT v.id, v.seats, sum(v.seats) OVER (ORDER BY v.number) - v.seats AS before FROM seat_reservations v
      WHERE v.vendor_id = c.vendor_id AND v.counter_id = c.id) r
    LEFT JOIN (SELECT l.reservation, sum(l.seats) AS seats FROM leases l WHERE l.vendor_id = c.vendor_id AND l.counter_id = c.id
      AND l.reservation IS NOT NULL AND l.expires_at > $3 GROUP BY l.reservation) u ON u.reservation = r.id::text) AS reserved_free,
  (SELECT count(*) FROM seat_tickets t WHERE t.vendor_id = c.vendor_id AND t.counter_id = c.id AND t.expires_at > $3) AS waiting`;

/** Counters of a project that the viewer sees. */
export async function listCounters(tx: Tx, viewer: Viewer, projectId: Uuid): Promise<CounterRow[]> {
  const { kind } = viewer.organization;
  return tx.query<CounterRow>(
    `seats-list-counters-${sightOf(kind)}`,
    `SELECT ${columns} ${countersSql(kind)} AND c.project_id = $4 ORDER BY c.feature`,
    [...viewerValues(viewer), projectId],
  );
}

/** A counter of a project that the viewer sees. */
export async function loadCounter(tx: Tx, viewer: Viewer, counterId: Uuid): Promise<CounterRow | null> {
  const { kind } = viewer.organization;
  const rows = await tx.query<CounterRow>(`seats-load-counter-${sightOf(kind)}`, `SELECT ${columns} ${countersSql(kind)} AND c.id = $4`, [
    ...viewerValues(viewer),
    counterId,
  ]);
  return rows[0] ?? null;
}

export const counterKeyset: Keyset = {
  columns: [
    { sql: 'p.name', type: 'text' },
    { sql: 'c.feature', type: 'text' },
    { sql: 'c.id', type: 'uuid' },
  ],
  descending: false,
};

/** Counters of all projects that the viewer sees, by project. */
export async function listAllCounters(tx: Tx, viewer: Viewer, { text, state }: CounterFilter, request: PageRequest): Promise<CounterRow[]> {
  const { kind } = viewer.organization;
  return tx.query<CounterRow>(
    `seats-list-all-counters-${state ?? 'any'}-${sightOf(kind)}-${request.part}`,
    `SELECT ${columns} ${matchingSql(kind, state)}${afterSql(request, 6)}${orderSql(request, 5)}`,
    [...viewerValues(viewer), text, rowsToLoad(request), ...(request.after ?? [])],
  );
}

export type CounterEdit = Pick<CounterRow, 'id' | 'per_user' | 'include' | 'exclude' | 'version'>;

/** False if somebody changed it since. */
export async function saveCounter(tx: Tx, vendorId: Uuid, row: CounterEdit): Promise<boolean> {
  const saved = await tx.run(
    'seats-save-counter',
    `UPDATE counters SET per_user = $3, include = $4::jsonb, exclude = $5::jsonb, version = version + 1
     WHERE vendor_id = $1 AND id = $2 AND version = $6`,
    [vendorId, row.id, row.per_user, JSON.stringify(row.include), JSON.stringify(row.exclude), row.version],
  );
  return saved === 1;
}

export interface OveruseRow {
  readonly since: Temporal.Instant;
  readonly until: Temporal.Instant;
  readonly most: number;
}

export const overuseKeyset: Keyset = { columns: [{ sql: 'o.since', type: 'timestamptz' }], descending: true };

/** Which times of over-use: those that touch a period; null is open. */
export interface OveruseFilter {
  readonly counterId: Uuid;
  readonly from: Temporal.Instant | null;
  readonly to: Temporal.Instant | null;
}

const overuseSql = `FROM counter_overuses o WHERE o.vendor_id = $1 AND o.counter_id = $2
  AND ($3::timestamptz IS NULL OR o.until > $3) AND ($4::timestamptz IS NULL OR o.since < $4)`;
const overuseValues = (vendorId: Uuid, { counterId, from, to }: OveruseFilter): unknown[] => [vendorId, counterId, from, to];

/** Times of over-use that are over, the newest first. */
export async function listOveruses(tx: Tx, vendorId: Uuid, filter: OveruseFilter, request: PageRequest): Promise<OveruseRow[]> {
  return tx.query<OveruseRow>(
    `seats-list-overuses-${request.part}`,
    `SELECT o.since, o.until, o.most ${overuseSql}${afterSql(request, 6)}${orderSql(request, 5)}`,
    [...overuseValues(vendorId, filter), rowsToLoad(request), ...(request.after ?? [])],
  );
}

/** How many there were, counted up to 10,001, and the most seats beyond in any of them. */
export async function sumOveruses(
  tx: Tx,
  vendorId: Uuid,
  filter: OveruseFilter,
): Promise<{ readonly total: number; readonly most: number }> {
  const rows = await tx.query<{ total: number; most: number }>(
    'seats-sum-overuses',
    `SELECT (SELECT count(*) FROM (SELECT 1 ${overuseSql} LIMIT $5) m) AS total, (SELECT COALESCE(max(o.most), 0) ${overuseSql}) AS most`,
    [...overuseValues(vendorId, filter), mostCounted],
  );
  return rows[0]!;
}
