import type { listCatalogVersions as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { actorNames } from '../../audit/index.ts';
import { latestVersion, listVersions } from '../store.ts';

/** Every version loaded, newest first; versions count from 1 without gaps, so the number is the cursor. */
export const listCatalogVersions: Handler<typeof contract> = async (context, { query }) => {
  const { tx, vendor } = context;
  if (query.cursor !== undefined && !/^[1-9]\d{0,8}$/.test(query.cursor)) return refuse('cursor-not-valid');
  const below = query.cursor === undefined ? null : Number(query.cursor);
  const latest = await latestVersion(tx, vendor.id);
  const rows = await listVersions(tx, vendor.id, below, query.limit);
  const names = await actorNames(
    tx,
    vendor.id,
    rows.map((row) => row.loaded_by),
  );
  const last = rows.at(-1);
  return accept({
    items: rows.map((row) => ({
      version: row.version,
      packVersion: row.pack_version,
      loadedAt: row.loaded_at.toString(),
      loadedBy: names.get(row.loaded_by) ?? '',
      digest: row.digest,
      current: row.version === latest,
    })),
    next: last !== undefined && last.version > 1 ? String(last.version) : null,
    total: latest,
  });
};
