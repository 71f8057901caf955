import type { assignMany as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { loadProject } from '../../projects/index.ts';
import { assignAmong, freeTermsOf, outlookOf } from '../../terms/index.ts';
import { assigneesOf, whomOf } from '../assignees.ts';
import { assignManyKind } from '../kinds/assign-many.ts';
import { previewMany } from '../preview-many.ts';
import { startBatch, viewerOf } from '../start-batch.ts';

/** Starts to put licences of a pool on many devices or users: each gets its own act, and its own refusal (A7, A13). */
export const assignMany: Handler<typeof contract> = async (context, { params, body }) => {
  const project = await loadProject(context.tx, viewerOf(context), fromId('prj', params.projectId)!);
  if (project === null) return refuse('not-found');
  const { deviceIds, userIds, devices, expected, ifLicensed, ...rest } = body;
  // Whoever asks for all that have none gives nobody a second: another batch or person may come first.
  const unlicensed = devices?.licensed === false || devices?.status === 'unlicensed';
  const how = { ...rest, ifLicensed: ifLicensed ?? (unlicensed ? 'refuse' : 'extend') } as const;
  const items = await assigneesOf(context, project, { deviceIds, userIds, devices, expected });
  if (!items.ok) return items;
  const atFirst = await freeTermsOf(context, project.id, how.prefer);
  const lotId = how.lotId === undefined ? null : fromId('lot', how.lotId);
  const asked = { prefer: how.prefer, lotId, ifLicensed: how.ifLicensed };
  const outlook = context.dryRun ? await outlookOf(context, project, whomOf(items.value), asked) : { free: null, remarks: null };
  const about = { customerId: project.customer_id, projectId: project.id };
  const batch = await startBatch(context, assignManyKind, {
    ...about,
    settings: { projectId: project.id, atFirst, ...how },
    items: items.value,
  });
  const preview = await previewMany(context, items.value, async (acting, whom) => {
    const done = await assignAmong(acting, { params, query: {}, body: { ...how, ...whom } }, atFirst);
    if (!done.ok) return done;
    if ('file' in done.value) throw new Error('An act on licences is no file');
    return accept(done.value.assignments[0]!);
  });
  return accept({ ...batch, ...outlook, preview });
};
