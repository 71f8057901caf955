import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationFacts, Uuid } from '../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';

export interface LeafRow {
  readonly hash: Buffer;
  readonly at: string;
  readonly kind: string;
  readonly organizationId: Uuid | null;
  readonly operationId: Uuid | null;
  readonly leaf: string;
  readonly address: string | null;
}

/** Adds a leaf; leaves have no number, so that writers never wait for each other. */
export async function insertLeaf(tx: Tx, vendorId: Uuid, row: LeafRow): Promise<void> {
  const leaf = tx.query(
    'audit-insert-leaf',
    `INSERT INTO audit_leaves (vendor_id, hash, at, kind, organization_id, operation_id, leaf)
     VALUES ($1, $2, $3::timestamptz, $4, $5, $6, $7)`,
    [vendorId, row.hash, row.at, row.kind, row.organizationId, row.operationId, row.leaf],
  );
  const address =
    row.address !== null &&
    tx.query('audit-insert-address', 'INSERT INTO leaf_addresses (vendor_id, hash, address) VALUES ($1, $2, $3)', [
      vendorId,
      row.hash,
      row.address,
    ]);
  await Promise.all([leaf, address]);
}

/** The same for many at once. */
export async function insertLeaves(tx: Tx, vendorId: Uuid, rows: readonly LeafRow[]): Promise<void> {
  const leaves = tx.run(
    'audit-insert-leaves',
    `INSERT INTO audit_leaves (vendor_id, hash, at, kind, organization_id, operation_id, leaf)
     SELECT $1, l.* FROM unnest($2::bytea[], $3::timestamptz[], $4::text[], $5::uuid[], $6::uuid[], $7::text[])
       AS l (hash, at, kind, organization_id, operation_id, leaf)`,
    [
      vendorId,
      rows.map((row) => row.hash),
      rows.map((row) => row.at),
      rows.map((row) => row.kind),
      rows.map((row) => row.organizationId),
      rows.map((row) => row.operationId),
      rows.map((row) => row.leaf),
    ],
  );
  const known = rows.filter((row) => row.address !== null);
  const addresses =
    known.length > 0 &&
    tx.run(
      'audit-insert-addresses',
      'INSERT INTO leaf_addresses (vendor_id, hash, address) SELECT $1, a.* FROM unnest($2::bytea[], $3::text[]) AS a (hash, address)',
      [vendorId, known.map((row) => row.hash), known.map((row) => row.address)],
    );
  await Promise.all([leaves, addresses]);
}

export interface NameRow {
  readonly id: Uuid;
  readonly name: string;
}

export function loadPersonNames(tx: Tx, vendorId: Uuid, ids: readonly Uuid[]): Promise<NameRow[]> {
  return tx.query<NameRow>('audit-person-names', 'SELECT id, name FROM people WHERE vendor_id = $1 AND id = ANY ($2::uuid[])', [
    vendorId,
    ids,
  ]);
}

export function loadKeyNames(tx: Tx, vendorId: Uuid, ids: readonly Uuid[]): Promise<NameRow[]> {
  return tx.query<NameRow>('audit-key-names', 'SELECT id, name FROM api_keys WHERE vendor_id = $1 AND id = ANY ($2::uuid[])', [
    vendorId,
    ids,
  ]);
}

export function loadDeviceNames(tx: Tx, vendorId: Uuid, ids: readonly Uuid[]): Promise<NameRow[]> {
  return tx.query<NameRow>('audit-device-names', 'SELECT id, name FROM devices WHERE vendor_id = $1 AND id = ANY ($2::uuid[])', [
    vendorId,
    ids,
  ]);
}

/** Names of organizations by id. */
export async function organizationNames(tx: Tx, vendorId: Uuid, ids: Iterable<Uuid | null>): Promise<ReadonlyMap<Uuid, string>> {
  const wanted = [...new Set(ids)].filter((id) => id !== null);
  if (wanted.length === 0) return new Map();
  const rows = await tx.query<NameRow>(
    'audit-organization-names',
    'SELECT id, name FROM organizations WHERE vendor_id = $1 AND id = ANY ($2::uuid[])',
    [vendorId, wanted],
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}

export interface EventRow {
  readonly hash: Buffer;
  readonly at: Temporal.Instant;
  readonly kind: string;
  readonly organization_id: Uuid | null;
  readonly operation_id: Uuid | null;
  readonly leaf: string;
  readonly address: string | null;
}

export interface EventFilter {
  readonly organization: Pick<OrganizationFacts, 'id' | 'kind'>;
  readonly kind: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

/** Newest first. */
export const eventKeyset: Keyset = {
  columns: [
    { sql: 'l.at', type: 'timestamptz' },
    { sql: 'l.hash', type: 'bytea' },
  ],
  descending: true,
};

// The vendor sees every event, everybody else those of its own organization.
function whereSql(kind: OrganizationFacts['kind']): string {
  const sight = kind === 'vendor' ? '$2::uuid IS NOT NULL' : 'l.organization_id = $2::uuid';
  return `FROM audit_leaves l WHERE l.vendor_id = $1 AND ${sight} AND ($3::text IS NULL OR l.kind = $3)
    AND ($4::timestamptz IS NULL OR l.at >= $4) AND ($5::timestamptz IS NULL OR l.at < $5)`;
}

function filterValues(vendorId: Uuid, filter: EventFilter): unknown[] {
  return [vendorId, filter.organization.id, filter.kind, filter.from, filter.to];
}

const columns = `l.hash, l.at, l.kind, l.organization_id, l.operation_id, l.leaf,
  (SELECT a.address FROM leaf_addresses a WHERE a.vendor_id = l.vendor_id AND a.hash = l.hash) AS address`;

/** One event if the organization may see it; `hash` is base64url. */
export async function loadEvent(tx: Tx, vendorId: Uuid, organization: EventFilter['organization'], hash: string): Promise<EventRow | null> {
  const sight = organization.kind === 'vendor' ? '$2::uuid IS NOT NULL' : 'l.organization_id = $2::uuid';
  const rows = await tx.query<EventRow>(
    `audit-load-${organization.kind === 'vendor' ? 'all' : 'own'}`,
    `SELECT ${columns} FROM audit_leaves l WHERE l.vendor_id = $1 AND ${sight} AND l.hash = $3`,
    [vendorId, organization.id, Buffer.from(hash, 'base64url')],
  );
  return rows[0] ?? null;
}

const sightName = (filter: EventFilter) => (filter.organization.kind === 'vendor' ? 'all' : 'own');

export function listEvents(tx: Tx, vendorId: Uuid, filter: EventFilter, request: PageRequest): Promise<EventRow[]> {
  return tx.query<EventRow>(
    `audit-list-${sightName(filter)}-${request.part}`,
    `SELECT ${columns}
     ${whereSql(filter.organization.kind)}${afterSql(request, 7)}${orderSql(request, 6)}`,
    [...filterValues(vendorId, filter), rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countEvents(tx: Tx, vendorId: Uuid, filter: EventFilter): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    `audit-count-${sightName(filter)}`,
    `SELECT count(*) AS total FROM (SELECT 1 ${whereSql(filter.organization.kind)} LIMIT $6) m`,
    [...filterValues(vendorId, filter), mostCounted],
  );
  return rows[0]!.total;
}
