import type { updateProject as contract, InputOf } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Temporal } from 'temporal-polyfill';
import type { Handler } from '../../../core/context.ts';
import { currentPack } from '../../catalog/index.ts';
import { recordAct } from '../../ledger/index.ts';
import { indexProject } from '../index-project.ts';
import { loadProject, type ProjectEdit, type ProjectRow, saveProject } from '../store.ts';
import { today, toProjectDetails, viewerIn } from '../wire.ts';

type Body = InputOf<typeof contract>['body'];

function edited(before: ProjectRow, body: Body, day: Temporal.PlainDate, version: number): ProjectEdit {
  const atExpiry = body.atExpiry ?? before.at_expiry;
  return {
    id: before.id,
    name: body.name?.trim() ?? before.name,
    // In one order: the same days in another one are no change.
    notice_days: body.noticeDays === undefined ? before.notice_days : (body.noticeDays?.toSorted((a, b) => b - a) ?? null),
    at_expiry: atExpiry,
    extend_prefer: body.extendPrefer ?? before.extend_prefer,
    // What ended before that day was let lapse on purpose: it is not extended afterwards.
    extend_since: atExpiry === 'lapse' ? null : (before.extend_since ?? day),
    version,
  };
}

/** Fields that have another value than before, with the new one. */
function changesOf(before: ProjectRow, after: ProjectEdit) {
  return {
    ...(before.name === after.name ? {} : { name: after.name }),
    ...(String(before.notice_days) === String(after.notice_days) ? {} : { noticeDays: after.notice_days }),
    ...(before.at_expiry === after.at_expiry ? {} : { atExpiry: after.at_expiry }),
    ...(before.extend_prefer === after.extend_prefer ? {} : { extendPrefer: after.extend_prefer }),
  };
}

/** Changes what was given, if nobody changed the project since the caller read it (A11). */
export const updateProject: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor, now } = context;
  const viewer = viewerIn(context);
  const before = await loadProject(tx, viewer, fromId('prj', params.projectId)!);
  if (before === null) return refuse('not-found');
  const current = await currentPack(context);
  const after = edited(before, body, today(now, current?.pack), context.ifVersion ?? before.version);
  const changes = changesOf(before, after);
  // What is as it was is not saved again, and no act: but of a version that is no longer, nobody knows whether it is as it was.
  if (Object.keys(changes).length === 0 && after.version === before.version) return accept(await toProjectDetails(context, before));
  if (!(await saveProject(tx, vendor.id, after))) return refuse('precondition-failed', { version: before.version });
  await indexProject(context, { ...before, name: after.name });
  // A name may be about people and can be erased, the history cannot: of it only that it changed.
  const { name: _, ...settings } = changes;
  const about = { customerId: before.customer_id, projectId: before.id };
  await recordAct(context, 'update-project', { projectId: before.id, changed: Object.keys(changes), ...settings }, about);
  return accept(await toProjectDetails(context, (await loadProject(tx, viewer, before.id))!));
};
