import type { downloadLicense as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { loadDevice, viewerOf } from '../../devices/index.ts';
import { loadDocument } from '../store.ts';

/** A device's licence file under the name its product gives (B11): the newest, or one of its earlier ones. */
export const downloadLicense: Handler<typeof contract> = async (context, { params, query }) => {
  const { tx, vendor } = context;
  const device = await loadDevice(tx, viewerOf(context), fromId('dev', params.deviceId)!);
  if (device === null) return refuse('not-found');
  const documentId = query.documentId === undefined ? null : fromId('doc', query.documentId);
  const row = await loadDocument(tx, vendor.id, device.id, documentId);
  if (row === null) return documentId === null ? refuse('no-license-file') : refuse('not-found');
  return accept({ file: { name: row.file_name, mediaType: 'application/jose', body: row.document } });
};
