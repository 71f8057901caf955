import type { uploadDeviceFile as contract } from '@muniment/contract';
import { accept, checkUpload, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { currentPack } from '../../catalog/index.ts';
import { viewerOf } from '../../devices/index.ts';
import { recordAct } from '../../ledger/index.ts';
import { readGivenFile, trailOf } from '../given-file.ts';
import { loadExternalFile, lockExternalFile, saveUpload } from '../store.ts';
import { externalOf, factsOf, toExternalFiles } from '../wire.ts';

/** Takes the file from the device that the licence file is made against (B19); another one takes its place until that is there. */
export const uploadDeviceFile: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor } = context;
  const id = fromId('ext', params.externalFileId)!;
  const viewer = viewerOf(context);
  if ((await loadExternalFile(tx, viewer, id)) === null) return refuse('not-found');
  await lockExternalFile(tx, vendor.id, id);
  const row = await loadExternalFile(tx, viewer, id);
  if (row === null) return refuse('not-found');
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const wanted = externalOf(current.pack, row.product, row.variant)?.upload?.fileName ?? null;
  const checked = checkUpload(factsOf(row), wanted, body.fileName);
  if (!checked.ok) return checked;
  const file = readGivenFile(context, body);
  if (!file.ok) return file;
  await saveUpload(tx, vendor.id, id, file.value);
  const details = { externalFileId: id, replaced: row.upload_name !== null, ...trailOf(file.value) };
  await recordAct(context, 'upload-device-file', details, {
    deviceId: row.device_id,
    customerId: row.customer_id,
    orderId: row.order_id,
    packVersion: current.version,
  });
  return accept((await toExternalFiles(context, [(await loadExternalFile(tx, viewer, id))!]))[0]!);
};
