import type { listCapacities as contract, OutputOf } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { type CatalogPack, findFeature, findPart, modelsOf } from '@muniment/domain/catalog';
import { coveredFeatures } from '@muniment/domain/entitlements';
import { vendorDay } from '@muniment/domain/terms';
import { fromId, toId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { currentPack, inLanguage, languageFor, packsAt } from '../../catalog/index.ts';
import { viewerOf } from '../../devices/index.ts';
import { loadProject } from '../../projects/index.ts';
import {
  type ActivePart,
  activePartsOf,
  capacityKeyset,
  countCapacityUse,
  listCapacityUse,
  type ModelCapacity,
  type PartWorth,
  sumCapacityUse,
  type UseRow,
} from '../capacities-store.ts';

type Use = OutputOf<typeof contract>['items'][number]['capacities'][number];

/** The capacities of every model: those that endpoints use up, and those that maintenance is sold for. */
function modelCapacities(pack: CatalogPack): ModelCapacity[] {
  return modelsOf(pack).flatMap(({ product, variant }) => {
    const protocols = product.endpoints?.protocols ?? [];
    const covered = new Set(coveredFeatures(pack, product));
    const features = new Set([...protocols.map(({ feature }) => feature), ...covered]);
    return [...features].map((feature) => ({
      product: product.id,
      variant,
      feature,
      maximum: product.maxima.find((one) => one.feature === feature)?.maximum ?? null,
      protocols: protocols.filter((one) => one.feature === feature).map(({ id }) => id),
      isCovered: covered.has(feature),
    }));
  });
}

/** What a unit of each part adds to and covers of capacities, as the part was when it was issued. */
function worthsOf(active: readonly ActivePart[], packs: ReadonlyMap<number, CatalogPack>, features: ReadonlySet<string>): PartWorth[] {
  return active.flatMap(({ part, pack_version }) => {
    const found = findPart(packs.get(pack_version)!, part);
    return [...features].flatMap((feature) => {
      const grants = (found?.grants ?? []).reduce((sum, grant) => sum + (grant.feature === feature ? (grant.quantity ?? 0) : 0), 0);
      const covers = found?.covers?.feature === feature ? found.covers.quantity : 0;
      return grants === 0 && covers === 0 ? [] : [{ part, pack_version, feature, grants, covers }];
    });
  });
}

const toUse = (row: UseRow, label: string): Use => ({
  feature: row.feature,
  label,
  capacity: row.capacity,
  endpoints: row.endpoints,
  missing: row.missing,
  covered: row.uncovered === null ? null : row.covered,
  uncovered: row.uncovered,
});

/** What capacity and maintenance each device of a project has and lacks today, and all of them together (E4, E7). */
export const listCapacities: Handler<typeof contract> = async (context, { params, query }) => {
  const { tx, vendor, actor, now, language } = context;
  const project = await loadProject(tx, viewerOf(context), fromId('prj', params.projectId)!);
  if (project === null) return refuse('not-found');
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const { pack } = current;
  const lacking = query.missing ?? null;
  const described = { list: 'capacities', project: project.id, organization: actor.organization.id, lacking };
  const opened = openPage(query, described, capacityKeyset);
  if (!opened.ok) return opened;
  const models = modelCapacities(pack);
  if (models.length === 0) return accept({ items: [], next: null, total: 0, totals: [] });
  const active = await activePartsOf(tx, vendor.id, project.id);
  const packs = await packsAt(
    tx,
    vendor.id,
    active.map(({ pack_version }) => pack_version),
  );
  const worths = worthsOf(active, packs, new Set(models.map(({ feature }) => feature)));
  const question = { projectId: project.id, today: vendorDay(now, pack.vendor.timeZone), worths, models };
  const page = cutPage(opened.value, await listCapacityUse(tx, vendor.id, question, lacking, opened.value), (row) => [row.name, row.id]);
  const t = inLanguage(pack, languageFor(pack, language));
  const labelOf = (feature: string) => t(findFeature(pack, feature)!.label);
  // Every device is looked at for them, so they are found once and not for each page.
  const summed = opened.value.after === null ? await sumCapacityUse(tx, vendor.id, question, lacking) : null;
  return accept({
    items: page.rows.map(({ id, name, hardware_key, reported_at, uses }) => ({
      device: { id: toId('dev', id), name, hardwareKey: hardware_key },
      capacities: uses.map((use) => toUse(use, labelOf(use.feature))),
      reportedAt: reported_at?.toString() ?? null,
    })),
    next: page.next,
    total: summed?.listed ?? (await countCapacityUse(tx, vendor.id, question, lacking)),
    totals:
      summed?.totals.map((row) => ({
        ...toUse(row, labelOf(row.feature)),
        devicesMissing: row.devices_missing,
        devicesUncovered: row.devices_uncovered,
      })) ?? null,
  });
};
