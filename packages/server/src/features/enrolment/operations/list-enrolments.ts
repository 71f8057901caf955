import type { listEnrolments as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { viewerOf } from '../../devices/index.ts';
import { askedProject } from '../../projects/index.ts';
import { countEnrolments, enrolmentKeyset, listEnrolments as load } from '../store.ts';
import { toEnrolments } from '../wire.ts';

/** Keys of devices, and those that wait for somebody, newest first. */
export const listEnrolments: Handler<typeof contract> = async (context, { query }) => {
  const { cursor: _, limit: __, ...chosen } = query;
  const viewer = viewerOf(context);
  const opened = openPage(query, { list: 'enrolments', organization: viewer.organization.id, ...chosen }, enrolmentKeyset);
  if (!opened.ok) return opened;
  const project = await askedProject(context.tx, viewer, query.projectId);
  if (!project.ok) return project;
  const filter = {
    projectId: project.value,
    deviceId: query.deviceId === undefined ? null : fromId('dev', query.deviceId),
    state: query.state ?? null,
  };
  const rows = await load(context.tx, viewer, filter, opened.value);
  const page = cutPage(opened.value, rows, (row) => [row.requested_at.toString(), row.id]);
  return accept({
    items: await toEnrolments(context, page.rows),
    next: page.next,
    total: await countEnrolments(context.tx, viewer, filter),
  });
};
