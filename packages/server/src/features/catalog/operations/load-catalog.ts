import type { loadCatalog as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import type { Context, PreparedHandler } from '../../../core/context.ts';
import { actorRef } from '../../audit/index.ts';
import { recordAct } from '../../ledger/index.ts';
import { currentPack } from '../current-pack.ts';
import { inspectForVendor } from '../inspect-for-vendor.ts';
import type { InspectedPack } from '../inspect-pack.ts';
import { insertVersion, latestVersion } from '../store.ts';
import { toIssues } from '../wire.ts';

/** Loads a pack as the newest version. Lots keep the version they were issued under, so what they grant stays. */
export const loadCatalog: PreparedHandler<typeof contract> = {
  async prepare(outside, { body }) {
    const result = await inspectForVendor(outside, body.pack);
    if (!result.ok) return async () => result;
    const { current, inspection } = result.value;
    return async (context) => {
      if (!inspection.ok) return refuse('pack-not-valid', { issues: toIssues(inspection.issues, context.language), more: inspection.more });
      // Another pack came meanwhile: what this one was compared with is no longer current.
      if ((await latestVersion(context.tx, context.vendor.id)) !== current) return refuse('catalog-changed-meanwhile');
      return keepPack(context, current, inspection);
    };
  },
};

/** Keeps an inspected pack as the version after the one it was compared with, 0 before the first. */
export async function keepPack(context: Context, current: number, inspected: InspectedPack) {
  const { tx, vendor, now, actor } = context;
  const { conflicts, digest, summary } = inspected;
  const first = conflicts.issues[0];
  if (first !== undefined) {
    const code = first.code === 'part-missing' || first.code === 'product-missing' ? first.code : 'pack-not-valid';
    return refuse(code, { issues: toIssues(conflicts.issues, context.language), more: conflicts.more });
  }
  if (inspected.unchanged) return refuse('pack-unchanged', { version: current });

  const before = await currentPack(context);
  const version = current + 1;
  const operationId = await recordAct(context, 'load-catalog', { version, packVersion: summary.version, digest }, { packVersion: version });
  const row = { version, pack_version: summary.version, digest, loaded_at: now, loaded_by: actorRef(actor) };
  const inserted = await insertVersion(tx, vendor.id, { ...row, packJson: inspected.json, operationId });
  // Somebody loads another pack at the same moment.
  if (!inserted) return refuse('catalog-changed-meanwhile');
  await context.services.seats.catalogChanged(context, before?.pack.vendor.timeZone ?? null);
  return accept({
    version: { version, packVersion: row.pack_version, loadedAt: now.toString(), loadedBy: actor.name, digest, current: true },
    changes: [...inspected.changes],
  });
}
