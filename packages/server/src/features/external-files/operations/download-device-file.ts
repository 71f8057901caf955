import type { downloadDeviceFile as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { viewerOf } from '../../devices/index.ts';
import { loadBytes, loadExternalFile } from '../store.ts';

/** The file from the device, as the partner uploaded it: the licence file is made of it elsewhere. */
export const downloadDeviceFile: Handler<typeof contract> = async (context, { params }) => {
  const { tx, vendor } = context;
  const row = await loadExternalFile(tx, viewerOf(context), fromId('ext', params.externalFileId)!);
  if (row === null) return refuse('not-found');
  const body = await loadBytes(tx, vendor.id, row.id, 'upload');
  if (row.upload_name === null || body === null) return refuse('device-file-missing');
  return accept({ file: { name: row.upload_name, mediaType: 'application/octet-stream', body } });
};
