import { type CounterRules, judgeOveruseAt, overAfter, overuseEnded, type Whom } from '@muniment/leasing';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../../core/context.ts';

/** What a counter's rules are made of beside the catalog. */
export interface CounterSettingsRow {
  readonly id: Uuid;
  readonly feature: string;
  readonly per_user: number | null;
  readonly include: readonly Whom[];
  readonly exclude: readonly Whom[];
}

export interface LockedCounterRow extends CounterSettingsRow {
  readonly project_id: Uuid;
}

/** What the catalog and what was set come to. */
export interface CounterRulesRow {
  readonly id: Uuid;
  readonly overdraft: number;
  readonly leaseSeconds: number;
  readonly heartbeatSeconds: number;
  readonly lingerSeconds: number;
  readonly rules: CounterRules | null;
}

/** Counters of features that have none yet in the project: without seats until the pool was looked at. */
export async function insertCounters(
  tx: Tx,
  vendorId: Uuid,
  projectId: Uuid,
  counters: readonly { readonly id: Uuid; readonly feature: string }[],
  from: Temporal.Instant,
): Promise<void> {
  await tx.run(
    'seats-insert-counters',
    `INSERT INTO counters (vendor_id, id, project_id, feature, step_from, step_seats, lease_seconds, heartbeat_seconds)
     SELECT $1, c.id, $2, c.feature, ARRAY[$5::timestamptz], ARRAY[0::bigint], 2, 1
     FROM unnest($3::uuid[], $4::text[]) AS c (id, feature) ON CONFLICT DO NOTHING`,
    [vendorId, projectId, counters.map(({ id }) => id), counters.map(({ feature }) => feature), from],
  );
}

const rulesOfVendor = (vendorId: Uuid) => [`seat-rules ${vendorId}`];

/** Nobody loads another pack until the act is over. Where a database has no advisory locks, a row of its own per vendor would do. */
export async function shareRules(tx: Tx, vendorId: Uuid): Promise<void> {
  await tx.query('seats-share-rules', 'SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))', rulesOfVendor(vendorId));
}

/** Nobody makes counters or changes how their seats are given until the act is over; comes before the locks of counters. */
export async function lockRules(tx: Tx, vendorId: Uuid): Promise<void> {
  await tx.query('seats-lock-rules', 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', rulesOfVendor(vendorId));
}

/** Counters of projects are made what their pools say, one job each. */
export async function enqueueRefresh(tx: Tx, projectIds: readonly Uuid[], now: Temporal.Instant): Promise<void> {
  await tx.query(
    'seats-enqueue-refresh',
    `SELECT enqueue_job('refresh-counters', jsonb_build_object('projectId', p), $2::timestamptz, p::text)
     FROM unnest($1::uuid[]) AS p`,
    [projectIds, now],
  );
}

/** Locks counters in the one order that everybody uses: those of some projects, or all. */
export async function lockCountersOf(tx: Tx, vendorId: Uuid, projectIds: readonly Uuid[] | null): Promise<LockedCounterRow[]> {
  return tx.query<LockedCounterRow>(
    'seats-lock-counters',
    `SELECT id, project_id, feature, per_user, include, exclude FROM counters
     WHERE vendor_id = $1 AND ($2::uuid[] IS NULL OR project_id = ANY ($2)) ORDER BY id FOR UPDATE`,
    [vendorId, projectIds],
  );
}

/** Locks one counter. */
export async function lockCounter(tx: Tx, vendorId: Uuid, counterId: Uuid): Promise<LockedCounterRow | null> {
  const rows = await tx.query<LockedCounterRow>(
    'seats-lock-counter',
    'SELECT id, project_id, feature, per_user, include, exclude FROM counters WHERE vendor_id = $1 AND id = $2 FOR UPDATE',
    [vendorId, counterId],
  );
  return rows[0] ?? null;
}

export interface ReservedRow {
  readonly counter_id: Uuid;
  readonly id: Uuid;
  readonly seats: number;
  readonly whom_kind: Whom['kind'];
  readonly whom_name: string;
}

/** Reservations of counters, in the order in which they were made. */
export async function reservedOf(tx: Tx, vendorId: Uuid, counterIds: readonly Uuid[]): Promise<ReservedRow[]> {
  return tx.query<ReservedRow>(
    'seats-reserved-of',
    `SELECT counter_id, id, seats, whom_kind, whom_name FROM seat_reservations
     WHERE vendor_id = $1 AND counter_id = ANY ($2::uuid[]) ORDER BY counter_id, number`,
    [vendorId, counterIds],
  );
}

/** Floating lots in a pool, with how many of each. */
export async function floatingLots(
  tx: Tx,
  vendorId: Uuid,
  accountId: Uuid,
  parts: readonly string[],
): Promise<{ lot_id: Uuid; quantity: number }[]> {
  return tx.query(
    'seats-floating-lots',
    `SELECT b.lot_id, b.quantity FROM balances b JOIN lots l ON l.vendor_id = b.vendor_id AND l.id = b.lot_id
     WHERE b.vendor_id = $1 AND b.account_id = $2 AND b.quantity > 0 AND l.part = ANY ($3::text[]) ORDER BY b.lot_id`,
    [vendorId, accountId, parts],
  );
}

/** From when on a counter has how many seats. */
export interface StepsRow {
  readonly id: Uuid;
  readonly steps: readonly { readonly from: Temporal.Instant; readonly seats: number }[];
}

/** What is in use stays so, whatever seats there are from now on. */
const ofThese = { used: 'c.used', seats: 'f.owned' };

/** Seats of locked counters. What is in use beyond them stays in use; since when it is too much is written down, and that it no longer is. */
export async function saveSteps(tx: Tx, vendorId: Uuid, row: StepsRow, at: Temporal.Instant): Promise<void> {
  await judgeOveruseAt(tx, vendorId, [row.id], at);
  await tx.run(
    'seats-save-steps',
    `WITH clock AS MATERIALIZED (SELECT $5::timestamptz AS at),
     now AS MATERIALIZED (
       SELECT c.id AS counter_id, COALESCE(($4::bigint[])[width_bucket($5::timestamptz, $3::timestamptz[])], 0) AS owned
       FROM counters c WHERE c.vendor_id = $1 AND c.id = $2),
     ${overuseEnded('now', ofThese)}
     UPDATE counters c SET step_from = $3, step_seats = $4, step = width_bucket($5, $3::timestamptz[]), ${overAfter(ofThese)}
     FROM now f WHERE c.vendor_id = $1 AND c.id = $2`,
    [vendorId, row.id, row.steps.map(({ from }) => from), row.steps.map(({ seats }) => seats), at],
  );
}

/** How seats of locked counters are given. */
export async function saveRules(tx: Tx, vendorId: Uuid, rows: readonly CounterRulesRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.run(
    'seats-save-rules',
    `UPDATE counters c SET overdraft = r.overdraft, lease_seconds = r.lease_seconds, heartbeat_seconds = r.heartbeat_seconds,
       linger_seconds = r.linger_seconds, rules = r.rules::jsonb
     FROM unnest($2::uuid[], $3::bigint[], $4::int[], $5::int[], $6::int[], $7::text[])
       AS r (id, overdraft, lease_seconds, heartbeat_seconds, linger_seconds, rules)
     WHERE c.vendor_id = $1 AND c.id = r.id`,
    [
      vendorId,
      rows.map(({ id }) => id),
      rows.map(({ overdraft }) => overdraft),
      rows.map(({ leaseSeconds }) => leaseSeconds),
      rows.map(({ heartbeatSeconds }) => heartbeatSeconds),
      rows.map(({ lingerSeconds }) => lingerSeconds),
      rows.map(({ rules }) => (rules === null ? null : JSON.stringify(rules))),
    ],
  );
}
