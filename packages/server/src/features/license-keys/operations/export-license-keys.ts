import type { exportLicenseKeys as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { csvLines } from '../../../core/csv.ts';
import { appendLeaf } from '../../audit/index.ts';
import { loadBatch } from '../batches-store.ts';
import { openSealed } from '../open-sealed.ts';
import { loadSealedOf } from '../store.ts';

/** The keys of a batch in clear, as a list to hand on; who took it is recorded. */
export const exportLicenseKeys: Handler<typeof contract> = async (context, { params }) => {
  const { tx, vendor, actor } = context;
  const batch = await loadBatch(tx, vendor.id, actor.organization, fromId('lkb', params.batchId)!);
  if (batch === null) return refuse('not-found');
  const opened = await openSealed(context, await loadSealedOf(tx, vendor.id, batch.id));
  if (!opened.ok) return opened;
  await appendLeaf(context, { kind: 'export-license-keys', subject: batch.id, facts: { licenseKeyBatchId: batch.id, keys: batch.keys } });
  const rows = opened.value.map((row) => [
    row.key,
    batch.part,
    String(row.quantity),
    batch.sales_order,
    batch.purchase_order,
    row.revoked_at !== null ? 'revoked' : row.redeemed_at !== null ? 'redeemed' : 'unredeemed',
    row.redeemed_at?.toString() ?? '',
  ]);
  const body = csvLines([['key', 'part', 'quantity', 'salesOrder', 'purchaseOrder', 'state', 'redeemedAt'], ...rows]);
  return accept({
    file: { name: `licence-keys-${batch.made_at.toString().slice(0, 10)}-${batch.id.slice(-6)}.csv`, mediaType: 'text/csv', body },
  });
};
