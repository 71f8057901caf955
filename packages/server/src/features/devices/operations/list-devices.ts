import type { listDevices as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { currentPack } from '../../catalog/index.ts';
import { askedProject } from '../../projects/index.ts';
import { filterOf, sortOf } from '../filter.ts';
import { countDevices, deviceKeyset, keyOfDevice, listDevices as load } from '../list-store.ts';
import { toDevices, viewerOf } from '../wire.ts';

/** Devices of visible customers, found by part of a name or hardware key, filtered and sorted by whatever is known of them (A13, B8). */
export const listDevices: Handler<typeof contract> = async (context, { query }) => {
  const { tx, actor } = context;
  const viewer = viewerOf(context);
  const { cursor: _, limit: __, ...chosen } = query;
  const sort = sortOf(query.sort);
  const opened = openPage(query, { list: 'devices', organization: actor.organization.id, ...chosen }, deviceKeyset(sort));
  if (!opened.ok) return opened;
  const project = await askedProject(tx, viewer, query.projectId);
  if (!project.ok) return project;
  const filter = await filterOf(context, query);
  const page = cutPage(opened.value, await load(tx, viewer, filter, opened.value, sort), keyOfDevice);
  return accept({
    items: toDevices(context, page.rows, await currentPack(context)),
    next: page.next,
    total: await countDevices(tx, viewer, filter),
  });
};
