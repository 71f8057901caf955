import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationFacts, Uuid } from '../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';
import { sightOf, visibleCustomersSql } from '../../core/visibility/store.ts';

/** Who looks, and when: decides which rows there are. */
export interface Viewer {
  readonly vendorId: Uuid;
  readonly organization: Pick<OrganizationFacts, 'id' | 'kind'>;
  readonly now: Temporal.Instant;
}

export interface UserRow {
  id: Uuid;
  project_id: Uuid;
  customer_id: Uuid;
  name: string;
  email: string;
  note: string;
  created_at: Temporal.Instant;
  version: number;
}

const columns = 'u.id, u.project_id, p.customer_id, u.name, u.email, u.note, u.created_at, u.version';
const from = 'FROM named_users u JOIN projects p ON p.vendor_id = u.vendor_id AND p.id = u.project_id';

/** A named user of a project that the viewer sees, unless removed. */
export async function loadUser(tx: Tx, viewer: Viewer, userId: Uuid): Promise<UserRow | null> {
  const { kind } = viewer.organization;
  const rows = await tx.query<UserRow>(
    `named-users-load-${sightOf(kind)}`,
    `SELECT ${columns} ${from} WHERE u.vendor_id = $1 AND u.id = $4 AND u.removed_at IS NULL
       AND ${visibleCustomersSql('p.customer_id', kind, { vendor: 1, organization: 2, now: 3 })}`,
    [viewer.vendorId, viewer.organization.id, viewer.now, userId],
  );
  return rows[0] ?? null;
}

/** Locks a user's row: nothing is assigned to somebody who is just being removed. */
export async function lockUser(tx: Tx, vendorId: Uuid, userId: Uuid): Promise<boolean> {
  const rows = await tx.query(
    'named-users-lock',
    'SELECT 1 FROM named_users WHERE vendor_id = $1 AND id = $2 AND removed_at IS NULL FOR UPDATE',
    [vendorId, userId],
  );
  return rows.length === 1;
}

export interface UserFilter {
  readonly projectId: Uuid;
  readonly q: string | null;
  readonly status: 'licensed' | 'unlicensed' | null;
  readonly today: Temporal.PlainDate;
}

export type UserSort = 'name' | '-name' | 'email' | '-email';

export function userKeyset(sort: UserSort): Keyset {
  const sql = sort.endsWith('name') ? 'u.name' : 'u.email';
  return {
    columns: [
      { sql, type: 'text' },
      { sql: 'u.id', type: 'uuid' },
    ],
    descending: sort.startsWith('-'),
  };
}

// A project has hundreds of users, not millions: what is searched is looked through.
const filterSql = `WHERE u.vendor_id = $1 AND u.project_id = $2 AND u.removed_at IS NULL
  AND ($3::text IS NULL OR strpos(lower(u.name COLLATE "default"), lower($3)) > 0 OR strpos(lower(u.email), lower($3)) > 0)
  AND ($4::text IS NULL OR ($4 = 'licensed') = coalesce(u.licensed_until > $5::date, false))`;

function values(vendorId: Uuid, filter: UserFilter): unknown[] {
  return [vendorId, filter.projectId, filter.q, filter.status, filter.today];
}

export async function listUsers(tx: Tx, vendorId: Uuid, filter: UserFilter, request: PageRequest, sort: UserSort): Promise<UserRow[]> {
  return tx.query<UserRow>(
    `named-users-list-${sort}-${request.part}`,
    `SELECT ${columns} ${from} ${filterSql}${afterSql(request, 7)}${orderSql(request, 6)}`,
    [...values(vendorId, filter), rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countUsers(tx: Tx, vendorId: Uuid, filter: UserFilter): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    'named-users-count',
    `SELECT count(*) AS total FROM (SELECT 1 ${from} ${filterSql} LIMIT $6) m`,
    [...values(vendorId, filter), mostCounted],
  );
  return rows[0]!.total;
}

/** Units assigned to users, expired ones too. */
export async function assignedTo(tx: Tx, vendorId: Uuid, userIds: readonly Uuid[]): Promise<{ user_id: Uuid; lot_id: Uuid }[]> {
  if (userIds.length === 0) return [];
  return tx.query(
    'named-users-assigned',
    `SELECT a.owner_id AS user_id, b.lot_id FROM accounts a
     JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id AND b.quantity > 0
     WHERE a.vendor_id = $1 AND a.kind = 'assigned' AND a.owner_id = ANY ($2::uuid[])`,
    [vendorId, userIds],
  );
}

/** False if the project has another user with this e-mail address, perhaps since a moment ago. */
export async function insertUser(tx: Tx, vendorId: Uuid, row: Omit<UserRow, 'customer_id' | 'version'>): Promise<boolean> {
  const inserted = await tx.run(
    'named-users-insert',
    `INSERT INTO named_users (vendor_id, id, project_id, name, email, note, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT DO NOTHING`,
    [vendorId, row.id, row.project_id, row.name, row.email, row.note, row.created_at],
  );
  return inserted === 1;
}

/** Whether somebody else of the project has this e-mail address. */
export async function isEmailTaken(tx: Tx, vendorId: Uuid, row: Pick<UserRow, 'id' | 'project_id' | 'email'>): Promise<boolean> {
  const rows = await tx.query(
    'named-users-email-taken',
    `SELECT 1 FROM named_users WHERE vendor_id = $1 AND project_id = $2 AND lower(email) = lower($3) AND id <> $4 AND removed_at IS NULL`,
    [vendorId, row.project_id, row.email, row.id],
  );
  return rows.length > 0;
}

/** So that of two who give one address at the same moment the second learns it instead of failing. */
export async function lockEmails(tx: Tx, vendorId: Uuid, projectId: Uuid): Promise<void> {
  await tx.query('named-users-lock-emails', "SELECT pg_advisory_xact_lock(hashtextextended('named-users:' || $1::text || $2::text, 0))", [
    vendorId,
    projectId,
  ]);
}

export async function saveUser(tx: Tx, vendorId: Uuid, row: Pick<UserRow, 'id' | 'name' | 'email' | 'note' | 'version'>): Promise<boolean> {
  const saved = await tx.run(
    'named-users-save',
    `UPDATE named_users SET name = $3, email = $4, note = $5, version = version + 1
     WHERE vendor_id = $1 AND id = $2 AND version = $6 AND removed_at IS NULL`,
    [vendorId, row.id, row.name, row.email, row.note, row.version],
  );
  return saved === 1;
}

/** What is about the person goes for good; the row stays for the ledger, which knows its id. */
export async function eraseUser(tx: Tx, vendorId: Uuid, userId: Uuid, now: Temporal.Instant): Promise<void> {
  await tx.run(
    'named-users-erase',
    `UPDATE named_users SET name = '', email = '', note = '', removed_at = $3, version = version + 1 WHERE vendor_id = $1 AND id = $2`,
    [vendorId, userId, now],
  );
}
