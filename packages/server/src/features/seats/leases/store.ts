import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../../core/page.ts';
import { sightOf, visibleCustomersSql } from '../../../core/visibility/store.ts';
import type { Viewer } from '../../seat-counts/index.ts';

export type LeaseState = 'live' | 'lingering' | 'borrowed' | 'recalled';

export interface LeaseRow {
  readonly id: Uuid;
  readonly counter_id: Uuid;
  readonly project_id: Uuid;
  readonly customer_id: Uuid;
  readonly feature: string;
  readonly seats: number;
  readonly user_name: string;
  readonly host_name: string;
  readonly groups: readonly string[];
  readonly reservation: Uuid | null;
  readonly since: Temporal.Instant;
  readonly seen_at: Temporal.Instant;
  readonly expires_at: Temporal.Instant;
  readonly idle_since: Temporal.Instant | null;
  readonly lingers: boolean;
  readonly borrowed_until: Temporal.Instant | null;
  readonly document_until: Temporal.Instant | null;
  readonly recalled_at: Temporal.Instant | null;
  /** What whoever called it back said, for its holder. */
  readonly recall_reason: string | null;
  readonly renewals: number;
  readonly document_number: number;
  readonly borrower_key: Readonly<Record<string, unknown>> | null;
}

// A reservation may be gone while seats of it are in use.
const columns = `l.id, l.counter_id, l.project_id, p.customer_id, c.feature, l.seats, l.user_name, l.host_name, l.groups,
  (SELECT r.id FROM seat_reservations r WHERE r.vendor_id = l.vendor_id AND r.id = l.reservation::uuid) AS reservation,
  l.since, l.seen_at, l.expires_at, l.idle_since, l.lingers, l.borrowed_until, l.document_until, l.recalled_at, l.recall_reason, l.renewals, l.document_number,
  l.borrower_key`;
const from = `FROM leases l JOIN counters c ON c.vendor_id = l.vendor_id AND c.id = l.counter_id
  JOIN projects p ON p.vendor_id = l.vendor_id AND p.id = l.project_id`;

/** A lease of a project that the viewer sees, also one that has run out and was not taken back yet. */
export async function loadLease(tx: Tx, viewer: Viewer, leaseId: Uuid): Promise<LeaseRow | null> {
  const { kind } = viewer.organization;
  const rows = await tx.query<LeaseRow>(
    `seats-load-lease-${sightOf(kind)}`,
    `SELECT ${columns} ${from} WHERE l.vendor_id = $1 AND l.id = $4
       AND ${visibleCustomersSql('p.customer_id', kind, { vendor: 1, organization: 2, now: 3 })}`,
    [viewer.vendorId, viewer.organization.id, viewer.now, leaseId],
  );
  return rows[0] ?? null;
}

/** A lease of a project, for whoever may take its seats. */
export async function loadLeaseOf(tx: Tx, vendorId: Uuid, projectId: Uuid, leaseId: Uuid): Promise<LeaseRow | null> {
  const rows = await tx.query<LeaseRow>(
    'seats-load-lease-of',
    `SELECT ${columns} ${from} WHERE l.vendor_id = $1 AND l.project_id = $2 AND l.id = $3`,
    [vendorId, projectId, leaseId],
  );
  return rows[0] ?? null;
}

export interface LeaseFilter {
  readonly counterId: Uuid;
  /** Part of the user's or host's name. */
  readonly text: string | null;
  readonly state: LeaseState | null;
  readonly now: Temporal.Instant;
}

export function leaseKeyset(sort: 'since' | '-since'): Keyset {
  return {
    columns: [
      { sql: 'l.since', type: 'timestamptz' },
      { sql: 'l.id', type: 'uuid' },
    ],
    descending: sort === '-since',
  };
}

const stateSql = `CASE WHEN l.lingers THEN 'lingering' WHEN l.borrowed_until IS NULL THEN 'live' WHEN l.recalled_at IS NULL THEN 'borrowed' ELSE 'recalled' END`;
const filterSql = `WHERE l.vendor_id = $1 AND l.counter_id = $2 AND l.expires_at > $3::timestamptz AND ($5::text IS NULL OR ${stateSql} = $5)
  AND ($4::text IS NULL OR strpos(lower(l.user_name), lower($4)) > 0 OR strpos(lower(l.host_name), lower($4)) > 0)`;
const valuesOf = (vendorId: Uuid, { counterId, text, state, now }: LeaseFilter): unknown[] => [vendorId, counterId, now, text, state];

/** Leases that hold seats now. */
export async function listLeases(
  tx: Tx,
  vendorId: Uuid,
  filter: LeaseFilter,
  request: PageRequest,
  sort: 'since' | '-since',
): Promise<LeaseRow[]> {
  return tx.query<LeaseRow>(
    `seats-list-leases-${sort}-${request.part}`,
    `SELECT ${columns} ${from} ${filterSql}${afterSql(request, 7)}${orderSql(request, 6)}`,
    [...valuesOf(vendorId, filter), rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countLeases(tx: Tx, vendorId: Uuid, filter: LeaseFilter): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    'seats-count-leases',
    `SELECT count(*) AS total FROM (SELECT 1 FROM leases l ${filterSql} LIMIT $6) m`,
    [...valuesOf(vendorId, filter), mostCounted],
  );
  return rows[0]!.total;
}

export interface TicketRow {
  readonly id: Uuid;
  readonly seats: number;
  readonly user_name: string;
  readonly host_name: string;
  readonly groups: readonly string[];
  readonly since: Temporal.Instant;
  readonly expires_at: Temporal.Instant;
  /** All who wait. */
  readonly total: number;
}

/** Who waits, in the order of service. */
export async function listTickets(tx: Tx, vendorId: Uuid, counterId: Uuid, now: Temporal.Instant, most: number): Promise<TicketRow[]> {
  return tx.query<TicketRow>(
    'seats-list-tickets',
    `SELECT id, seats, user_name, host_name, groups, since, expires_at, count(*) OVER () AS total FROM seat_tickets
     WHERE vendor_id = $1 AND counter_id = $2 AND expires_at > $3 ORDER BY number LIMIT $4`,
    [vendorId, counterId, now, most],
  );
}

/** Recalls a locked lease: it is not renewed any more, and free when its document ends. */
export async function recallLease(tx: Tx, vendorId: Uuid, leaseId: Uuid, reason: string, now: Temporal.Instant): Promise<void> {
  const set = 'UPDATE leases SET recalled_at = $3, recall_reason = $4 WHERE vendor_id = $1 AND id = $2';
  await tx.run('seats-recall-lease', set, [vendorId, leaseId, now, reason]);
}
