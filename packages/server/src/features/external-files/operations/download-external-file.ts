import type { downloadExternalFile as contract } from '@muniment/contract';
import { accept, externalFileState, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { currentPack } from '../../catalog/index.ts';
import { viewerOf } from '../../devices/index.ts';
import { loadBytes, loadExternalFile } from '../store.ts';
import { externalOf, factsOf } from '../wire.ts';

/** A licence file that was made elsewhere, byte for byte as it was handed over. */
export const downloadExternalFile: Handler<typeof contract> = async (context, { params }) => {
  const { tx, vendor } = context;
  const row = await loadExternalFile(tx, viewerOf(context), fromId('ext', params.externalFileId)!);
  if (row === null) return refuse('not-found');
  const body = await loadBytes(tx, vendor.id, row.id, 'content');
  if (row.file_name !== null && body !== null)
    return accept({ file: { name: row.file_name, mediaType: 'application/octet-stream', body } });
  const current = await currentPack(context);
  const file = current === null ? undefined : externalOf(current.pack, row.product, row.variant);
  return refuse('external-file-waiting', {
    state: externalFileState(factsOf(row)),
    ...(file === undefined ? {} : { waiting: file.waiting }),
    ...(file?.upload === undefined ? {} : { wanted: file.upload.fileName }),
  });
};
