import type { listAllCapacities as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { toId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { capacityKeyset, countControllers, countLacking, listAllCapacityUse, rulesOfAll } from '../../capacities/index.ts';
import { currentPack } from '../../catalog/index.ts';
import { viewerOf } from '../../devices/index.ts';
import { toDeviceCapacities } from '../wire.ts';

/** What capacity and maintenance devices have and lack today, of all projects that one sees (E4, E7). */
export const listAllCapacities: Handler<typeof contract> = async (context, { query }) => {
  const { tx, language } = context;
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const lacking = query.missing ?? null;
  const viewer = viewerOf(context);
  const opened = openPage(query, { list: 'all-capacities', organization: viewer.organization.id, lacking }, capacityKeyset);
  if (!opened.ok) return opened;
  const rules = await rulesOfAll(context, current.pack);
  if (rules === null) return accept({ items: [], next: null, total: 0 });
  const page = cutPage(opened.value, await listAllCapacityUse(tx, viewer, rules, lacking, opened.value), (row) => [row.name, row.id]);
  const toItem = toDeviceCapacities(current.pack, language);
  return accept({
    items: page.rows.map((row) => ({
      ...toItem(row),
      project: { id: toId('prj', row.project_id), name: row.project_name },
      customer: { id: toId('org', row.customer_id), name: row.customer_name },
    })),
    next: page.next,
    total: lacking === null ? await countControllers(tx, viewer, rules) : (await countLacking(tx, viewer, rules))[lacking],
  });
};
