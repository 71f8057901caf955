import type { PublicKey } from '@muniment/documents/verify';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';

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

/** The key that signs now, null before the first. */
export async function activeKey(tx: Tx, vendorId: Uuid): Promise<{ kid: string; algorithm: PublicKey['alg'] } | null> {
  const rows = await tx.query<{ kid: string; algorithm: PublicKey['alg'] }>(
    'licenses-active-key',
    "SELECT kid, algorithm FROM signing_keys WHERE vendor_id = $1 AND state = 'active'",
    [vendorId],
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

/** The key in use before the active one: those who know it learn the new one by its signature. */
export async function previousKey(tx: Tx, vendorId: Uuid): Promise<{ kid: string; algorithm: PublicKey['alg'] } | null> {
  const rows = await tx.query<{ kid: string; algorithm: PublicKey['alg'] }>(
    'licenses-previous-key',
    "SELECT kid, algorithm FROM signing_keys WHERE vendor_id = $1 AND state = 'verify-only' ORDER BY retired_at DESC, kid LIMIT 1",
    [vendorId],
  );
  return rows[0] ?? null;
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

/** Puts the active key aside; those rotating at the same time wait here for each other. */
export async function retireActiveKey(tx: Tx, vendorId: Uuid, now: Temporal.Instant): Promise<void> {
  await tx.run(
    'licenses-retire-key',
    "UPDATE signing_keys SET state = 'verify-only', retired_at = $2 WHERE vendor_id = $1 AND state = 'active'",
    [vendorId, now],
  );
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
  bytes: number;
}

export async function insertDocument(
  tx: Tx,
  vendorId: Uuid,
  row: Omit<DocumentRow, 'bytes'> & { readonly deviceId: Uuid; readonly document: string; readonly operationId: Uuid | null },
): Promise<void> {
  await tx.run(
    'licenses-insert-document',
    `INSERT INTO license_documents (vendor_id, id, device_id, epoch, serial, kid, file_name, document, cause, created_by, created_at, operation_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
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

export async function listDocuments(tx: Tx, vendorId: Uuid, deviceId: Uuid, request: PageRequest): Promise<DocumentRow[]> {
  return tx.query<DocumentRow>(
    `licenses-list-documents-${request.part}`,
    `SELECT d.id, d.file_name, d.epoch, d.serial, d.kid, d.cause, d.created_by, d.created_at, octet_length(d.document) AS bytes
     FROM license_documents d WHERE d.vendor_id = $1 AND d.device_id = $2${afterSql(request, 4)}${orderSql(request, 3)}`,
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

/** The newest file of a device, or one of its files by id. */
export async function loadDocument(
  tx: Tx,
  vendorId: Uuid,
  deviceId: Uuid,
  documentId: Uuid | null,
): Promise<{ file_name: string; document: string } | null> {
  const rows = await tx.query<{ file_name: string; document: string }>(
    'licenses-load-document',
    `SELECT file_name, document FROM license_documents
     WHERE vendor_id = $1 AND device_id = $2 AND ($3::uuid IS NULL OR id = $3) ORDER BY epoch DESC, serial DESC LIMIT 1`,
    [vendorId, deviceId, documentId],
  );
  return rows[0] ?? null;
}

export interface HeldRow {
  asked: number;
  device_id: Uuid;
  product: string;
  hardware_key: string;
  lot_id: Uuid | null;
  part: string;
  pack_version: number;
  quantity: number;
  valid_from: Temporal.PlainDate | null;
  valid_until: Temporal.PlainDate | null;
}

/**
 * What is active on the devices asked about, all in one statement: by product and hardware key, or by a licence (lot).
 * A device with nothing active gives one row without a lot; what is unknown gives none. `sees` is the organization
 * whose customers count, null for the vendor itself.
 */
export async function heldByDevices(
  tx: Tx,
  vendorId: Uuid,
  asked: readonly {
    readonly product: string | null;
    readonly hardwareKey: string | null;
    readonly lotId: Uuid | null;
    readonly sees: Uuid | null;
  }[],
  now: Temporal.Instant,
): Promise<HeldRow[]> {
  return tx.query<HeldRow>(
    'licenses-held-by-devices',
    `SELECT q.asked, k.device_id, k.product, k.hardware_key, b.lot_id, l.part, l.pack_version, b.quantity, l.valid_from, l.valid_until
     FROM unnest($2::int[], $3::text[], $4::text[], $5::uuid[], $6::uuid[]) AS q (asked, product, hardware_key, lot_id, sees)
     JOIN LATERAL (
       SELECT k.device_id, k.product, k.hardware_key FROM device_keys k
       WHERE q.lot_id IS NULL AND k.vendor_id = $1 AND k.product = q.product AND k.hardware_key = q.hardware_key AND k.state = 'current'
       UNION ALL
       SELECT k.device_id, k.product, k.hardware_key
       FROM balances lb JOIN accounts la ON la.vendor_id = lb.vendor_id AND la.id = lb.account_id AND la.kind = 'active'
       JOIN device_keys k ON k.vendor_id = la.vendor_id AND k.device_id = la.owner_id AND k.role = 'primary' AND k.state = 'current'
       WHERE q.lot_id IS NOT NULL AND lb.vendor_id = $1 AND lb.lot_id = q.lot_id AND lb.kind = 'active' AND lb.quantity > 0
         AND (q.hardware_key IS NULL OR k.hardware_key = q.hardware_key) AND (q.product IS NULL OR k.product = q.product)
     ) k ON true
     JOIN devices d ON d.vendor_id = $1 AND d.id = k.device_id
       AND (q.sees IS NULL OR d.customer_id = q.sees OR EXISTS (
         SELECT 1 FROM serves s WHERE s.vendor_id = $1 AND s.partner_id = q.sees AND s.customer_id = d.customer_id
           AND s.since <= $7 AND (s.until IS NULL OR s.until > $7)))
     LEFT JOIN accounts a ON a.vendor_id = $1 AND a.owner_id = k.device_id AND a.kind = 'active'
     LEFT JOIN balances b ON b.vendor_id = $1 AND b.account_id = a.id AND b.quantity > 0
     LEFT JOIN lots l ON l.vendor_id = $1 AND l.id = b.lot_id
     ORDER BY q.asked, b.lot_id`,
    [
      vendorId,
      asked.map((_, index) => index),
      asked.map((question) => question.product),
      asked.map((question) => question.hardwareKey),
      asked.map((question) => question.lotId),
      asked.map((question) => question.sees),
      now,
    ],
  );
}
