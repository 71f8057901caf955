import type { listCapacities as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { capacityKeyset, countCapacityUse, listCapacityUse, rulesOfProject, sumCapacityUse } from '../../capacities/index.ts';
import { currentPack } from '../../catalog/index.ts';
import { viewerOf } from '../../devices/index.ts';
import { loadProject } from '../../projects/index.ts';
import { toDeviceCapacities, toUse } from '../wire.ts';

/** What capacity and maintenance each device of a project has and lacks today, and all of them together (E4, E7). */
export const listCapacities: Handler<typeof contract> = async (context, { params, query }) => {
  const { tx, vendor, actor, language } = context;
  const project = await loadProject(tx, viewerOf(context), fromId('prj', params.projectId)!);
  if (project === null) return refuse('not-found');
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const { pack } = current;
  const lacking = query.missing ?? null;
  const described = { list: 'capacities', project: project.id, organization: actor.organization.id, lacking };
  const opened = openPage(query, described, capacityKeyset);
  if (!opened.ok) return opened;
  const rules = await rulesOfProject(context, pack, project.id);
  if (rules === null) return accept({ items: [], next: null, total: 0, totals: [] });
  const question = { projectId: project.id, ...rules };
  const page = cutPage(opened.value, await listCapacityUse(tx, vendor.id, question, lacking, opened.value), (row) => [row.name, row.id]);
  // Every device is looked at for them, so they are found once and not for each page.
  const summed = opened.value.after === null ? await sumCapacityUse(tx, vendor.id, question, lacking) : null;
  const toTotal = toUse(pack, language);
  return accept({
    items: page.rows.map(toDeviceCapacities(pack, language)),
    next: page.next,
    total: summed?.listed ?? (await countCapacityUse(tx, vendor.id, question, lacking)),
    totals:
      summed?.totals.map((row) => ({ ...toTotal(row), devicesMissing: row.devices_missing, devicesUncovered: row.devices_uncovered })) ??
      null,
  });
};
