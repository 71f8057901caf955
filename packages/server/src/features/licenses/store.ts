import { mostKeySets, type PublicKey } from '@muniment/documents/verify';
import { type Pool, readInFlight, type Statement, type Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationKind, Uuid } from '../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';
import type { Entry } from './zip.ts';

export interface KeyRow {
  kid: string;
  algorithm: PublicKey['alg'];
  public_jwk: PublicKey;
  state: 'active' | 'verify-only' | 'revoked';
  created_at: Temporal.Instant;
  activated_at: Temporal.Instant | null;
  retired_at: Temporal.Instant | null;
  documents: number;
}

export interface ActiveKeyRow {
  kid: string;
  algorithm: PublicKey['alg'];
  /** Key sets of the last rotations, oldest first. */
  introductions: string[];
}

/** The key that signs now, null before the first. */
export async function activeKey(tx: Tx, vendorId: Uuid): Promise<ActiveKeyRow | null> {
  const rows = await tx.query<ActiveKeyRow>(
    'licenses-active-key',
    `SELECT kid, algorithm, ARRAY(SELECT introduction FROM (
         SELECT introduction, activated_at FROM signing_keys
         WHERE vendor_id = $1 AND introduction IS NOT NULL AND state <> 'revoked' ORDER BY activated_at DESC LIMIT $2) i
       ORDER BY activated_at) AS introductions
     FROM signing_keys WHERE vendor_id = $1 AND state = 'active'`,
    [vendorId, mostKeySets],
  );
  return rows[0] ?? null;
}

/** Every key whose documents are good, newest first. */
export async function publicKeys(tx: Tx, vendorId: Uuid): Promise<PublicKey[]> {
  const rows = await tx.query<{ public_jwk: PublicKey }>(
    'licenses-public-keys',
    "SELECT public_jwk FROM signing_keys WHERE vendor_id = $1 AND state <> 'revoked' ORDER BY created_at DESC, kid",
    [vendorId],
  );
  return rows.map((row) => row.public_jwk);
}

/** A key that documents may still be verified with: the one named, or the one in use before the active one. */
export async function earlierKey(tx: Tx, vendorId: Uuid, kid: string | null): Promise<string | null> {
  const rows = await tx.query<{ kid: string }>(
    'licenses-earlier-key',
    `SELECT kid FROM signing_keys WHERE vendor_id = $1 AND state <> 'revoked' AND CASE WHEN $2::text IS NULL THEN state = 'verify-only' ELSE kid = $2 END
     ORDER BY retired_at DESC NULLS LAST, kid LIMIT 1`,
    [vendorId, kid],
  );
  return rows[0]?.kid ?? null;
}

/** Whether one of these acts ever made a device a licence file. */
export async function hasDocumentOf(tx: Tx, vendorId: Uuid, deviceId: Uuid, causes: readonly string[]): Promise<boolean> {
  const rows = await tx.query<{ found: boolean }>(
    'licenses-has-document-of',
    `SELECT EXISTS (SELECT 1 FROM license_documents WHERE vendor_id = $1 AND device_id = $2 AND cause = ANY ($3::text[])) AS found`,
    [vendorId, deviceId, causes],
  );
  return rows[0]!.found;
}

export async function listKeys(tx: Tx, vendorId: Uuid): Promise<KeyRow[]> {
  return tx.query<KeyRow>(
    'licenses-list-keys',
    `SELECT k.kid, k.algorithm, k.public_jwk, k.state, k.created_at, k.activated_at, k.retired_at,
       (SELECT count(*) FROM license_documents d WHERE d.vendor_id = k.vendor_id AND d.kid = k.kid) AS documents
     FROM signing_keys k WHERE k.vendor_id = $1 ORDER BY k.created_at DESC, k.kid`,
    [vendorId],
  );
}

/** Puts the active key aside and answers its id; those rotating at the same time wait here for each other. */
export async function retireActiveKey(tx: Tx, vendorId: Uuid, now: Temporal.Instant): Promise<string | null> {
  const rows = await tx.query<{ kid: string }>(
    'licenses-retire-key',
    "UPDATE signing_keys SET state = 'verify-only', retired_at = $2 WHERE vendor_id = $1 AND state = 'active' RETURNING kid",
    [vendorId, now],
  );
  return rows[0]?.kid ?? null;
}

/** Keeps the key set by which a new key is learnt by those who know the one before. */
export async function saveIntroduction(tx: Tx, vendorId: Uuid, kid: string, introduction: string): Promise<void> {
  await tx.run('licenses-save-introduction', 'UPDATE signing_keys SET introduction = $3 WHERE vendor_id = $1 AND kid = $2', [
    vendorId,
    kid,
    introduction,
  ]);
}

/** False if another key became active at the same moment. */
export async function insertActiveKey(tx: Tx, vendorId: Uuid, key: PublicKey, now: Temporal.Instant): Promise<boolean> {
  const inserted = await tx.run(
    'licenses-insert-key',
    `INSERT INTO signing_keys (vendor_id, kid, algorithm, public_jwk, state, created_at, activated_at)
     VALUES ($1, $2, $3, $4::jsonb, 'active', $5, $5) ON CONFLICT DO NOTHING`,
    [vendorId, key.kid, key.alg, JSON.stringify(key), now],
  );
  return inserted === 1;
}

export interface DocumentRow {
  id: Uuid;
  file_name: string;
  epoch: number;
  serial: number;
  kid: string;
  cause: string;
  created_by: string;
  created_at: Temporal.Instant;
  /** Size of the file as it is downloaded. */
  bytes: number;
  /** Names of the files in a zip file; none where the file is the document itself. */
  entries: readonly string[];
  activation_code: string | null;
}

/** With the organization whose act made it. */
export interface ListedDocumentRow extends DocumentRow {
  organization_id: Uuid | null;
  organization_kind: OrganizationKind | null;
}

/** A document as it is kept: with what a zip file of it holds, where it is one. */
interface NewDocument extends DocumentRow {
  readonly deviceId: Uuid;
  readonly document: string;
  readonly files: readonly Entry[] | null;
  readonly operationId: Uuid | null;
  /** Of the request or receipt that it answers. */
  readonly nonce: string | null;
}

export async function insertDocument(tx: Tx, vendorId: Uuid, row: NewDocument): Promise<void> {
  await tx.run(
    'licenses-insert-document',
    `INSERT INTO license_documents (vendor_id, id, device_id, epoch, serial, kid, file_name, document, cause, created_by, created_at, operation_id,
       entries, file_bytes, activation_code, nonce)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::jsonb, $14, $15, $16)`,
    [
      vendorId,
      row.id,
      row.deviceId,
      row.epoch,
      row.serial,
      row.kid,
      row.file_name,
      row.document,
      row.cause,
      row.created_by,
      row.created_at,
      row.operationId,
      row.files === null ? null : JSON.stringify(row.files),
      row.files === null ? null : row.bytes,
      row.activation_code,
      row.nonce,
    ],
  );
}

export const documentKeyset: Keyset = {
  columns: [
    { sql: 'd.epoch', type: 'integer' },
    { sql: 'd.serial', type: 'integer' },
  ],
  descending: true,
};

export async function listDocuments(tx: Tx, vendorId: Uuid, deviceId: Uuid, request: PageRequest): Promise<ListedDocumentRow[]> {
  return tx.query<ListedDocumentRow>(
    `licenses-list-documents-${request.part}`,
    `SELECT d.id, d.file_name, d.epoch, d.serial, d.kid, d.cause, d.created_by, d.created_at,
       coalesce(d.file_bytes, octet_length(d.document)) AS bytes, d.activation_code,
       ARRAY(SELECT e ->> 'fileName' FROM jsonb_array_elements(d.entries) WITH ORDINALITY AS t (e, n) ORDER BY n) AS entries,
       o.organization_id, w.kind AS organization_kind
     FROM license_documents d
     LEFT JOIN operations o ON o.vendor_id = d.vendor_id AND o.id = d.operation_id
     LEFT JOIN organizations w ON w.vendor_id = o.vendor_id AND w.id = o.organization_id
     WHERE d.vendor_id = $1 AND d.device_id = $2${afterSql(request, 4)}${orderSql(request, 3)}`,
    [vendorId, deviceId, rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countDocuments(tx: Tx, vendorId: Uuid, deviceId: Uuid): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    'licenses-count-documents',
    'SELECT count(*) AS total FROM (SELECT 1 FROM license_documents WHERE vendor_id = $1 AND device_id = $2 LIMIT $3) d',
    [vendorId, deviceId, mostCounted],
  );
  return rows[0]!.total;
}

/** A licence file as it is downloaded. */
export interface StoredFile {
  readonly file_name: string;
  readonly document: string;
  /** What the zip file holds; null where the file is the document itself. */
  readonly entries: readonly Entry[] | null;
  readonly created_at: Temporal.Instant;
}

/** The newest file of a device, or one of its files by id. */
export async function loadDocument(tx: Tx, vendorId: Uuid, deviceId: Uuid, documentId: Uuid | null): Promise<StoredFile | null> {
  const rows = await tx.query<StoredFile>(
    'licenses-load-document',
    `SELECT file_name, document, entries, created_at FROM license_documents
     WHERE vendor_id = $1 AND device_id = $2 AND ($3::uuid IS NULL OR id = $3) ORDER BY epoch DESC, serial DESC LIMIT 1`,
    [vendorId, deviceId, documentId],
  );
  return rows[0] ?? null;
}

/** A question about a device: by product and hardware key, or by a licence (lot) that is active on it. */
export interface AskedDevice {
  readonly product: string | null;
  readonly hardwareKey: string | null;
  readonly lotId: Uuid | null;
  /** The organization whose customers count, null for the vendor itself. */
  readonly sees: Uuid | null;
}

/** A device that was asked about, and what is active on it. */
export interface HeldRow {
  device_id: Uuid;
  product: string;
  hardware_key: string;
  /** Lots and units, `<uuid> <units>,…`; null while nothing is active. Kept as text: the same text is the same rights. */
  lots: string | null;
}

interface AnswerRow extends HeldRow {
  /** Number of the question. */
  asked: number;
  /** The newest version of the catalog, 0 before the first. */
  catalog_version: number;
}

// Each step stands for one question and is answered by an index: a flight asks about a few devices out of any number.
const versionSql = 'coalesce((SELECT max(version) FROM catalog_versions WHERE vendor_id = $1), 0) AS catalog_version';
const lotsSql = (deviceId: string) => `(SELECT string_agg(b.lot_id || ' ' || b.quantity, ',')
    FROM accounts a JOIN balances b ON b.vendor_id = $1 AND b.account_id = a.id AND b.quantity > 0
    WHERE a.vendor_id = $1 AND a.owner_id = ${deviceId} AND a.kind = 'active') AS lots`;
const seenSql = `(q.sees IS NULL OR EXISTS (
    SELECT 1 FROM devices v WHERE v.vendor_id = $1 AND v.id = k.device_id AND (v.customer_id = q.sees OR EXISTS (
      SELECT 1 FROM serves s WHERE s.vendor_id = $1 AND s.partner_id = q.sees AND s.customer_id = v.customer_id
        AND s.since <= $2 AND (s.until IS NULL OR s.until > $2)))))`;

const byKeySql = `SELECT q.asked, ${versionSql}, k.device_id, k.product, k.hardware_key, ${lotsSql('k.device_id')}
  FROM unnest($3::int[], $4::uuid[], $5::text[], $6::text[]) AS q (asked, sees, product, hardware_key)
  LEFT JOIN device_keys k ON k.vendor_id = $1 AND k.product = q.product AND k.hardware_key = q.hardware_key AND k.state = 'current' AND ${seenSql}`;

const byLotSql = `SELECT q.asked, ${versionSql}, d.device_id, d.product, d.hardware_key, ${lotsSql('d.device_id')}
  FROM unnest($3::int[], $4::uuid[], $5::text[], $6::text[], $7::uuid[]) AS q (asked, sees, product, hardware_key, lot_id)
  LEFT JOIN LATERAL (
    SELECT k.device_id, k.product, k.hardware_key
    FROM balances lb JOIN accounts la ON la.vendor_id = $1 AND la.id = lb.account_id AND la.kind = 'active'
    JOIN device_keys k ON k.vendor_id = $1 AND k.device_id = la.owner_id AND k.role = 'primary' AND k.state = 'current'
    WHERE lb.vendor_id = $1 AND lb.lot_id = q.lot_id AND lb.kind = 'active' AND lb.quantity > 0
      AND (q.hardware_key IS NULL OR k.hardware_key = q.hardware_key) AND (q.product IS NULL OR k.product = q.product) AND ${seenSql}
    ORDER BY k.device_id LIMIT 1
  ) d ON true`;

function heldStatement(vendorId: Uuid, asked: readonly AskedDevice[], now: Temporal.Instant, by: 'key' | 'lot'): Statement | null {
  const numbers = asked.flatMap(({ lotId }, index) => ((lotId === null) === (by === 'key') ? [index] : []));
  if (numbers.length === 0) return null;
  const column = <K extends keyof AskedDevice>(name: K) => numbers.map((index) => asked[index]![name]);
  const parameters = [vendorId, now, numbers, column('sees'), column('product'), column('hardwareKey')];
  return by === 'key'
    ? { name: 'licenses-held-by-key', text: byKeySql, parameters }
    : { name: 'licenses-held-by-lot', text: byLotSql, parameters: [...parameters, column('lotId')] };
}

/** What is active on the devices asked about, in the order asked, null for one that is unknown; and the newest catalog's version. */
export async function heldByDevices(
  pool: Pool,
  vendorId: Uuid,
  asked: readonly AskedDevice[],
  now: Temporal.Instant,
): Promise<{ readonly version: number; readonly held: readonly (HeldRow | null)[] }> {
  const statements = [heldStatement(vendorId, asked, now, 'key'), heldStatement(vendorId, asked, now, 'lot')];
  const answers = (await readInFlight(
    pool,
    vendorId,
    statements.filter((statement) => statement !== null),
  )) as AnswerRow[][];
  const held = new Array<HeldRow | null>(asked.length).fill(null);
  for (const rows of answers) for (const row of rows) if (row.device_id !== null) held[row.asked] = row;
  return { version: answers[0]?.[0]?.catalog_version ?? 0, held };
}

export interface LotRow {
  id: Uuid;
  part: string;
  pack_version: number;
  origin: string;
  valid_from: Temporal.PlainDate | null;
  valid_until: Temporal.PlainDate | null;
  /** First day of a term that an act has let run. */
  starts_on: Temporal.PlainDate | null;
}

/** What never changes of lots. */
export async function loadLotFacts(pool: Pool, vendorId: Uuid, lotIds: readonly Uuid[]): Promise<readonly LotRow[]> {
  const text =
    'SELECT id, part, pack_version, origin, valid_from, valid_until, starts_on FROM lots WHERE vendor_id = $1 AND id = ANY ($2::uuid[])';
  const [rows] = await readInFlight(pool, vendorId, [{ name: 'licenses-lot-facts', text, parameters: [vendorId, lotIds] }]);
  return rows as LotRow[];
}

/** Which variants devices are; null where their product has none. */
export async function loadVariants(pool: Pool, vendorId: Uuid, deviceIds: readonly Uuid[]): Promise<Map<Uuid, string | null>> {
  const text = 'SELECT id, variant FROM devices WHERE vendor_id = $1 AND id = ANY ($2::uuid[])';
  const [rows] = await readInFlight(pool, vendorId, [{ name: 'licenses-variants', text, parameters: [vendorId, deviceIds] }]);
  return new Map((rows as { id: Uuid; variant: string | null }[]).map(({ id, variant }) => [id, variant]));
}

/** The device above one, null where it stands alone. */
export interface AboveRow {
  product: string;
  variant: string | null;
  hardware_key: string;
  /** What the product above calls the one below. */
  relation: string;
}

export async function deviceAbove(tx: Tx, vendorId: Uuid, deviceId: Uuid): Promise<AboveRow | null> {
  const rows = await tx.query<AboveRow>(
    'licenses-device-above',
    `SELECT a.product, a.variant, k.hardware_key, d.relation FROM devices d
     JOIN devices a ON a.vendor_id = d.vendor_id AND a.id = d.parent_id
     JOIN device_keys k ON k.vendor_id = a.vendor_id AND k.device_id = a.id AND k.role = 'primary' AND k.state = 'current'
     WHERE d.vendor_id = $1 AND d.id = $2`,
    [vendorId, deviceId],
  );
  return rows[0] ?? null;
}
