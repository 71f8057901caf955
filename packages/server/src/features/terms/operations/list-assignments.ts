import type { listAssignments as contract, InputOf } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { acceptsPart, type CatalogPack, findPart, findProduct, modelsOf, variantLabel } from '@muniment/domain/catalog';
import { vendorDay } from '@muniment/domain/terms';
import { fromId, toId } from '@muniment/platform/ids';
import type { Handler, Uuid } from '../../../core/context.ts';
import { cutPage, mostCounted, openPage } from '../../../core/page.ts';
import { currentPack, inLanguage, languageFor, packsAt } from '../../catalog/index.ts';
import { viewerOf } from '../../devices/index.ts';
import { loadLots } from '../../lots/index.ts';
import { loadProject } from '../../projects/index.ts';
import { assigneeKeyset, countAssignees, listAssignees, type ModelId } from '../assignees-store.ts';
import { toTermLicense } from '../wire.ts';

type Query = InputOf<typeof contract>['query'];

/** Models of devices that are asked for; null: all. Of a category those that take any licence of it. */
function modelsAsked(pack: CatalogPack, { product, variant, category }: Query): ModelId[] | null {
  if (product === undefined && category === undefined) return null;
  const parts = pack.parts.filter((part) => part.category === category && part.assignedTo === 'device');
  return modelsOf(pack)
    .filter((model) => product === undefined || (model.product.id === product && (variant === undefined || model.variant === variant)))
    .filter((model) => category === undefined || parts.some((part) => acceptsPart(model.product, part)))
    .map((model) => ({ product: model.product.id, variant: model.variant }));
}

/** Licensed and unlicensed devices, licensed and unlicensed users, with counts (A5). */
export const listAssignments: Handler<typeof contract> = async (context, { params, query }) => {
  const { tx, vendor, actor, now, language } = context;
  const project = await loadProject(tx, viewerOf(context), fromId('prj', params.projectId)!);
  if (project === null) return refuse('not-found');
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const { cursor: _, limit: __, ...chosen } = query;
  const described = { list: 'assignments', project: project.id, organization: actor.organization.id, ...chosen };
  const opened = openPage(query, described, assigneeKeyset);
  if (!opened.ok) return opened;
  const { pack } = current;
  const today = vendorDay(now, pack.vendor.timeZone);
  const prefix = query.of === 'devices' ? 'dev' : 'usr';
  const ids = query.ids?.split(',').flatMap((id) => fromId(prefix, id) ?? []) ?? null;
  const filter = {
    projectId: project.id,
    today,
    state: query.state ?? null,
    text: query.q?.trim() || null,
    ids,
    models: modelsAsked(pack, query),
  };
  const rows = await listAssignees(tx, vendor.id, query.of, filter, opened.value);
  const page = cutPage(opened.value, rows, (row) => [row.name, row.id]);
  const lots = await loadLots(
    tx,
    vendor.id,
    page.rows.flatMap((row) => row.lot_id ?? []),
  );
  const packs = await packsAt(
    tx,
    vendor.id,
    [...lots.values()].map((lot) => lot.packVersion),
  );
  const t = inLanguage(pack, languageFor(pack, language));
  const licenceOf = (id: Uuid | null) => {
    const lot = id === null ? undefined : lots.get(id);
    if (lot === undefined) return null;
    return toTermLicense(context, current, lot, findPart(packs.get(lot.packVersion)!, lot.partNumber)?.category, now);
  };
  const counts = await countAssignees(tx, vendor.id, query.of, filter);
  const items = page.rows.map((row) => {
    const product = row.product === null ? undefined : findProduct(pack, row.product, row.variant);
    const variant = product === undefined ? null : variantLabel(product, row.variant);
    const until = row.lot_id === null ? null : (lots.get(row.lot_id)?.validUntil ?? null);
    return {
      assignee: {
        kind: query.of === 'devices' ? ('device' as const) : ('user' as const),
        id: query.of === 'devices' ? toId('dev', row.id) : toId('usr', row.id),
        name: row.name,
        hardwareKey: row.hardware_key,
      },
      product: row.product,
      productLabel: product === undefined ? row.product : t(product.label),
      variant: row.variant,
      variantLabel: variant === null ? row.variant : t(variant),
      licence: licenceOf(row.lot_id),
      daysLeft: until === null || row.state !== 'licensed' ? null : today.until(until, { largestUnit: 'days' }).days,
      state: row.state,
    };
  });
  const all = Math.min(mostCounted, counts.licensed + counts.expired + counts.unlicensed);
  const total = query.state === undefined ? all : counts[query.state];
  return accept({ items, next: page.next, total, counts });
};
