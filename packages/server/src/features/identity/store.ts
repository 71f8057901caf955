import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationFacts, OrganizationKind, Role, Uuid, Vendor } from '../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';

/** A person in one organization; whoever belongs to two has two rows. */
export interface PersonRow {
  readonly id: Uuid;
  readonly name: string;
  readonly email: string;
  readonly status: 'active' | 'deactivated';
  readonly role: Role;
  readonly organization_id: Uuid;
  readonly organization_name: string;
  readonly organization_kind: OrganizationKind;
  readonly last_sign_in_at: Temporal.Instant | null;
  readonly created_at: Temporal.Instant;
  readonly version: number;
}

export interface PeopleFilter {
  /** Null: of every organization. */
  readonly organizationId: Uuid | null;
  /** Part of a name or e-mail address. */
  readonly q: string | null;
}

const columns = `p.id, p.name, p.email, p.status, m.role, m.organization_id, o.name AS organization_name, o.kind AS organization_kind,
  p.last_sign_in_at, p.created_at, p.version`;
const from = `FROM memberships m
  JOIN people p ON p.vendor_id = m.vendor_id AND p.id = m.person_id
  JOIN organizations o ON o.vendor_id = m.vendor_id AND o.id = m.organization_id`;
const where = `WHERE m.vendor_id = $1 AND ($2::uuid IS NULL OR m.organization_id = $2)
  AND ($3::text IS NULL OR position(lower($3) IN lower(p.name COLLATE "default")) > 0 OR position(lower($3) IN lower(p.email)) > 0)`;

export const peopleKeyset: Keyset = {
  columns: [
    { sql: 'p.name', type: 'text' },
    { sql: 'p.id', type: 'uuid' },
    { sql: 'm.organization_id', type: 'uuid' },
  ],
  descending: false,
};

export function listPeople(tx: Tx, vendorId: Uuid, filter: PeopleFilter, request: PageRequest): Promise<PersonRow[]> {
  return tx.query<PersonRow>(
    `identity-list-people-${request.part}`,
    `SELECT ${columns} ${from} ${where}${afterSql(request, 5)}${orderSql(request, 4)}`,
    [vendorId, filter.organizationId, filter.q, rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countPeople(tx: Tx, vendorId: Uuid, filter: PeopleFilter): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    'identity-count-people',
    `SELECT count(*) AS total FROM (SELECT 1 ${from} ${where} LIMIT $4) m`,
    [vendorId, filter.organizationId, filter.q, mostCounted],
  );
  return rows[0]!.total;
}

/** A person's rows that the viewer may see, the viewer's own organization first. */
export function loadMemberships(
  tx: Tx,
  vendorId: Uuid,
  personId: Uuid,
  viewer: Pick<OrganizationFacts, 'id' | 'kind'>,
): Promise<PersonRow[]> {
  return tx.query<PersonRow>(
    'identity-load-memberships',
    `SELECT ${columns} ${from} WHERE m.vendor_id = $1 AND m.person_id = $2 AND ($3::uuid IS NULL OR m.organization_id = $3)
     ORDER BY m.organization_id <> $4::uuid, o.kind <> 'vendor', o.name, o.id`,
    [vendorId, personId, viewer.kind === 'vendor' ? null : viewer.id, viewer.id],
  );
}

/** Whether a person also belongs to organizations other than this one. */
export async function belongsElsewhere(tx: Tx, vendorId: Uuid, personId: Uuid, organizationId: Uuid): Promise<boolean> {
  const rows = await tx.query(
    'identity-belongs-elsewhere',
    'SELECT 1 FROM memberships WHERE vendor_id = $1 AND person_id = $2 AND organization_id <> $3 LIMIT 1',
    [vendorId, personId, organizationId],
  );
  return rows.length > 0;
}

export interface SignInRow {
  readonly id: Uuid;
  readonly email: string;
  readonly name: string;
  readonly language: string;
  readonly status: 'active' | 'deactivated';
  readonly password_hash: string;
  readonly version: number;
}

const signInColumns = 'id, email, name, language, status, password_hash, version';

/** E-mail addresses are compared without case. */
export async function findByEmail(tx: Tx, vendorId: Uuid, email: string): Promise<SignInRow | null> {
  const rows = await tx.query<SignInRow>(
    'identity-find-by-email',
    `SELECT ${signInColumns} FROM people WHERE vendor_id = $1 AND lower(email) = lower($2)`,
    [vendorId, email],
  );
  return rows[0] ?? null;
}

export async function loadPerson(tx: Tx, vendorId: Uuid, personId: Uuid): Promise<SignInRow | null> {
  const rows = await tx.query<SignInRow>('identity-load-person', `SELECT ${signInColumns} FROM people WHERE vendor_id = $1 AND id = $2`, [
    vendorId,
    personId,
  ]);
  return rows[0] ?? null;
}

/** The same, and until the end of the transaction nobody changes the person: neither the password nor whether they may come in. */
export async function lockPerson(tx: Tx, vendorId: Uuid, personId: Uuid): Promise<SignInRow | null> {
  const rows = await tx.query<SignInRow>(
    'identity-lock-person',
    `SELECT ${signInColumns} FROM people WHERE vendor_id = $1 AND id = $2 FOR NO KEY UPDATE`,
    [vendorId, personId],
  );
  return rows[0] ?? null;
}

export interface NewPerson {
  readonly id: Uuid;
  readonly email: string;
  readonly name: string;
  readonly language: string;
  readonly passwordHash: string;
  readonly createdAt: Temporal.Instant;
}

/** False if somebody has the address: it is unique per vendor. */
export async function insertPerson(tx: Tx, vendorId: Uuid, person: NewPerson): Promise<boolean> {
  const inserted = await tx.run(
    'identity-insert-person',
    `INSERT INTO people (vendor_id, id, email, name, language, password_hash, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (vendor_id, lower(email)) DO NOTHING`,
    [vendorId, person.id, person.email, person.name, person.language, person.passwordHash, person.createdAt],
  );
  return inserted === 1;
}

/** The organizations a person belongs to. */
export async function organizationsOf(tx: Tx, vendorId: Uuid, personId: Uuid): Promise<readonly Uuid[]> {
  const rows = await tx.query<{ organization_id: Uuid }>(
    'identity-organizations-of',
    'SELECT organization_id FROM memberships WHERE vendor_id = $1 AND person_id = $2',
    [vendorId, personId],
  );
  return rows.map((row) => row.organization_id);
}

export async function insertMembership(tx: Tx, vendorId: Uuid, personId: Uuid, organizationId: Uuid, role: Role): Promise<void> {
  await tx.run(
    'identity-insert-membership',
    'INSERT INTO memberships (vendor_id, person_id, organization_id, role) VALUES ($1, $2, $3, $4)',
    [vendorId, personId, organizationId, role],
  );
}

export async function saveRole(tx: Tx, vendorId: Uuid, personId: Uuid, organizationId: Uuid, role: Role): Promise<void> {
  await tx.run('identity-save-role', 'UPDATE memberships SET role = $4 WHERE vendor_id = $1 AND person_id = $2 AND organization_id = $3', [
    vendorId,
    personId,
    organizationId,
    role,
  ]);
  await tx.run('identity-person-changed', 'UPDATE people SET version = version + 1 WHERE vendor_id = $1 AND id = $2', [vendorId, personId]);
}

export async function saveStatus(tx: Tx, vendorId: Uuid, personId: Uuid, status: PersonRow['status']): Promise<boolean> {
  const changed = await tx.run(
    'identity-save-status',
    'UPDATE people SET status = $3, version = version + 1 WHERE vendor_id = $1 AND id = $2 AND status <> $3',
    [vendorId, personId, status],
  );
  return changed === 1;
}

/** False if the version is not the one expected; null expects any. */
export async function saveProfile(
  tx: Tx,
  vendorId: Uuid,
  personId: Uuid,
  change: { readonly name: string | null; readonly language: string | null; readonly ifVersion: number | null },
): Promise<boolean> {
  const changed = await tx.run(
    'identity-save-profile',
    `UPDATE people SET name = coalesce($3, name), language = coalesce($4, language), version = version + 1
     WHERE vendor_id = $1 AND id = $2 AND ($5::int IS NULL OR version = $5)`,
    [vendorId, personId, change.name, change.language, change.ifVersion],
  );
  return changed === 1;
}

export async function savePassword(tx: Tx, vendorId: Uuid, personId: Uuid, passwordHash: string): Promise<void> {
  await tx.run('identity-save-password', 'UPDATE people SET password_hash = $3 WHERE vendor_id = $1 AND id = $2', [
    vendorId,
    personId,
    passwordHash,
  ]);
}

export async function noteSignIn(tx: Tx, vendorId: Uuid, personId: Uuid, now: Temporal.Instant): Promise<void> {
  await tx.run('identity-note-sign-in', 'UPDATE people SET last_sign_in_at = $3 WHERE vendor_id = $1 AND id = $2', [
    vendorId,
    personId,
    now,
  ]);
}

/**
 * Locks whoever administers the vendor, in one order, and answers their ids. Of two who take each other's role at the
 * same moment the second waits here and then sees what the first did: one administrator always remains.
 */
export async function lockAdministrators(tx: Tx, vendorId: Uuid): Promise<Uuid[]> {
  const rows = await tx.query<{ id: Uuid }>(
    'identity-lock-administrators',
    `SELECT p.id FROM memberships m
     JOIN people p ON p.vendor_id = m.vendor_id AND p.id = m.person_id
     JOIN organizations o ON o.vendor_id = m.vendor_id AND o.id = m.organization_id
     WHERE m.vendor_id = $1 AND o.kind = 'vendor' AND m.role = 'administrator' AND p.status = 'active'
     ORDER BY p.id FOR NO KEY UPDATE OF m, p`,
    [vendorId],
  );
  return rows.map((row) => row.id);
}

/** Whoever administers the vendor and may sign in, the longest-serving first. */
export function listAdministrators(tx: Tx, vendorId: Uuid): Promise<{ readonly id: Uuid; readonly email: string }[]> {
  return tx.query(
    'identity-list-administrators',
    `SELECT p.id, p.email FROM memberships m
     JOIN people p ON p.vendor_id = m.vendor_id AND p.id = m.person_id
     JOIN organizations o ON o.vendor_id = m.vendor_id AND o.id = m.organization_id
     WHERE m.vendor_id = $1 AND o.kind = 'vendor' AND m.role = 'administrator' AND p.status = 'active'
     ORDER BY p.created_at, p.id`,
    [vendorId],
  );
}

/** An organization's facts by id, null if there is none. */
export async function loadOrganization(tx: Tx, vendorId: Uuid, organizationId: Uuid): Promise<OrganizationFacts | null> {
  const rows = await tx.query<OrganizationFacts>(
    'identity-load-organization',
    'SELECT id, name, kind FROM organizations WHERE vendor_id = $1 AND id = $2',
    [vendorId, organizationId],
  );
  return rows[0] ?? null;
}

/** Whether a reset of the person was opened after the instant: an address cannot be flooded with mails. */
export async function hasResetSince(tx: Tx, vendorId: Uuid, personId: Uuid, since: Temporal.Instant): Promise<boolean> {
  const rows = await tx.query(
    'identity-has-reset-since',
    'SELECT 1 FROM password_resets WHERE vendor_id = $1 AND person_id = $2 AND created_at > $3 LIMIT 1',
    [vendorId, personId, since],
  );
  return rows.length > 0;
}

export async function insertReset(
  tx: Tx,
  vendorId: Uuid,
  row: { readonly id: Uuid; readonly personId: Uuid; readonly now: Temporal.Instant; readonly expiresAt: Temporal.Instant },
): Promise<void> {
  await tx.run(
    'identity-insert-reset',
    'INSERT INTO password_resets (vendor_id, id, person_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)',
    [vendorId, row.id, row.personId, row.now, row.expiresAt],
  );
}

/** Whether a reset can still be used. */
export async function isResetOpen(tx: Tx, vendorId: Uuid, resetId: Uuid, now: Temporal.Instant): Promise<boolean> {
  const rows = await tx.query(
    'identity-is-reset-open',
    'SELECT 1 FROM password_resets WHERE vendor_id = $1 AND id = $2 AND used_at IS NULL AND expires_at > $3',
    [vendorId, resetId, now],
  );
  return rows.length > 0;
}

/** The person whose reset this is, for the first who uses it in time; every other reset of the person ends with it. */
export async function takeReset(tx: Tx, vendorId: Uuid, resetId: Uuid, now: Temporal.Instant): Promise<Uuid | null> {
  const rows = await tx.query<{ person_id: Uuid }>(
    'identity-take-reset',
    `UPDATE password_resets SET used_at = $3 WHERE vendor_id = $1 AND id = $2 AND used_at IS NULL AND expires_at > $3 RETURNING person_id`,
    [vendorId, resetId, now],
  );
  return rows[0]?.person_id ?? null;
}

export async function closeResets(tx: Tx, vendorId: Uuid, personId: Uuid, now: Temporal.Instant): Promise<void> {
  await tx.run(
    'identity-close-resets',
    'UPDATE password_resets SET used_at = $3 WHERE vendor_id = $1 AND person_id = $2 AND used_at IS NULL',
    [vendorId, personId, now],
  );
}

/** Asks for the mail to be written by a job: answering takes the same time whether somebody has the address or not. */
export async function enqueueReset(
  tx: Tx,
  data: { readonly email: string; readonly publicUrl: string },
  now: Temporal.Instant,
): Promise<void> {
  await tx.query('identity-enqueue-reset', "SELECT enqueue_job('write-password-reset', $1::jsonb, $2::timestamptz, NULL)", [
    JSON.stringify(data),
    now,
  ]);
}

export async function loadVendor(tx: Tx, vendorId: Uuid): Promise<Vendor | null> {
  const rows = await tx.query<Vendor>('identity-load-vendor', 'SELECT id, slug, name FROM vendors WHERE id = $1', [vendorId]);
  return rows[0] ?? null;
}
