import type { listLicenseKeyBatches as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { currentPack } from '../../catalog/index.ts';
import { batchKeyset, countBatches, listBatches } from '../batches-store.ts';
import { toBatches } from '../wire.ts';

/** Keys that were made together, by order, with how many are registered: for whoever made or holds them. */
export const listLicenseKeyBatches: Handler<typeof contract> = async (context, { query }) => {
  const { tx, vendor, actor } = context;
  const filter = { q: query.q?.trim() || null, batchId: query.batchId === undefined ? null : fromId('lkb', query.batchId) };
  const opened = openPage(
    query,
    { of: 'license-key-batches', organization: actor.organization.id, ...filter },
    batchKeyset(query.sort.startsWith('-')),
  );
  if (!opened.ok) return opened;
  const request = opened.value;
  const found = await listBatches(tx, vendor.id, actor.organization, filter, request);
  const total = await countBatches(tx, vendor.id, actor.organization, filter);
  const { rows, next } = cutPage(request, found, (row) => [row.made_at.toString(), row.id]);
  return accept({ items: await toBatches(context, rows, await currentPack(context)), next, total });
};
