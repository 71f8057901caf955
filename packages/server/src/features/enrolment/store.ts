import type { PublicKey } from '@muniment/documents/verify';
import type { WaitingKey, WaitingReason } from '@muniment/domain/enrolment';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationFacts, Uuid } from '../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';
import { sightOf, visibleCustomersSql } from '../../core/visibility/store.ts';
import type { Viewer } from '../devices/index.ts';
import type { ProjectFacts } from '../projects/index.ts';

/**
 * The projects that a device may mean: that of the customer id it was given (E1), before that of its key. A customer id that is
 * renewed lets nobody new in, and those who asked with it before go on. So do those whose device was moved (E8): what they were
 * given is the id of a project that the device was in, and they mean the one that it is in now, which comes first then.
 */
export async function findAskedProjects(tx: Tx, vendorId: Uuid, customerId: Uuid | null, thumbprint: string): Promise<ProjectFacts[]> {
  return tx.query<ProjectFacts>(
    'enrolment-find-project',
    `SELECT p.id, p.name, p.customer_id, o.name AS customer_name FROM projects p
     JOIN organizations o ON o.vendor_id = p.vendor_id AND o.id = p.customer_id
     LEFT JOIN enrolments e ON e.vendor_id = $1 AND e.thumbprint = $3
     WHERE p.vendor_id = $1 AND (p.enrolment_id = $2
       OR p.id = (SELECT k.project_id FROM enrolments k WHERE k.vendor_id = $1 AND k.thumbprint = $3))
     ORDER BY coalesce(p.enrolment_id = $2, false) AND NOT EXISTS (
       SELECT 1 FROM operations a WHERE a.vendor_id = $1 AND a.device_id = e.device_id AND a.project_id = p.id) DESC,
       p.id = e.project_id DESC`,
    [vendorId, customerId, thumbprint],
  );
}

export interface EnrolmentRow {
  id: Uuid;
  project_id: Uuid;
  device_id: Uuid | null;
  product: string;
  variant: string | null;
  hardware_key: string;
  name: string;
  thumbprint: string;
  public_jwk: PublicKey;
  state: 'waiting' | 'current' | 'killed' | 'refused';
  waits_for: WaitingReason | null;
  by_license_key: boolean;
  request_issued_at: number;
  request_nonce: string;
  requested_at: Temporal.Instant;
  decided_at: Temporal.Instant | null;
  decided_by: string | null;
  killed_at: Temporal.Instant | null;
  killed_by: string | null;
  last_seen_at: Temporal.Instant | null;
  gave_way_at: Temporal.Instant | null;
}

const columns = `e.id, e.project_id, e.device_id, e.product, e.variant, e.hardware_key, e.name, e.thumbprint, e.public_jwk, e.state,
  e.waits_for, e.by_license_key, e.request_issued_at, e.request_nonce, e.requested_at, e.decided_at, e.decided_by, e.killed_at, e.killed_by, e.last_seen_at, e.gave_way_at`;

/** What is known of a key, by its thumbprint. */
export async function findKey(tx: Tx, vendorId: Uuid, thumbprint: string): Promise<EnrolmentRow | null> {
  const rows = await tx.query<EnrolmentRow>(
    'enrolment-find-key',
    `SELECT ${columns} FROM enrolments e WHERE e.vendor_id = $1 AND e.thumbprint = $2`,
    [vendorId, thumbprint],
  );
  return rows[0] ?? null;
}

/** Whether a customer id is that of a project now. */
export async function isCustomerIdOf(tx: Tx, vendorId: Uuid, projectId: Uuid, customerId: Uuid): Promise<boolean> {
  const rows = await tx.query<{ one: number }>(
    'enrolment-is-customer-id',
    'SELECT 1 AS one FROM projects WHERE vendor_id = $1 AND id = $2 AND enrolment_id = $3',
    [vendorId, projectId, customerId],
  );
  return rows.length > 0;
}

/** The key that is a device's now. */
export async function currentKey(tx: Tx, vendorId: Uuid, deviceId: Uuid): Promise<EnrolmentRow | null> {
  const rows = await tx.query<EnrolmentRow>(
    'enrolment-current-key',
    `SELECT ${columns} FROM enrolments e WHERE e.vendor_id = $1 AND e.device_id = $2 AND e.state = 'current'`,
    [vendorId, deviceId],
  );
  return rows[0] ?? null;
}

/** A key by its enrolment, while it is the device's. */
export async function loadCurrentKey(tx: Tx, vendorId: Uuid, deviceId: Uuid, enrolmentId: Uuid): Promise<EnrolmentRow | null> {
  const rows = await tx.query<EnrolmentRow>(
    'enrolment-load-current-key',
    `SELECT ${columns} FROM enrolments e WHERE e.vendor_id = $1 AND e.device_id = $2 AND e.id = $3 AND e.state = 'current'`,
    [vendorId, deviceId, enrolmentId],
  );
  return rows[0] ?? null;
}

/** Who has an install code, and what is worth something there. */
export interface HolderRow {
  state: 'current' | 'blocked';
  device_id: Uuid;
  project_id: Uuid;
  had_key: boolean;
  licensed: boolean;
}

export async function findHolder(tx: Tx, vendorId: Uuid, product: string, hardwareKey: string): Promise<HolderRow | null> {
  const rows = await tx.query<HolderRow>(
    'enrolment-find-holder',
    `SELECT CASE WHEN d.replaced_by IS NULL THEN k.state ELSE 'blocked' END AS state, k.device_id, d.project_id,
       EXISTS (SELECT 1 FROM enrolments e WHERE e.vendor_id = $1 AND e.device_id = d.id AND e.state IN ('current', 'killed')) AS had_key,
       EXISTS (SELECT 1 FROM accounts a JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id
         WHERE a.vendor_id = $1 AND a.owner_id = d.id AND a.kind IN ('active', 'reserved')) AS licensed
     FROM device_keys k JOIN devices d ON d.vendor_id = k.vendor_id AND d.id = k.device_id
     WHERE k.vendor_id = $1 AND k.product = $2 AND k.hardware_key = $3`,
    [vendorId, product, hardwareKey],
  );
  return rows[0] ?? null;
}

/** How many devices came to a project since an instant without anybody being asked. */
export async function countCame(tx: Tx, vendorId: Uuid, projectId: Uuid, since: Temporal.Instant): Promise<number> {
  const rows = await tx.query<{ came: number }>(
    'enrolment-count-came',
    `SELECT count(*) AS came FROM enrolments
     WHERE vendor_id = $1 AND project_id = $2 AND state IN ('current', 'killed') AND decided_by IS NULL
       AND NOT by_license_key AND requested_at > $3`,
    [vendorId, projectId, since],
  );
  return rows[0]!.came;
}

/** Whether a key came to a project since an instant and had to wait, whatever became of it. */
export async function cameToWait(tx: Tx, vendorId: Uuid, projectId: Uuid, since: Temporal.Instant): Promise<boolean> {
  const rows = await tx.query<{ came: boolean }>(
    'enrolment-came-to-wait',
    `SELECT EXISTS (
       SELECT 1 FROM enrolments WHERE vendor_id = $1 AND project_id = $2 AND requested_at >= $3 AND waits_for IS NOT NULL) AS came`,
    [vendorId, projectId, since],
  );
  return rows[0]!.came;
}

/** Keys that wait in a project, the one that came first first, and whether they ask for this install code. */
export async function listWaiting(
  tx: Tx,
  vendorId: Uuid,
  projectId: Uuid,
  asked: { readonly product: string; readonly hardwareKey: string; readonly now: Temporal.Instant },
): Promise<WaitingKey[]> {
  const rows = await tx.query<{ id: Uuid; same: boolean; again: boolean; silent: number }>(
    'enrolment-list-waiting',
    `SELECT id, product = $3 AND hardware_key = $4 AS same, coalesce(last_seen_at > requested_at, false) AS again,
       extract(epoch FROM $5 - coalesce(last_seen_at, requested_at))::float8 AS silent
     FROM enrolments WHERE vendor_id = $1 AND project_id = $2 AND state = 'waiting' AND gave_way_at IS NULL ORDER BY requested_at, id`,
    [vendorId, projectId, asked.product, asked.hardwareKey, asked.now],
  );
  return rows.map(({ id, same, again, silent }) => ({ id, sameDevice: same, askedAgain: again, silentSeconds: silent }));
}

/**
 * Takes a key that waits off the list. It stays known: when it asks again it comes back as the same, also where the customer id
 * was renewed since, and whoever saw it may still decide. How many are known so is bounded: those that asked once go first.
 */
export async function giveWay(
  tx: Tx,
  vendorId: Uuid,
  { id, projectId }: { readonly id: Uuid; readonly projectId: Uuid },
  now: Temporal.Instant,
  most: number,
): Promise<void> {
  await tx.run(
    'enrolment-give-way',
    `WITH forgotten AS (
       DELETE FROM enrolments WHERE vendor_id = $1 AND id IN (
         SELECT id FROM enrolments WHERE vendor_id = $1 AND project_id = $3 AND gave_way_at IS NOT NULL
         ORDER BY (last_seen_at > requested_at) DESC, gave_way_at DESC OFFSET $5 LIMIT 10)
     ) UPDATE enrolments SET gave_way_at = $4 WHERE vendor_id = $1 AND id = $2 AND state = 'waiting'`,
    [vendorId, id, projectId, now, most - 1],
  );
}

export type NewEnrolment = Pick<
  EnrolmentRow,
  | 'id'
  | 'project_id'
  | 'device_id'
  | 'product'
  | 'variant'
  | 'hardware_key'
  | 'name'
  | 'thumbprint'
  | 'public_jwk'
  | 'state'
  | 'waits_for'
  | 'by_license_key'
  | 'request_issued_at'
  | 'request_nonce'
  | 'decided_at'
  | 'decided_by'
>;

/** Keeps a key, or what is new of one that waited; false where somebody else showed the same key at the same moment. */
export async function saveEnrolment(tx: Tx, vendorId: Uuid, row: NewEnrolment, now: Temporal.Instant): Promise<boolean> {
  const saved = await tx.run(
    'enrolment-save',
    `INSERT INTO enrolments (vendor_id, id, project_id, device_id, product, variant, hardware_key, name, thumbprint, public_jwk, state, waits_for,
       request_issued_at, request_nonce, requested_at, last_seen_at, decided_at, decided_by, by_license_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11, $12, $13, $14, $15, CASE WHEN $11 = 'waiting' THEN $15::timestamptz END, $16, $17, $18)
     ON CONFLICT (vendor_id, thumbprint) DO UPDATE SET last_seen_at = coalesce(excluded.last_seen_at, enrolments.last_seen_at), device_id = excluded.device_id, state = excluded.state, waits_for = excluded.waits_for,
       request_issued_at = greatest(enrolments.request_issued_at, excluded.request_issued_at),
       request_nonce = CASE WHEN excluded.request_issued_at >= enrolments.request_issued_at THEN excluded.request_nonce ELSE enrolments.request_nonce END,
       decided_at = excluded.decided_at, decided_by = excluded.decided_by, by_license_key = excluded.by_license_key, gave_way_at = NULL
     WHERE enrolments.id = excluded.id AND enrolments.state IN ('waiting', 'current')`,
    [
      vendorId,
      row.id,
      row.project_id,
      row.device_id,
      row.product,
      row.variant,
      row.hardware_key,
      row.name,
      row.thumbprint,
      JSON.stringify(row.public_jwk),
      row.state,
      row.waits_for,
      row.request_issued_at,
      row.request_nonce,
      now,
      row.decided_at,
      row.decided_by,
      row.by_license_key,
    ],
  );
  return saved === 1;
}

/** Kills the key that is a device's, with its token; answers which it was. */
export async function killKey(tx: Tx, vendorId: Uuid, deviceId: Uuid, by: string | null, now: Temporal.Instant): Promise<Uuid | null> {
  const rows = await tx.query<{ id: Uuid }>(
    'enrolment-kill-key',
    `WITH killed AS (
       UPDATE enrolments SET state = 'killed', killed_at = greatest($3, (SELECT max(o.at) FROM operations o
           WHERE o.vendor_id = $1 AND o.device_id = $2 AND o.kind = 'activate-on-device')), killed_by = $4, token_hash = NULL
       WHERE vendor_id = $1 AND device_id = $2 AND state = 'current' RETURNING id
     ), tokens AS (DELETE FROM credentials c USING killed WHERE c.vendor_id = $1 AND c.kind = 'device' AND c.subject_id = killed.id)
     SELECT id FROM killed`,
    [vendorId, deviceId, now, by],
  );
  return rows[0]?.id ?? null;
}

/** Gives a device its next token; the ones before are void. Who asks for one was seen. False where its key is dead by then. */
export async function saveToken(tx: Tx, vendorId: Uuid, enrolmentId: Uuid, hash: Buffer, now: Temporal.Instant): Promise<boolean> {
  const saved = await tx.run(
    'enrolment-save-token',
    `WITH seen AS (
       UPDATE enrolments SET token_hash = $3, last_seen_at = $4 WHERE vendor_id = $1 AND id = $2 AND state = 'current' RETURNING id
     ), old AS (DELETE FROM credentials WHERE vendor_id = $1 AND kind = 'device' AND subject_id = $2)
     INSERT INTO credentials (hash, vendor_id, kind, subject_id) SELECT $3, $1, 'device', id FROM seen`,
    [vendorId, enrolmentId, hash, now],
  );
  return saved === 1;
}

/** Says no to a key that waits. */
export async function refuseKey(tx: Tx, vendorId: Uuid, enrolmentId: Uuid, by: string, now: Temporal.Instant): Promise<void> {
  await tx.run(
    'enrolment-refuse',
    "UPDATE enrolments SET state = 'refused', decided_at = $3, decided_by = $4, gave_way_at = NULL WHERE vendor_id = $1 AND id = $2 AND state = 'waiting'",
    [vendorId, enrolmentId, now, by],
  );
}

/** Says no to every other key that waits, or gave way, for the same install code: one was let in. */
export async function refuseOthers(
  tx: Tx,
  vendorId: Uuid,
  { project_id, product, hardware_key, id }: Pick<EnrolmentRow, 'project_id' | 'product' | 'hardware_key' | 'id'>,
  by: string | null,
  now: Temporal.Instant,
): Promise<void> {
  await tx.run(
    'enrolment-refuse-others',
    `UPDATE enrolments SET state = 'refused', decided_at = $6, decided_by = $7, gave_way_at = NULL
     WHERE vendor_id = $1 AND project_id = $2 AND product = $3 AND hardware_key = $4 AND id <> $5 AND state = 'waiting'`,
    [vendorId, project_id, product, hardware_key, id, now, by],
  );
}

/** Whether a key waits for somebody: it is not let in, or a licence key alone let it in and it wants a token. */
export const isWaiting = ({ state, by_license_key: byKey, waits_for: waitsFor }: EnrolmentRow): boolean =>
  state === 'waiting' || (state === 'current' && byKey && waitsFor !== null);

export interface ListedRow extends EnrolmentRow {
  project_name: string;
  customer_id: Uuid;
  customer_name: string;
}

export const enrolmentKeyset: Keyset = {
  columns: [
    { sql: 'e.requested_at', type: 'timestamptz' },
    { sql: 'e.id', type: 'uuid' },
  ],
  descending: true,
};

export interface EnrolmentFilter {
  readonly projectId: Uuid | null;
  readonly deviceId: Uuid | null;
  readonly state: EnrolmentRow['state'] | null;
}

function fromSql(kind: OrganizationFacts['kind']): string {
  return `FROM enrolments e JOIN projects p ON p.vendor_id = e.vendor_id AND p.id = e.project_id
    JOIN organizations o ON o.vendor_id = p.vendor_id AND o.id = p.customer_id
    WHERE e.vendor_id = $1 AND ${visibleCustomersSql('p.customer_id', kind, { vendor: 1, organization: 2, now: 3 })}`;
}
/** One that a licence key let in, and that asked for a token since, waits for somebody as others do. */
const shownStateSql = `CASE WHEN e.state = 'current' AND e.by_license_key AND e.waits_for IS NOT NULL THEN 'waiting' ELSE e.state END`;
const listedColumns = `${columns}, p.name AS project_name, p.customer_id, o.name AS customer_name`;
const filterSql = `AND ($4::uuid IS NULL OR e.project_id = $4) AND ($5::uuid IS NULL OR e.device_id = $5) AND ($6::text IS NULL OR ${shownStateSql} = $6)
  AND e.gave_way_at IS NULL`;
const filterValues = ({ vendorId, organization, now }: Viewer, { projectId, deviceId, state }: EnrolmentFilter) => [
  vendorId,
  organization.id,
  now,
  projectId,
  deviceId,
  state,
];

export async function loadEnrolment(tx: Tx, viewer: Viewer, enrolmentId: Uuid): Promise<ListedRow | null> {
  const { kind } = viewer.organization;
  const rows = await tx.query<ListedRow>(`enrolment-load-${sightOf(kind)}`, `SELECT ${listedColumns} ${fromSql(kind)} AND e.id = $4`, [
    viewer.vendorId,
    viewer.organization.id,
    viewer.now,
    enrolmentId,
  ]);
  return rows[0] ?? null;
}

export async function listEnrolments(tx: Tx, viewer: Viewer, filter: EnrolmentFilter, request: PageRequest): Promise<ListedRow[]> {
  const { kind } = viewer.organization;
  return tx.query<ListedRow>(
    `enrolment-list-${sightOf(kind)}-${request.part}`,
    `SELECT ${listedColumns} ${fromSql(kind)} ${filterSql}${afterSql(request, 8)}${orderSql(request, 7)}`,
    [...filterValues(viewer, filter), rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countEnrolments(tx: Tx, viewer: Viewer, filter: EnrolmentFilter): Promise<number> {
  const { kind } = viewer.organization;
  const rows = await tx.query<{ total: number }>(
    `enrolment-count-${sightOf(kind)}`,
    `SELECT count(*) AS total FROM (SELECT 1 ${fromSql(kind)} ${filterSql} LIMIT $7) m`,
    [...filterValues(viewer, filter), mostCounted],
  );
  return rows[0]!.total;
}
