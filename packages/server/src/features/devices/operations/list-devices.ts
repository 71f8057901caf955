import type { listDevices as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { currentPack } from '../../catalog/index.ts';
import { countDevices, deviceKeyset, findIds, listDevices as load } from '../store.ts';
import { toDevice, viewerOf } from '../wire.ts';

/** Devices of visible customers, found by part of a name or hardware key (B8). */
export const listDevices: Handler<typeof contract> = async (context, { query }) => {
  const { tx, actor } = context;
  const viewer = viewerOf(context);
  const { cursor: _, limit: __, ...chosen } = query;
  const opened = openPage(query, { list: 'devices', organization: actor.organization.id, ...chosen }, deviceKeyset(query.sort));
  if (!opened.ok) return opened;
  const filter = {
    customerId: query.customerId === undefined ? null : fromId('org', query.customerId),
    product: query.product ?? null,
    status: query.status ?? null,
    parentId: query.parentId === undefined ? null : fromId('dev', query.parentId),
    ids: query.q ? await findIds(tx, viewer, 'device', query.q) : null,
  };
  const page = cutPage(opened.value, await load(tx, viewer, filter, opened.value, query.sort), (row) => [
    query.sort.endsWith('name') ? row.name : row.created_at.toString(),
    row.id,
  ]);
  const current = await currentPack(context);
  return accept({
    items: page.rows.map((row) => toDevice(row, current, context.language)),
    next: page.next,
    total: await countDevices(tx, viewer, filter),
  });
};
