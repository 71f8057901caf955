import type { RevocationReason } from '@muniment/documents/issue';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';

export interface RevocationRow {
  readonly kind: 'borrow' | 'license';
  /** The lease, or the device. */
  readonly subject_id: Uuid;
  /** Serial of a device's newest file that counts no more; null of a lease. */
  readonly epoch: number | null;
  readonly serial: number | null;
  readonly reason: RevocationReason;
  readonly until: Temporal.Instant | null;
}

export async function insertRevocation(tx: Tx, vendorId: Uuid, row: RevocationRow & { readonly id: Uuid }, now: Temporal.Instant) {
  await tx.run(
    'revocations-insert',
    `INSERT INTO revocations (vendor_id, id, kind, subject_id, epoch, serial, reason, until, revoked_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [vendorId, row.id, row.kind, row.subject_id, row.epoch, row.serial, row.reason, row.until, now],
  );
}

/**
 * A number that rises with everything that is revoked, and when the last was. Milliseconds and not how many alone: brought back from a
 * copy of yesterday, a database knows of fewer, and what is revoked next must not be refused as older by whoever has seen those.
 */
export async function revokedSoFar(tx: Tx, vendorId: Uuid): Promise<{ number: number; last_at: Temporal.Instant | null }> {
  const rows = await tx.query<{ number: number; last_at: Temporal.Instant | null }>(
    'revocations-so-far',
    `SELECT count(*) + coalesce(floor(extract(epoch FROM max(revoked_at)) * 1000), 0)::bigint AS number, max(revoked_at) AS last_at
     FROM revocations WHERE vendor_id = $1`,
    [vendorId],
  );
  return rows[0]!;
}

/** What had not ended by itself at an instant: of each device its highest serial, which stands for those before. */
export function standingRevocations(tx: Tx, vendorId: Uuid, at: Temporal.Instant): Promise<RevocationRow[]> {
  return tx.query<RevocationRow>(
    'revocations-standing',
    `SELECT DISTINCT ON (kind, subject_id) kind, subject_id, epoch, serial, reason, until FROM revocations
     WHERE vendor_id = $1 AND (until IS NULL OR until > $2) ORDER BY kind, subject_id, epoch DESC, serial DESC, revoked_at DESC`,
    [vendorId, at],
  );
}

export interface MadeFile {
  readonly epoch: number;
  readonly serial: number;
  readonly document: string;
}

/** The newest licence files of a device, the newest first. */
export function newestFiles(tx: Tx, vendorId: Uuid, deviceId: Uuid, most: number): Promise<MadeFile[]> {
  return tx.query<MadeFile>(
    'revocations-newest-files',
    `SELECT epoch, serial, document FROM license_documents WHERE vendor_id = $1 AND device_id = $2 ORDER BY epoch DESC, serial DESC LIMIT $3`,
    [vendorId, deviceId, most],
  );
}
