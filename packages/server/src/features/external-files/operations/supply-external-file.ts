import type { supplyExternalFile as contract } from '@muniment/contract';
import { accept, checkSupply, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { viewerOf } from '../../devices/index.ts';
import { recordAct } from '../../ledger/index.ts';
import { writeExternalFileMail } from '../../mail/index.ts';
import { readGivenFile, trailOf } from '../given-file.ts';
import { loadExternalFile, lockExternalFile, saveContent } from '../store.ts';
import { factsOf, toExternalFiles } from '../wire.ts';

/** Hands a licence file over that was made elsewhere (B19), and tells those who activated. One that is there gives way only with a reason. */
export const supplyExternalFile: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor } = context;
  const id = fromId('ext', params.externalFileId)!;
  const viewer = viewerOf(context);
  if ((await loadExternalFile(tx, viewer, id)) === null) return refuse('not-found');
  await lockExternalFile(tx, vendor.id, id);
  const row = await loadExternalFile(tx, viewer, id);
  if (row === null) return refuse('not-found');
  const reason = body.reason?.trim() ?? '';
  const checked = checkSupply(factsOf(row), reason);
  if (!checked.ok) return checked;
  const file = readGivenFile(context, body);
  if (!file.ok) return file;
  await saveContent(tx, vendor.id, id, file.value);
  const details = { externalFileId: id, replaced: row.file_name !== null, ...trailOf(file.value) };
  const about = { deviceId: row.device_id, customerId: row.customer_id, orderId: row.order_id, reason: reason || null };
  await recordAct(context, 'supply-external-file', details, about);
  if (row.device_id !== null && row.organization_id !== null) {
    await writeExternalFileMail(context, {
      organizationId: row.organization_id,
      device: { id: row.device_id, name: row.device_name!, hardwareKey: row.hardware_key! },
      fileName: file.value.fileName,
      order: row.order_id === null ? null : { salesOrder: row.sales_order!, purchaseOrder: row.purchase_order! },
    });
  }
  return accept((await toExternalFiles(context, [(await loadExternalFile(tx, viewer, id))!]))[0]!);
};
