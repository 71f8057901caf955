import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';

export interface VersionRow {
  version: number;
  pack_version: string;
  digest: string;
  loaded_at: Temporal.Instant;
  loaded_by: string;
}

/** Number of the newest version, 0 before the first. */
export async function latestVersion(tx: Tx, vendorId: Uuid): Promise<number> {
  const rows = await tx.query<{ version: number | null }>(
    'catalog-latest-version',
    'SELECT max(version) AS version FROM catalog_versions WHERE vendor_id = $1',
    [vendorId],
  );
  return rows[0]?.version ?? 0;
}

export async function loadPack(tx: Tx, vendorId: Uuid, version: number): Promise<unknown> {
  const rows = await tx.query<{ pack: unknown }>(
    'catalog-load-pack',
    'SELECT pack FROM catalog_versions WHERE vendor_id = $1 AND version = $2',
    [vendorId, version],
  );
  return rows[0]?.pack ?? null;
}

/** The pack as text, for those who hand it on unread. */
export async function loadPackText(tx: Tx, vendorId: Uuid, version: number): Promise<string | null> {
  const rows = await tx.query<{ pack: string }>(
    'catalog-load-pack-text',
    'SELECT pack::text AS pack FROM catalog_versions WHERE vendor_id = $1 AND version = $2',
    [vendorId, version],
  );
  return rows[0]?.pack ?? null;
}

/** Versions newest first, below one. */
export async function listVersions(tx: Tx, vendorId: Uuid, below: number | null, limit: number): Promise<VersionRow[]> {
  return tx.query<VersionRow>(
    'catalog-list-versions',
    `SELECT version, pack_version, digest, loaded_at, loaded_by FROM catalog_versions
     WHERE vendor_id = $1 AND version < coalesce($2::int, 2147483647) ORDER BY version DESC LIMIT $3`,
    [vendorId, below, limit],
  );
}

export async function insertVersion(
  tx: Tx,
  vendorId: Uuid,
  row: VersionRow & { readonly packJson: string; readonly operationId: Uuid },
): Promise<boolean> {
  const inserted = await tx.run(
    'catalog-insert-version',
    `INSERT INTO catalog_versions (vendor_id, version, pack, pack_version, digest, operation_id, loaded_at, loaded_by)
     VALUES ($1, $2, $3::jsonb, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
    [vendorId, row.version, row.packJson, row.pack_version, row.digest, row.operationId, row.loaded_at, row.loaded_by],
  );
  return inserted === 1;
}
