import { type Pool, readInFlight, type Statement, type Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationKind, Role, Scope, Uuid, Vendor } from '../../../core/context.ts';

export type CredentialKind = 'session' | 'api-key' | 'invitation' | 'password-reset' | 'device';

/** What a secret stands for. */
export interface Credential {
  readonly vendor: Vendor;
  readonly kind: CredentialKind;
  readonly subjectId: Uuid;
}

interface CredentialRow extends Vendor {
  readonly hash: Buffer;
  readonly kind: CredentialKind;
  readonly subject_id: Uuid;
}

/**
 * What these hashes stand for, in the order asked; null for one nobody has. Asked before a vendor is known, outside any
 * transaction: one round trip.
 */
export async function findCredentials(pool: Pool, hashes: readonly Buffer[]): Promise<(Credential | null)[]> {
  const { rows } = await pool.query<CredentialRow>({
    name: 'identity-find-credentials',
    text: `SELECT c.hash, c.kind, c.subject_id, v.id, v.slug, v.name FROM credentials c JOIN vendors v ON v.id = c.vendor_id
       WHERE c.hash = ANY ($1::bytea[])`,
    values: [hashes],
  });
  const found = new Map(rows.map((row) => [row.hash.toString('hex'), row]));
  return hashes.map((hash) => {
    const row = found.get(hash.toString('hex'));
    return row === undefined ? null : { vendor: { id: row.id, slug: row.slug, name: row.name }, kind: row.kind, subjectId: row.subject_id };
  });
}

/** The vendor with this slug, else the first one there was; null where there is none yet. `orFirst` false: with this slug or none. */
export async function findVendor(pool: Pool, slug: string, orFirst: boolean): Promise<Vendor | null> {
  const { rows } = await pool.query<Vendor>(
    orFirst
      ? {
          name: 'identity-vendor-or-first',
          text: 'SELECT id, slug, name FROM vendors ORDER BY slug <> $1, created_at, id LIMIT 1',
          values: [slug],
        }
      : { name: 'identity-vendor', text: 'SELECT id, slug, name FROM vendors WHERE slug = $1', values: [slug] },
  );
  return rows[0] ?? null;
}

export async function insertCredential(tx: Tx, vendorId: Uuid, hash: Buffer, kind: CredentialKind, subjectId: Uuid): Promise<void> {
  await tx.run('identity-insert-credential', 'INSERT INTO credentials (hash, vendor_id, kind, subject_id) VALUES ($1, $2, $3, $4)', [
    hash,
    vendorId,
    kind,
    subjectId,
  ]);
}

/** What a link's secret stands for, within the vendor. */
export async function findSubject(tx: Tx, vendorId: Uuid, hash: Buffer, kind: CredentialKind): Promise<Uuid | null> {
  const rows = await tx.query<{ subject_id: Uuid }>(
    'identity-find-subject',
    'SELECT subject_id FROM credentials WHERE hash = $1 AND vendor_id = $2 AND kind = $3',
    [hash, vendorId, kind],
  );
  return rows[0]?.subject_id ?? null;
}

/** A person's session with one of the memberships: one row for each. */
export interface SessionRow {
  readonly id: Uuid;
  readonly person_id: Uuid;
  readonly last_seen_at: Temporal.Instant;
  readonly expires_at: Temporal.Instant;
  readonly ended_at: Temporal.Instant | null;
  readonly name: string;
  readonly language: string;
  readonly status: 'active' | 'deactivated';
  readonly organization_id: Uuid;
  readonly organization_name: string;
  readonly organization_kind: OrganizationKind;
  readonly role: Role;
}

/** Memberships come with the vendor's first, then by name: the first is the one acted for unless another is asked for. */
function sessionsStatement(vendorId: Uuid, ids: readonly Uuid[]): Statement {
  return {
    name: 'identity-load-sessions',
    text: `SELECT s.id, s.person_id, s.last_seen_at, s.expires_at, s.ended_at, p.name, p.language, p.status,
       m.organization_id, o.name AS organization_name, o.kind AS organization_kind, m.role
     FROM sessions s
     JOIN people p ON p.vendor_id = s.vendor_id AND p.id = s.person_id
     JOIN memberships m ON m.vendor_id = s.vendor_id AND m.person_id = s.person_id
     JOIN organizations o ON o.vendor_id = m.vendor_id AND o.id = m.organization_id
     WHERE s.vendor_id = $1 AND s.id = ANY ($2::uuid[])
     ORDER BY o.kind <> 'vendor', o.name, o.id`,
    parameters: [vendorId, ids],
  };
}

export interface KeyRow {
  readonly id: Uuid;
  readonly name: string;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  readonly expires_at: Temporal.Instant | null;
  readonly last_used_at: Temporal.Instant | null;
  readonly revoked_at: Temporal.Instant | null;
  readonly organization_id: Uuid;
  readonly organization_name: string;
  readonly organization_kind: OrganizationKind;
  /** Of a key for seats. */
  readonly project_id: Uuid | null;
}

function keysStatement(vendorId: Uuid, ids: readonly Uuid[]): Statement {
  return {
    name: 'identity-load-keys',
    text: `SELECT k.id, k.name, k.role, k.scopes, k.expires_at, k.last_used_at, k.revoked_at, k.project_id,
       k.organization_id, o.name AS organization_name, o.kind AS organization_kind
     FROM api_keys k JOIN organizations o ON o.vendor_id = k.vendor_id AND o.id = k.organization_id
     WHERE k.vendor_id = $1 AND k.id = ANY ($2::uuid[])`,
    parameters: [vendorId, ids],
  };
}

/** A device by its enrolment: whose key it is, whether it still is, and which token is the newest. */
export interface DeviceHolderRow {
  /** The enrolment's. */
  readonly id: Uuid;
  readonly state: 'waiting' | 'current' | 'killed' | 'refused';
  readonly token_hash: Buffer | null;
  readonly last_seen_at: Temporal.Instant | null;
  readonly device_id: Uuid;
  readonly device_name: string;
  readonly customer_id: Uuid;
  readonly customer_name: string;
  readonly project_id: Uuid;
}

function devicesStatement(vendorId: Uuid, ids: readonly Uuid[]): Statement {
  return {
    name: 'identity-load-devices',
    text: `SELECT e.id, e.state, e.token_hash, e.last_seen_at, d.id AS device_id, d.name AS device_name, d.customer_id, d.project_id, o.name AS customer_name
     FROM enrolments e
     JOIN devices d ON d.vendor_id = e.vendor_id AND d.id = e.device_id
     JOIN organizations o ON o.vendor_id = d.vendor_id AND o.id = d.customer_id
     WHERE e.vendor_id = $1 AND e.id = ANY ($2::uuid[])`,
    parameters: [vendorId, ids],
  };
}

/** What a flight asks for: ids of sessions, API keys and enrolments. */
export interface SoughtIds {
  readonly sessions: readonly Uuid[];
  readonly keys: readonly Uuid[];
  readonly devices: readonly Uuid[];
}

/** What a flight asks for: a row for each membership of a session's person, one for each key, and one for each device. */
export async function loadHolderRows(
  pool: Pool,
  vendorId: Uuid,
  { sessions, keys, devices }: SoughtIds,
): Promise<{
  readonly sessionRows: readonly SessionRow[];
  readonly keyRows: readonly KeyRow[];
  readonly deviceRows: readonly DeviceHolderRow[];
}> {
  const wanted = [
    { ids: sessions, statement: sessionsStatement },
    { ids: keys, statement: keysStatement },
    { ids: devices, statement: devicesStatement },
  ];
  const asked = wanted.filter(({ ids }) => ids.length > 0);
  const found = await readInFlight(
    pool,
    vendorId,
    asked.map(({ ids, statement }) => statement(vendorId, ids)),
  );
  const rowsOf = (index: number) => found[asked.indexOf(wanted[index]!)] ?? [];
  return { sessionRows: rowsOf(0) as SessionRow[], keyRows: rowsOf(1) as KeyRow[], deviceRows: rowsOf(2) as DeviceHolderRow[] };
}

export async function touchSessions(tx: Tx, vendorId: Uuid, ids: readonly Uuid[], now: Temporal.Instant): Promise<void> {
  await tx.run(
    'identity-touch-sessions',
    'UPDATE sessions SET last_seen_at = $3 WHERE vendor_id = $1 AND id = ANY ($2::uuid[]) AND last_seen_at < $3',
    [vendorId, ids, now],
  );
}

export async function touchKeys(tx: Tx, vendorId: Uuid, ids: readonly Uuid[], now: Temporal.Instant): Promise<void> {
  await tx.run(
    'identity-touch-keys',
    `UPDATE api_keys SET last_used_at = $3
     WHERE vendor_id = $1 AND id = ANY ($2::uuid[]) AND (last_used_at IS NULL OR last_used_at < $3)`,
    [vendorId, ids, now],
  );
}

export async function touchDevices(tx: Tx, vendorId: Uuid, ids: readonly Uuid[], now: Temporal.Instant): Promise<void> {
  await tx.run(
    'identity-touch-devices',
    `UPDATE enrolments SET last_seen_at = $3
     WHERE vendor_id = $1 AND id = ANY ($2::uuid[]) AND (last_seen_at IS NULL OR last_seen_at < $3)`,
    [vendorId, ids, now],
  );
}

export async function insertSession(
  tx: Tx,
  vendorId: Uuid,
  row: { readonly id: Uuid; readonly personId: Uuid; readonly now: Temporal.Instant; readonly expiresAt: Temporal.Instant },
): Promise<void> {
  await tx.run(
    'identity-insert-session',
    'INSERT INTO sessions (vendor_id, id, person_id, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, $4, $4, $5)',
    [vendorId, row.id, row.personId, row.now, row.expiresAt],
  );
}

export async function endSession(tx: Tx, vendorId: Uuid, sessionId: Uuid, now: Temporal.Instant): Promise<boolean> {
  const ended = await tx.run(
    'identity-end-session',
    'UPDATE sessions SET ended_at = $3 WHERE vendor_id = $1 AND id = $2 AND ended_at IS NULL',
    [vendorId, sessionId, now],
  );
  return ended === 1;
}

/** Ends every session of a person, but the one kept; answers how many. */
export async function endSessionsOf(tx: Tx, vendorId: Uuid, personId: Uuid, now: Temporal.Instant, kept: Uuid | null): Promise<number> {
  return tx.run(
    'identity-end-sessions-of',
    `UPDATE sessions SET ended_at = $3
     WHERE vendor_id = $1 AND person_id = $2 AND ended_at IS NULL AND ($4::uuid IS NULL OR id <> $4)`,
    [vendorId, personId, now, kept],
  );
}

/** An active person as a member of an organization; null where it is none. */
export async function loadMember(
  tx: Tx,
  vendorId: Uuid,
  personId: Uuid,
  organizationId: Uuid,
): Promise<Pick<SessionRow, 'name' | 'language' | 'organization_name' | 'organization_kind' | 'role'> | null> {
  const rows = await tx.query<Pick<SessionRow, 'name' | 'language' | 'organization_name' | 'organization_kind' | 'role'>>(
    'identity-load-member',
    `SELECT p.name, p.language, o.name AS organization_name, o.kind AS organization_kind, m.role
     FROM people p
     JOIN memberships m ON m.vendor_id = p.vendor_id AND m.person_id = p.id AND m.organization_id = $3
     JOIN organizations o ON o.vendor_id = m.vendor_id AND o.id = m.organization_id
     WHERE p.vendor_id = $1 AND p.id = $2 AND p.status = 'active'`,
    [vendorId, personId, organizationId],
  );
  return rows[0] ?? null;
}

/** An API key, whether it is still good or not. */
export async function loadKeyHolder(tx: Tx, vendorId: Uuid, keyId: Uuid): Promise<KeyRow | null> {
  const { name, text } = keysStatement(vendorId, [keyId]);
  const rows = await tx.query<KeyRow>(name, text, [vendorId, [keyId]]);
  return rows[0] ?? null;
}
