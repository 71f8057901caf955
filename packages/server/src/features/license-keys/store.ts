import type { LicenseKeyFormat } from '@muniment/domain/license-keys';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationFacts, Uuid } from '../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';
import { sightOf, visibleCustomersSql } from '../../core/visibility/store.ts';

/** Who looks, and when. */
export interface Viewer {
  readonly vendorId: Uuid;
  readonly organization: Pick<OrganizationFacts, 'id' | 'kind'>;
  readonly now: Temporal.Instant;
}

export interface KeyRow {
  id: Uuid;
  batch_id: Uuid;
  lot_id: Uuid;
  quantity: number;
  last_characters: string;
  form: LicenseKeyFormat;
  maker_id: Uuid;
  holder_id: Uuid;
  sales_order: string;
  purchase_order: string;
  made_at: Temporal.Instant;
  redeemed_at: Temporal.Instant | null;
  redeemed_by: string | null;
  project_id: Uuid | null;
  project_name: string | null;
  /** Whether the viewer sees the project that registered it. */
  project_seen: boolean;
  agreement_id: string | null;
  agreement_version: string | null;
  agreement_language: string | null;
  revoked_at: Temporal.Instant | null;
  revoked_by: string | null;
  revoked_reason: string | null;
}

function columnsSql(kind: OrganizationFacts['kind']): string {
  const seen = visibleCustomersSql('p.customer_id', kind, { vendor: 1, organization: 2, now: 3 });
  return `k.id, k.batch_id, k.lot_id, k.quantity, k.last_characters, b.form, b.maker_id, b.holder_id, b.sales_order, b.purchase_order, b.made_at,
    k.redeemed_at, k.redeemed_by, k.project_id, p.name AS project_name, coalesce(${seen}, false) AS project_seen,
    k.agreement_id, k.agreement_version, k.agreement_language, k.revoked_at, k.revoked_by, k.revoked_reason`;
}

const fromSql = `FROM license_keys k
  JOIN license_key_batches b ON b.vendor_id = k.vendor_id AND b.id = k.batch_id
  JOIN lots l ON l.vendor_id = k.vendor_id AND l.id = k.lot_id
  LEFT JOIN projects p ON p.vendor_id = k.vendor_id AND p.id = k.project_id`;

export interface KeyFilter {
  readonly projectId: Uuid | null;
  readonly batchId: Uuid | null;
  readonly salesOrder: string | null;
  readonly state: 'unredeemed' | 'redeemed' | 'expired' | 'revoked' | null;
  readonly today: Temporal.PlainDate;
}

/** Of a project the last that was registered comes first; of a maker the last that was made. */
export function keyKeyset(ofProject: boolean): Keyset {
  const id = { sql: 'k.id', type: 'uuid' } as const;
  return { columns: ofProject ? [{ sql: 'k.redeemed_at', type: 'timestamptz' }, id] : [id], descending: true };
}

const listOf = ({ projectId }: Pick<KeyFilter, 'projectId'>, { organization }: Viewer) =>
  projectId !== null ? `project-${sightOf(organization.kind)}` : `maker-${sightOf(organization.kind)}`;

/** Parameters: 1 vendor, 2 organization, 3 now, 4 project, 5 batch, 6 order, 7 state, 8 today. */
function filterSql({ projectId }: Pick<KeyFilter, 'projectId'>, { organization }: Viewer): string {
  const mine = organization.kind === 'vendor' ? '' : ' AND (b.holder_id = $2 OR b.maker_id = $2)';
  const state = `CASE WHEN k.revoked_at IS NOT NULL THEN 'revoked' WHEN l.valid_until <= $8::date THEN 'expired'
    WHEN k.redeemed_at IS NOT NULL THEN 'redeemed' ELSE 'unredeemed' END`;
  return `WHERE k.vendor_id = $1 AND ${projectId === null ? '$4::uuid IS NULL' : 'k.project_id = $4::uuid'}${projectId === null ? mine : ''}
    AND ($5::uuid IS NULL OR k.batch_id = $5) AND ($6::text IS NULL OR b.sales_order = $6) AND ($7::text IS NULL OR ${state} = $7)`;
}

const valuesOf = (viewer: Viewer, filter: KeyFilter): unknown[] => [
  viewer.vendorId,
  viewer.organization.id,
  viewer.now,
  filter.projectId,
  filter.batchId,
  filter.salesOrder,
  filter.state,
  filter.today,
];

export function listKeys(tx: Tx, viewer: Viewer, filter: KeyFilter, request: PageRequest): Promise<KeyRow[]> {
  return tx.query<KeyRow>(
    `license-keys-list-${listOf(filter, viewer)}-${request.part}`,
    `SELECT ${columnsSql(viewer.organization.kind)} ${fromSql} ${filterSql(filter, viewer)}${afterSql(request, 10)}${orderSql(request, 9)}`,
    [...valuesOf(viewer, filter), rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countKeys(tx: Tx, viewer: Viewer, filter: KeyFilter): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    `license-keys-count-${listOf(filter, viewer)}`,
    `SELECT count(*) AS total FROM (SELECT 1 ${fromSql} ${filterSql(filter, viewer)} AND $3::timestamptz IS NOT NULL AND $2::uuid IS NOT NULL LIMIT $9) m`,
    [...valuesOf(viewer, filter), mostCounted],
  );
  return rows[0]!.total;
}

/** Keys by their ids as the viewer sees them, in the order of their ids. */
export function loadKeys(tx: Tx, viewer: Viewer, ids: readonly Uuid[]): Promise<KeyRow[]> {
  return tx.query<KeyRow>(
    `license-keys-load-${sightOf(viewer.organization.kind)}`,
    `SELECT ${columnsSql(viewer.organization.kind)} ${fromSql} WHERE k.vendor_id = $1 AND k.id = ANY ($4::uuid[]) ORDER BY k.id`,
    [viewer.vendorId, viewer.organization.id, viewer.now, ids],
  );
}

export interface LockedKeyRow {
  id: Uuid;
  hash: Buffer;
  lot_id: Uuid;
  quantity: number;
  project_id: Uuid | null;
  redeemed_at: Temporal.Instant | null;
  revoked_at: Temporal.Instant | null;
  batch_id: Uuid;
}

const lockedColumns = 'id, hash, lot_id, quantity, project_id, redeemed_at, revoked_at, batch_id';

/** Locks the keys with these hashes in the order of their ids: of two who register one key the later finds it used, and lists never wait for each other in a circle. */
export function lockKeysByHash(tx: Tx, vendorId: Uuid, hashes: readonly Buffer[]): Promise<LockedKeyRow[]> {
  return tx.query<LockedKeyRow>(
    'license-keys-lock-by-hash',
    `SELECT ${lockedColumns} FROM license_keys WHERE vendor_id = $1 AND hash = ANY ($2::bytea[]) ORDER BY id FOR UPDATE`,
    [vendorId, hashes],
  );
}

/** The same by their ids. */
export function lockKeysById(tx: Tx, vendorId: Uuid, ids: readonly Uuid[]): Promise<LockedKeyRow[]> {
  return tx.query<LockedKeyRow>(
    'license-keys-lock-by-id',
    `SELECT ${lockedColumns} FROM license_keys WHERE vendor_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id FOR UPDATE`,
    [vendorId, ids],
  );
}

/** The same for all of a batch that nobody has registered or revoked. */
export function lockOpenKeysOf(tx: Tx, vendorId: Uuid, batchId: Uuid): Promise<LockedKeyRow[]> {
  return tx.query<LockedKeyRow>(
    'license-keys-lock-open',
    `SELECT ${lockedColumns} FROM license_keys WHERE vendor_id = $1 AND batch_id = $2 AND redeemed_at IS NULL AND revoked_at IS NULL ORDER BY id FOR UPDATE`,
    [vendorId, batchId],
  );
}

export interface SealedRow {
  id: Uuid;
  sealed: Buffer;
  secret_id: string;
}

export function loadSealed(tx: Tx, vendorId: Uuid, ids: readonly Uuid[]): Promise<SealedRow[]> {
  return tx.query<SealedRow>(
    'license-keys-sealed',
    'SELECT id, sealed, secret_id FROM license_keys WHERE vendor_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id',
    [vendorId, ids],
  );
}

/** Every key of a batch with what became of it, for the list that is handed on. */
export function loadSealedOf(
  tx: Tx,
  vendorId: Uuid,
  batchId: Uuid,
): Promise<(SealedRow & { quantity: number; redeemed_at: Temporal.Instant | null; revoked_at: Temporal.Instant | null })[]> {
  return tx.query(
    'license-keys-sealed-of-batch',
    'SELECT id, sealed, secret_id, quantity, redeemed_at, revoked_at FROM license_keys WHERE vendor_id = $1 AND batch_id = $2 ORDER BY id',
    [vendorId, batchId],
  );
}

/** A key as it is kept: the code itself is in none of its columns. */
export interface NewKey {
  readonly id: Uuid;
  readonly lotId: Uuid;
  readonly hash: Buffer;
  readonly sealed: Buffer;
  readonly lastCharacters: string;
}

export async function insertKeys(
  tx: Tx,
  vendorId: Uuid,
  batch: { readonly id: Uuid; readonly quantity: number; readonly secretId: string },
  keys: readonly NewKey[],
): Promise<void> {
  await tx.run(
    'license-keys-insert',
    `INSERT INTO license_keys (vendor_id, batch_id, quantity, secret_id, id, lot_id, hash, sealed, last_characters)
     SELECT $1, $2, $3, $4, k.* FROM unnest($5::uuid[], $6::uuid[], $7::bytea[], $8::bytea[], $9::text[]) AS k (id, lot_id, hash, sealed, last_characters)`,
    [
      vendorId,
      batch.id,
      batch.quantity,
      batch.secretId,
      keys.map(({ id }) => id),
      keys.map(({ lotId }) => lotId),
      keys.map(({ hash }) => hash),
      keys.map(({ sealed }) => sealed),
      keys.map(({ lastCharacters }) => lastCharacters),
    ],
  );
}

export interface Redemption {
  readonly at: Temporal.Instant;
  readonly by: string;
  readonly projectId: Uuid;
  readonly operationId: Uuid;
  readonly agreement: { readonly id: string; readonly version: string; readonly language: string } | null;
}

export async function markRedeemed(tx: Tx, vendorId: Uuid, ids: readonly Uuid[], redemption: Redemption): Promise<void> {
  const { at, by, projectId, operationId, agreement } = redemption;
  const marked = await tx.run(
    'license-keys-redeem',
    `UPDATE license_keys SET redeemed_at = $3, redeemed_by = $4, project_id = $5, redeem_operation_id = $6, agreement_id = $7,
       agreement_version = $8, agreement_language = $9
     WHERE vendor_id = $1 AND id = ANY ($2::uuid[]) AND redeemed_at IS NULL AND revoked_at IS NULL`,
    [vendorId, ids, at, by, projectId, operationId, agreement?.id ?? null, agreement?.version ?? null, agreement?.language ?? null],
  );
  if (marked !== ids.length) throw new Error(`${marked} of ${ids.length} licence keys were registered: the others were not locked`);
}

export interface Revocation {
  readonly at: Temporal.Instant;
  readonly by: string;
  readonly reason: string;
  readonly operationId: Uuid;
}

export async function markRevoked(
  tx: Tx,
  vendorId: Uuid,
  ids: readonly Uuid[],
  { at, by, reason, operationId }: Revocation,
): Promise<void> {
  const marked = await tx.run(
    'license-keys-revoke',
    `UPDATE license_keys SET revoked_at = $3, revoked_by = $4, revoked_reason = $5, revoke_operation_id = $6
     WHERE vendor_id = $1 AND id = ANY ($2::uuid[]) AND redeemed_at IS NULL AND revoked_at IS NULL`,
    [vendorId, ids, at, by, reason, operationId],
  );
  if (marked !== ids.length) throw new Error(`${marked} of ${ids.length} licence keys were revoked: the others were not locked`);
}

/** Whoever holds the keys of batches. */
export async function holdersOf(tx: Tx, vendorId: Uuid, batchIds: readonly Uuid[]): Promise<ReadonlyMap<Uuid, Uuid>> {
  if (batchIds.length === 0) return new Map();
  const rows = await tx.query<{ id: Uuid; holder_id: Uuid }>(
    'license-keys-holders-of',
    'SELECT id, holder_id FROM license_key_batches WHERE vendor_id = $1 AND id = ANY ($2::uuid[])',
    [vendorId, batchIds],
  );
  return new Map(rows.map((row) => [row.id, row.holder_id]));
}
