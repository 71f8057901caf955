import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';

export interface NewCode {
  readonly id: Uuid;
  readonly projectId: Uuid;
  readonly hash: Buffer;
  readonly createdBy: string;
  readonly createdAt: Temporal.Instant;
  readonly expiresAt: Temporal.Instant;
}

export async function insertCode(tx: Tx, vendorId: Uuid, code: NewCode): Promise<void> {
  await tx.run(
    'enrolment-insert-code',
    `INSERT INTO enrolment_codes (vendor_id, id, project_id, hash, created_at, created_by, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [vendorId, code.id, code.projectId, code.hash, code.createdAt, code.createdBy, code.expiresAt],
  );
}

/** A code of a project that nobody used and that still holds. */
export async function findCode(tx: Tx, vendorId: Uuid, projectId: Uuid, hash: Buffer, now: Temporal.Instant): Promise<Uuid | null> {
  const rows = await tx.query<{ id: Uuid }>(
    'enrolment-find-code',
    `SELECT id FROM enrolment_codes WHERE vendor_id = $1 AND project_id = $2 AND hash = $3 AND used_at IS NULL AND expires_at > $4`,
    [vendorId, projectId, hash, now],
  );
  return rows[0]?.id ?? null;
}

export async function useCode(tx: Tx, vendorId: Uuid, codeId: Uuid, enrolmentId: Uuid, now: Temporal.Instant): Promise<void> {
  await tx.run('enrolment-use-code', 'UPDATE enrolment_codes SET used_at = $4, enrolment_id = $3 WHERE vendor_id = $1 AND id = $2', [
    vendorId,
    codeId,
    enrolmentId,
    now,
  ]);
}

/** Codes of a project that could still be used. */
export async function countCodes(tx: Tx, vendorId: Uuid, projectId: Uuid, now: Temporal.Instant): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    'enrolment-count-codes',
    'SELECT count(*) AS total FROM enrolment_codes WHERE vendor_id = $1 AND project_id = $2 AND used_at IS NULL AND expires_at > $3',
    [vendorId, projectId, now],
  );
  return rows[0]!.total;
}
