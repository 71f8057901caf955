import type { downloadLicense as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { loadDevice, viewerOf } from '../../devices/index.ts';
import { externalProduct } from '../external.ts';
import { loadDocument, type StoredFile } from '../store.ts';
import { zipOf } from '../zip.ts';

/** The signed document alone, under the name it has in the zip file. */
function documentOf({ file_name, document, entries }: StoredFile) {
  return { name: entries?.find(({ text }) => text === document)?.fileName ?? file_name, mediaType: 'application/jose', body: document };
}

/** A device's licence file under the name its product gives (B11): the newest, or one of its earlier ones. */
export const downloadLicense: Handler<typeof contract> = async (context, { params, query }) => {
  const { tx, vendor } = context;
  const device = await loadDevice(tx, viewerOf(context), fromId('dev', params.deviceId)!);
  if (device === null) return refuse('not-found');
  const documentId = query.documentId === undefined ? null : fromId('doc', query.documentId);
  const row = await loadDocument(tx, vendor.id, device.id, documentId);
  if (row === null && documentId !== null) return refuse('not-found');
  if (row === null) {
    const external = await externalProduct(context, device);
    return external === null ? refuse('no-license-file') : refuse('license-file-external', external);
  }
  if (row.entries === null || query.content === 'document') return accept({ file: documentOf(row) });
  return accept({ file: { name: row.file_name, mediaType: 'application/zip', body: zipOf(row.entries, row.created_at) } });
};
