import type { Tx } from '@muniment/platform/postgres';
import { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';

/** A signed document as a device gets it. */
export interface SignedDocumentRow {
  id: Uuid;
  file_name: string;
  epoch: number;
  serial: number;
  document: string;
}

/** The newest document of a device, or one of its documents by id. */
export async function newestDocument(
  tx: Tx,
  vendorId: Uuid,
  deviceId: Uuid,
  documentId: Uuid | null = null,
): Promise<SignedDocumentRow | null> {
  const rows = await tx.query<SignedDocumentRow>(
    'licenses-newest-document',
    `SELECT id, file_name, epoch, serial, document FROM license_documents
     WHERE vendor_id = $1 AND device_id = $2 AND ($3::uuid IS NULL OR id = $3) ORDER BY epoch DESC, serial DESC LIMIT 1`,
    [vendorId, deviceId, documentId],
  );
  return rows[0] ?? null;
}

/** When a licence file is over by itself, whatever it grants; null where it names no end. */
export function endOfFile({ document }: Pick<SignedDocumentRow, 'document'>): Temporal.Instant | null {
  const { exp } = JSON.parse(Buffer.from(document.split('.')[1]!, 'base64url').toString('utf8')) as { readonly exp?: number };
  return exp === undefined ? null : Temporal.Instant.fromEpochMilliseconds(exp * 1000);
}

/** Whether a request or receipt of a device has its document already. */
export async function isAnswered(tx: Tx, vendorId: Uuid, deviceId: Uuid, nonce: string): Promise<boolean> {
  const rows = await tx.query<{ found: boolean }>(
    'licenses-is-answered',
    'SELECT EXISTS (SELECT 1 FROM license_documents WHERE vendor_id = $1 AND device_id = $2 AND nonce = $3) AS found',
    [vendorId, deviceId, nonce],
  );
  return rows[0]!.found;
}

/** The document that answers a request or receipt of a device; null where none does. */
export async function documentAnswering(tx: Tx, vendorId: Uuid, deviceId: Uuid, nonce: string): Promise<SignedDocumentRow | null> {
  const rows = await tx.query<SignedDocumentRow>(
    'licenses-document-answering',
    'SELECT id, file_name, epoch, serial, document FROM license_documents WHERE vendor_id = $1 AND device_id = $2 AND nonce = $3',
    [vendorId, deviceId, nonce],
  );
  return rows[0] ?? null;
}

/** Whether a document of this serial was ever made for a device. */
export async function wasIssued(tx: Tx, vendorId: Uuid, deviceId: Uuid, epoch: number, serial: number): Promise<boolean> {
  const rows = await tx.query<{ found: boolean }>(
    'licenses-was-issued',
    `SELECT EXISTS (SELECT 1 FROM license_documents WHERE vendor_id = $1 AND device_id = $2 AND epoch = $3 AND serial = $4) AS found`,
    [vendorId, deviceId, epoch, serial],
  );
  return rows[0]!.found;
}
