import type { listExternalFiles as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { loadDevice, viewerOf } from '../../devices/index.ts';
import { countExternalFiles, externalFileKeyset, listExternalFiles as load } from '../store.ts';
import { toExternalFiles } from '../wire.ts';

/** Licence files made elsewhere, newest first: of the devices the reader sees, and for the vendor those that lie with orders (B19). */
export const listExternalFiles: Handler<typeof contract> = async (context, { query }) => {
  const { tx } = context;
  const viewer = viewerOf(context);
  const deviceId = query.deviceId === undefined ? null : fromId('dev', query.deviceId);
  const filter = { deviceId, state: query.state ?? null, q: query.q || null };
  if (deviceId !== null && (await loadDevice(tx, viewer, deviceId)) === null) return refuse('not-found');
  const opened = openPage(query, { list: 'external-files', ...filter }, externalFileKeyset);
  if (!opened.ok) return opened;
  const page = cutPage(opened.value, await load(tx, viewer, filter, opened.value), (row) => [row.created_at.toString(), row.id]);
  return accept({
    items: await toExternalFiles(context, page.rows),
    next: page.next,
    total: await countExternalFiles(tx, viewer, filter),
  });
};
