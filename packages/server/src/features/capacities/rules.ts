import { type CatalogPack, findPart, modelsOf } from '@muniment/domain/catalog';
import { coveredFeatures } from '@muniment/domain/entitlements';
import { vendorDay } from '@muniment/domain/terms';
import type { Context, Uuid } from '../../core/context.ts';
import { packsAt } from '../catalog/index.ts';
import { countLacking, versionsInUse } from './all-store.ts';
import { type ActivePart, activePartsOf, type CapacityRules, type ModelCapacity, type PartWorth } from './store.ts';

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

/** What a unit of a part adds to and covers of features, as the part was when it was issued. */
function worthOf(pack: CatalogPack, { part, pack_version }: ActivePart, features: Iterable<string>): PartWorth[] {
  const found = findPart(pack, part);
  return [...features].flatMap((feature) => {
    const grants = (found?.grants ?? []).reduce((sum, grant) => sum + (grant.feature === feature ? (grant.quantity ?? 0) : 0), 0);
    const covers = found?.covers?.feature === feature ? found.covers.quantity : 0;
    return grants === 0 && covers === 0 ? [] : [{ part, pack_version, feature, grants, covers }];
  });
}

const featuresOf = (models: readonly ModelCapacity[]): ReadonlySet<string> => new Set(models.map(({ feature }) => feature));

/** What capacities are reckoned by in one project, where the parts that are active are the few that count; null where no model has any. */
export async function rulesOfProject({ tx, vendor, now }: Context, pack: CatalogPack, projectId: Uuid): Promise<CapacityRules | null> {
  const models = modelCapacities(pack);
  if (models.length === 0) return null;
  const active = await activePartsOf(tx, vendor.id, projectId);
  const packs = await packsAt(
    tx,
    vendor.id,
    active.map(({ pack_version }) => pack_version),
  );
  const features = featuresOf(models);
  const worths = active.flatMap((part) => worthOf(packs.get(part.pack_version)!, part, features));
  return { today: vendorDay(now, pack.vendor.timeZone), models, worths };
}

/** What the parts of a version are worth never changes, and is little beside the pack: a process reads each once. The oldest gives way. */
const known = new Map<string, readonly PartWorth[]>();
const mostKnown = 1_000;

async function worthsAt({ tx, vendor }: Context, version: number): Promise<readonly PartWorth[]> {
  const key = `${vendor.id}:${version}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const pack = (await packsAt(tx, vendor.id, [version])).get(version)!;
  const worths = pack.parts.flatMap(({ number, grants, covers }) => {
    const features = new Set([...grants.map(({ feature }) => feature), ...(covers === undefined ? [] : [covers.feature])]);
    return worthOf(pack, { part: number, pack_version: version }, features);
  });
  if (known.size >= mostKnown) known.delete(known.keys().next().value!);
  known.set(key, worths);
  return worths;
}

/** What they are reckoned by in all projects; null as above. */
export async function rulesOfAll(context: Context, pack: CatalogPack): Promise<CapacityRules | null> {
  const models = modelCapacities(pack);
  if (models.length === 0) return null;
  const features = featuresOf(models);
  const worths: PartWorth[] = [];
  for (const version of await versionsInUse(context.tx, context.vendor.id)) {
    worths.push(...(await worthsAt(context, version)).filter(({ feature }) => features.has(feature)));
  }
  return { today: vendorDay(context.now, pack.vendor.timeZone), models, worths };
}

/** How many devices that the reader sees have more endpoints than are licensed, and how many less maintenance than capacity (E4, E7). */
export async function lackingDevices(context: Context, pack: CatalogPack): Promise<{ capacity: number; maintenance: number }> {
  const rules = await rulesOfAll(context, pack);
  return rules === null
    ? { capacity: 0, maintenance: 0 }
    : countLacking(context.tx, { vendorId: context.vendor.id, organization: context.actor.organization, now: context.now }, rules);
}
