import { randomUuid } from '@muniment/platform/ids';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationFacts, Uuid } from '../../core/context.ts';
import { foundSql, hasTextSql } from '../../core/found/store.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';
import { sightOf, visibleCustomersSql } from '../../core/visibility/store.ts';

/** Who looks, and when: decides which rows there are. */
export interface Viewer {
  readonly vendorId: Uuid;
  readonly organization: Pick<OrganizationFacts, 'id' | 'kind'>;
  readonly now: Temporal.Instant;
}

export interface ProjectRow {
  id: Uuid;
  customer_id: Uuid;
  customer_name: string;
  name: string;
  /** Null: as the catalog has it. */
  notice_days: number[] | null;
  at_expiry: 'lapse' | 'extend';
  extend_prefer: 'shortest' | 'longest';
  extend_since: Temporal.PlainDate | null;
  created_at: Temporal.Instant;
  version: number;
}

/** What acts need to know of a project. */
export type ProjectFacts = Pick<ProjectRow, 'id' | 'name' | 'customer_id' | 'customer_name'>;

const columns = `p.id, p.customer_id, o.name AS customer_name, p.name, p.notice_days, p.at_expiry, p.extend_prefer, p.extend_since,
  p.created_at, p.version`;

function fromSql(kind: OrganizationFacts['kind']): string {
  return `FROM projects p JOIN organizations o ON o.vendor_id = p.vendor_id AND o.id = p.customer_id
    WHERE p.vendor_id = $1 AND ${visibleCustomersSql('p.customer_id', kind, { vendor: 1, organization: 2, now: 3 })}`;
}

/** A project if the viewer sees its customer. */
export async function loadProject(tx: Tx, viewer: Viewer, projectId: Uuid): Promise<ProjectRow | null> {
  const rows = await tx.query<ProjectRow>(
    `projects-load-${sightOf(viewer.organization.kind)}`,
    `SELECT ${columns} ${fromSql(viewer.organization.kind)} AND p.id = $4`,
    [viewer.vendorId, viewer.organization.id, viewer.now, projectId],
  );
  return rows[0] ?? null;
}

export interface ProjectFilter {
  readonly customerId: Uuid | null;
  /** Part of a name or id, of the project or its customer. */
  readonly text: string | null;
}

export type ProjectSort = 'name' | '-name' | 'created' | '-created';

export function projectKeyset(sort: ProjectSort): Keyset {
  const column = sort.endsWith('name')
    ? ({ sql: 'p.name', type: 'text' } as const)
    : ({ sql: 'p.created_at', type: 'timestamptz' } as const);
  return { columns: [column, { sql: 'p.id', type: 'uuid' }], descending: sort.startsWith('-') };
}

/** What a text finds, of projects or of their customers: where the list is narrow each is asked, and else the index. */
function filterSql(viewer: OrganizationFacts['kind'], { customerId, text }: ProjectFilter): string {
  const ofCustomer = '($4::uuid IS NULL OR p.customer_id = $4)';
  if (text === null) return `AND ${ofCustomer} AND $5::text IS NULL`;
  const holds = viewer === 'vendor' && customerId === null ? foundSql : hasTextSql;
  const [project, customer] = [{ kind: 'project', viewer, text: '$5' } as const, { kind: 'customer', viewer, text: '$5' } as const];
  return `AND ${ofCustomer} AND (${holds('p.id', project)} OR ${holds('p.customer_id', customer)})`;
}

/** Statements differ by how a text is sought in them. */
const filterName = ({ customerId, text }: ProjectFilter) => (text === null ? '' : customerId === null ? '-text' : '-text-of');

function values(viewer: Viewer, filter: ProjectFilter): unknown[] {
  return [viewer.vendorId, viewer.organization.id, viewer.now, filter.customerId, filter.text];
}

export async function listProjects(
  tx: Tx,
  viewer: Viewer,
  filter: ProjectFilter,
  request: PageRequest,
  sort: ProjectSort,
): Promise<ProjectRow[]> {
  return tx.query<ProjectRow>(
    `projects-list-${sightOf(viewer.organization.kind)}-${sort}-${request.part}${filterName(filter)}`,
    `SELECT ${columns} ${fromSql(viewer.organization.kind)} ${filterSql(viewer.organization.kind, filter)}${afterSql(request, 7)}${orderSql(request, 6)}`,
    [...values(viewer, filter), rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countProjects(tx: Tx, viewer: Viewer, filter: ProjectFilter): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    `projects-count-${sightOf(viewer.organization.kind)}${filterName(filter)}`,
    `SELECT count(*) AS total FROM (SELECT 1 ${fromSql(viewer.organization.kind)} ${filterSql(viewer.organization.kind, filter)} LIMIT $6) m`,
    [...values(viewer, filter), mostCounted],
  );
  return rows[0]!.total;
}

/** Projects of customers, oldest first: the first is where a device goes if nobody says otherwise. */
export async function projectsOf(
  tx: Tx,
  vendorId: Uuid,
  customerIds: readonly Uuid[],
): Promise<Pick<ProjectRow, 'id' | 'customer_id' | 'name'>[]> {
  return tx.query(
    'projects-of-customers',
    'SELECT id, customer_id, name FROM projects WHERE vendor_id = $1 AND customer_id = ANY ($2::uuid[]) ORDER BY created_at, id',
    [vendorId, customerIds],
  );
}

/** Whether the viewer sees this customer. */
export async function seesCustomer(tx: Tx, viewer: Viewer, customerId: Uuid): Promise<boolean> {
  const { kind } = viewer.organization;
  const rows = await tx.query(
    `projects-sees-customer-${sightOf(kind)}`,
    `SELECT 1 FROM customers c WHERE c.vendor_id = $1 AND c.organization_id = $4
       AND ${visibleCustomersSql('c.organization_id', kind, { vendor: 1, organization: 2, now: 3 })}`,
    [viewer.vendorId, viewer.organization.id, viewer.now, customerId],
  );
  return rows.length === 1;
}

/** Adds a project, with the customer id that its controllers are given (E1). */
export async function insertProject(
  tx: Tx,
  vendorId: Uuid,
  row: Pick<ProjectRow, 'id' | 'customer_id' | 'name' | 'created_at'>,
): Promise<void> {
  await tx.run(
    'projects-insert',
    `INSERT INTO projects (vendor_id, id, customer_id, name, created_at, enrolment_id, enrolment_id_since)
     VALUES ($1, $2, $3, $4, $5, $6, $5)`,
    [vendorId, row.id, row.customer_id, row.name, row.created_at, randomUuid()],
  );
}

/**
 * Lets everything about the keys of a project's devices come one after another: two devices with one install code must not
 * both be let in, and none while it moves to another project. It is taken before a device's own lock. Where a database has no
 * advisory locks, a row of its own per project would do.
 */
export async function lockProject(tx: Tx, vendorId: Uuid, projectId: Uuid): Promise<void> {
  await tx.query('projects-lock', 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`enrolment ${vendorId} ${projectId}`]);
}

export type ProjectEdit = Pick<ProjectRow, 'id' | 'name' | 'notice_days' | 'at_expiry' | 'extend_prefer' | 'extend_since' | 'version'>;

/** False if somebody changed it since. */
export async function saveProject(tx: Tx, vendorId: Uuid, row: ProjectEdit): Promise<boolean> {
  const saved = await tx.run(
    'projects-save',
    `UPDATE projects SET name = $3, notice_days = $4::int[], at_expiry = $5, extend_prefer = $6, extend_since = $7::date, version = version + 1
     WHERE vendor_id = $1 AND id = $2 AND version = $8`,
    [vendorId, row.id, row.name, row.notice_days, row.at_expiry, row.extend_prefer, row.extend_since, row.version],
  );
  return saved === 1;
}

export interface CountRow {
  devices: number;
  devices_licensed: number;
  devices_expired: number;
  devices_expiring: number;
  users: number;
  users_licensed: number;
  users_expired: number;
  users_expiring: number;
  pool_units: number;
  controllers_waiting: number;
}

/**
 * How a project stands on a day (A5). Licensed is what has a unit that has not ended, expired what has none but such that have;
 * expiring is what is licensed and has nothing that lasts beyond the horizon. A device whose place another one took counts no more.
 */
export async function countProject(
  tx: Tx,
  vendorId: Uuid,
  projectId: Uuid,
  days: {
    readonly today: Temporal.PlainDate;
    readonly horizon: Temporal.PlainDate;
    /** Parts that stay in the pool as seats: their units wait for nobody. */
    readonly seats: readonly string[];
  },
): Promise<CountRow> {
  const counted = (what: string) => `count(*) AS ${what}, count(*) FILTER (WHERE licensed_until > $3::date) AS ${what}_licensed,
         count(*) FILTER (WHERE licensed_until <= $3::date) AS ${what}_expired,
         count(*) FILTER (WHERE licensed_until > $3::date AND licensed_until <= $4::date) AS ${what}_expiring`;
  const rows = await tx.query<CountRow>(
    'projects-count-held',
    `SELECT d.*, u.*, p.*, e.* FROM (
       SELECT ${counted('devices')} FROM devices WHERE vendor_id = $1 AND project_id = $2 AND replaced_by IS NULL
     ) d, (
       SELECT ${counted('users')} FROM named_users WHERE vendor_id = $1 AND project_id = $2 AND removed_at IS NULL
     ) u, (
       SELECT count(*) AS controllers_waiting FROM enrolments
       WHERE vendor_id = $1 AND project_id = $2 AND (state = 'waiting' AND gave_way_at IS NULL OR state = 'current' AND by_license_key AND waits_for IS NOT NULL)
     ) e, (
       SELECT coalesce(sum(b.quantity), 0)::bigint AS pool_units
       FROM accounts a JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id AND b.quantity > 0
       JOIN lots l ON l.vendor_id = b.vendor_id AND l.id = b.lot_id
       WHERE a.vendor_id = $1 AND a.owner_id = $2 AND a.kind = 'pool' AND (l.valid_until IS NULL OR l.valid_until > $3::date)
         AND l.part <> ALL ($5::text[])
     ) p`,
    [vendorId, projectId, days.today, days.horizon, days.seats],
  );
  return rows[0]!;
}
