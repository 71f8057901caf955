import type { Whom } from '@muniment/leasing';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationFacts, Uuid } from '../../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../../core/page.ts';
import { sightOf, visibleCustomersSql } from '../../../core/visibility/store.ts';

/** Who looks, and when: decides which rows there are. */
export interface Viewer {
  readonly vendorId: Uuid;
  readonly organization: Pick<OrganizationFacts, 'id' | 'kind'>;
  readonly now: Temporal.Instant;
}

export interface CounterRow {
  readonly id: Uuid;
  readonly project_id: Uuid;
  readonly customer_id: Uuid;
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

const step = 'width_bucket($3::timestamptz, c.step_from)';

// A lease that has run out counts no more, even if nobody has taken it back yet.
const columns = `c.id, c.project_id, p.customer_id, c.feature, COALESCE(c.step_seats[${step}], 0) AS seats,
  c.step_from[greatest(1, ${step})] AS seats_since, c.step_from[${step} + 1] AS next_from, c.step_seats[${step} + 1] AS next_seats,
  c.overdraft, c.over_since, c.over_most, c.lease_seconds, c.heartbeat_seconds, c.linger_seconds, c.per_user, c.include, c.exclude, c.version,
  c.used - (SELECT COALESCE(sum(l.seats), 0)::bigint FROM leases l
    WHERE l.vendor_id = c.vendor_id AND l.counter_id = c.id AND l.expires_at <= $3) AS used,
  (SELECT COALESCE(sum(l.seats), 0)::bigint FROM leases l
    WHERE l.vendor_id = c.vendor_id AND l.counter_id = c.id AND l.borrowed_until IS NOT NULL AND l.expires_at > $3) AS borrowed,
  (SELECT COALESCE(sum(r.seats), 0)::bigint FROM seat_reservations r WHERE r.vendor_id = c.vendor_id AND r.counter_id = c.id) AS reserved,
  (SELECT count(*) FROM seat_tickets t WHERE t.vendor_id = c.vendor_id AND t.counter_id = c.id AND t.expires_at > $3) AS waiting`;

const fromSql = (kind: OrganizationFacts['kind']) => `FROM counters c JOIN projects p ON p.vendor_id = c.vendor_id AND p.id = c.project_id
  WHERE c.vendor_id = $1 AND ${visibleCustomersSql('p.customer_id', kind, { vendor: 1, organization: 2, now: 3 })}`;

const valuesOf = ({ vendorId, organization, now }: Viewer): unknown[] => [vendorId, organization.id, now];

/** Counters of a project that the viewer sees. */
export async function listCounters(tx: Tx, viewer: Viewer, projectId: Uuid): Promise<CounterRow[]> {
  const { kind } = viewer.organization;
  return tx.query<CounterRow>(
    `seats-list-counters-${sightOf(kind)}`,
    `SELECT ${columns} ${fromSql(kind)} AND c.project_id = $4 ORDER BY c.feature`,
    [...valuesOf(viewer), projectId],
  );
}

/** A counter of a project that the viewer sees. */
export async function loadCounter(tx: Tx, viewer: Viewer, counterId: Uuid): Promise<CounterRow | null> {
  const { kind } = viewer.organization;
  const rows = await tx.query<CounterRow>(`seats-load-counter-${sightOf(kind)}`, `SELECT ${columns} ${fromSql(kind)} AND c.id = $4`, [
    ...valuesOf(viewer),
    counterId,
  ]);
  return rows[0] ?? null;
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

/** Times of over-use that are over, the newest first. */
export async function listOveruses(tx: Tx, vendorId: Uuid, counterId: Uuid, request: PageRequest): Promise<OveruseRow[]> {
  return tx.query<OveruseRow>(
    `seats-list-overuses-${request.part}`,
    `SELECT o.since, o.until, o.most FROM counter_overuses o WHERE o.vendor_id = $1 AND o.counter_id = $2${afterSql(request, 4)}${orderSql(request, 3)}`,
    [vendorId, counterId, rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countOveruses(tx: Tx, vendorId: Uuid, counterId: Uuid): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    'seats-count-overuses',
    'SELECT count(*) AS total FROM (SELECT 1 FROM counter_overuses WHERE vendor_id = $1 AND counter_id = $2 LIMIT $3) m',
    [vendorId, counterId, mostCounted],
  );
  return rows[0]!.total;
}
