import type { listTasks as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { countTasks, listTasks as load, taskKeyset } from '../store.ts';
import { toTasks } from '../wire.ts';

/** What somebody at the vendor must do by hand, newest first (B22). */
export const listTasks: Handler<typeof contract> = async (context, { query }) => {
  const { tx, vendor } = context;
  const { cursor: _, limit: __, ...chosen } = query;
  const opened = openPage(query, { list: 'tasks', ...chosen }, taskKeyset);
  if (!opened.ok) return opened;
  const filter = {
    state: query.state ?? null,
    deviceId: query.deviceId === undefined ? null : fromId('dev', query.deviceId),
    text: query.q?.trim() || null,
  };
  const page = cutPage(opened.value, await load(tx, vendor.id, filter, opened.value), (row) => [row.opened_at.toString(), row.id]);
  return accept({ items: await toTasks(context, page.rows), next: page.next, total: await countTasks(tx, vendor.id, filter) });
};
