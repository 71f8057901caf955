import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationFacts, Uuid } from '../../core/context.ts';
import { mostCounted } from '../../core/page.ts';
import { sightOf, visibleCustomersSql } from '../../core/visibility/store.ts';

// Which counters somebody sees, and how many of them are worth a look: for lists of seats, and for the home page.

/** Who looks, and when: decides which rows there are. */
export interface Viewer {
  readonly vendorId: Uuid;
  readonly organization: Pick<OrganizationFacts, 'id' | 'kind'>;
  readonly now: Temporal.Instant;
}

/** The first three parameters of every statement over `countersSql`. */
export const viewerValues = ({ vendorId, organization, now }: Viewer): unknown[] => [vendorId, organization.id, now];

type Kind = OrganizationFacts['kind'];

/** Counters `c` of projects `p` of customers `o` that the viewer sees. */
export const countersSql = (kind: Kind) => `FROM counters c JOIN projects p ON p.vendor_id = c.vendor_id AND p.id = c.project_id
  JOIN organizations o ON o.vendor_id = p.vendor_id AND o.id = p.customer_id
  WHERE c.vendor_id = $1 AND ${visibleCustomersSql('p.customer_id', kind, { vendor: 1, organization: 2, now: 3 })}`;

/** Which of a counter's steps counts now. */
export const stepSql = 'width_bucket($3::timestamptz, c.step_from)';

/** What about a counter is worth a look: more in use than there are, somebody who waits, or no seat that is free. */
export type Attention = 'over' | 'waiting' | 'full';

export interface CounterFilter {
  /** Part of the project's or customer's name. */
  readonly text: string | null;
  readonly state: Attention | null;
}

// Leases that have run out are looked for only where so many are in use as are written down.
const inUse = (least: (used: string) => string) =>
  `${least('c.used')} AND ${least(`(c.used - (SELECT COALESCE(sum(l.seats), 0)::bigint FROM leases l
    WHERE l.vendor_id = c.vendor_id AND l.counter_id = c.id AND l.look_at <= $3 AND l.expires_at <= $3))`)}`;
const owned = `COALESCE(c.step_seats[${stepSql}], 0)`;
const stateSql: Readonly<Record<Attention, string>> = {
  over: inUse((used) => `${used} > ${owned}`),
  waiting: 'c.id IN (SELECT t.counter_id FROM seat_tickets t WHERE t.vendor_id = $1 AND t.expires_at > $3)',
  full: inUse((used) => `${used} > 0 AND ${used} >= ${owned}`),
};
const named = (column: string) => `strpos(lower(${column} COLLATE "default"), lower($4)) > 0`;

/** Those of them that a filter means; the fourth parameter is its text. */
export const matchingSql = (kind: Kind, state: Attention | null) =>
  `${countersSql(kind)} AND ($4::text IS NULL OR ${named('p.name')} OR ${named('o.name')})${state === null ? '' : ` AND ${stateSql[state]}`}`;

/** How many there are, counted up to 10,001, and which it is where it is one. */
export async function countCounters(
  tx: Tx,
  viewer: Viewer,
  { text, state }: CounterFilter,
): Promise<{ readonly total: number; readonly only: Uuid | null }> {
  const { kind } = viewer.organization;
  const rows = await tx.query<{ total: number; only: Uuid | null }>(
    `seats-count-counters-${state ?? 'any'}-${sightOf(kind)}`,
    `SELECT count(*) AS total, CASE WHEN count(*) = 1 THEN (array_agg(m.id))[1] END AS only
     FROM (SELECT c.id ${matchingSql(kind, state)} LIMIT $5) m`,
    [...viewerValues(viewer), text, mostCounted],
  );
  return rows[0]!;
}
