import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Role, Scope, Uuid } from '../../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../../core/page.ts';

export interface KeyListRow {
  readonly id: Uuid;
  readonly organization_id: Uuid;
  readonly organization_name: string;
  readonly role: Role;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly Scope[];
  readonly project_id: Uuid | null;
  readonly created_by: string;
  readonly created_at: Temporal.Instant;
  readonly expires_at: Temporal.Instant | null;
  readonly last_used_at: Temporal.Instant | null;
  readonly revoked_at: Temporal.Instant | null;
}

const columns = `k.id, k.organization_id, o.name AS organization_name, k.role, k.name, k.prefix, k.scopes, k.project_id, k.created_by, k.created_at,
  k.expires_at, k.last_used_at, k.revoked_at`;
const from = 'FROM api_keys k JOIN organizations o ON o.vendor_id = k.vendor_id AND o.id = k.organization_id';

/** Newest first. */
export const keyKeyset: Keyset = {
  columns: [
    { sql: 'k.created_at', type: 'timestamptz' },
    { sql: 'k.id', type: 'uuid' },
  ],
  descending: true,
};

export function listKeys(tx: Tx, vendorId: Uuid, organizationId: Uuid, request: PageRequest): Promise<KeyListRow[]> {
  return tx.query<KeyListRow>(
    `identity-list-keys-${request.part}`,
    `SELECT ${columns} ${from} WHERE k.vendor_id = $1 AND k.organization_id = $2${afterSql(request, 4)}${orderSql(request, 3)}`,
    [vendorId, organizationId, rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countKeys(tx: Tx, vendorId: Uuid, organizationId: Uuid): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    'identity-count-keys',
    'SELECT count(*) AS total FROM (SELECT 1 FROM api_keys k WHERE k.vendor_id = $1 AND k.organization_id = $2 LIMIT $3) m',
    [vendorId, organizationId, mostCounted],
  );
  return rows[0]!.total;
}

export async function loadKey(tx: Tx, vendorId: Uuid, keyId: Uuid): Promise<KeyListRow | null> {
  const rows = await tx.query<KeyListRow>('identity-load-key', `SELECT ${columns} ${from} WHERE k.vendor_id = $1 AND k.id = $2`, [
    vendorId,
    keyId,
  ]);
  return rows[0] ?? null;
}

export async function insertKey(
  tx: Tx,
  vendorId: Uuid,
  row: Pick<
    KeyListRow,
    'id' | 'organization_id' | 'role' | 'name' | 'prefix' | 'scopes' | 'project_id' | 'created_by' | 'created_at' | 'expires_at'
  >,
): Promise<void> {
  await tx.run(
    'identity-insert-key',
    `INSERT INTO api_keys (vendor_id, id, organization_id, role, name, prefix, scopes, created_by, created_at, expires_at, project_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7::text[], $8, $9, $10, $11)`,
    [
      vendorId,
      row.id,
      row.organization_id,
      row.role,
      row.name,
      row.prefix,
      row.scopes,
      row.created_by,
      row.created_at,
      row.expires_at,
      row.project_id,
    ],
  );
}

/** True if it was still good. */
export async function stopKey(tx: Tx, vendorId: Uuid, keyId: Uuid, now: Temporal.Instant): Promise<boolean> {
  const stopped = await tx.run(
    'identity-stop-key',
    'UPDATE api_keys SET revoked_at = $3 WHERE vendor_id = $1 AND id = $2 AND revoked_at IS NULL',
    [vendorId, keyId, now],
  );
  return stopped === 1;
}

/** Whose a project is; null where there is none. */
export async function customerOfProject(tx: Tx, vendorId: Uuid, projectId: Uuid): Promise<Uuid | null> {
  const rows = await tx.query<{ customer_id: Uuid }>(
    'identity-customer-of-project',
    'SELECT customer_id FROM projects WHERE vendor_id = $1 AND id = $2',
    [vendorId, projectId],
  );
  return rows[0]?.customer_id ?? null;
}
