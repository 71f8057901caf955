import type { Temporal } from 'temporal-polyfill';
import { type CatalogPack, type CountedPart, countUnits, type Product, type Surroundings } from '../catalog/index.ts';
import { hasEnded } from '../terms/index.ts';
import { commonOrder, type Picked } from './pick.ts';
import type { DeviceFacts, Holding, RelatedFacts } from './state.ts';

/** What rules see around a selection: the device, those above and below it, and the order it came with. */
export function surroundingsOf(
  { catalog, product, device }: { readonly catalog: CatalogPack; readonly product: Product; readonly device: DeviceFacts },
  picked: readonly Picked[],
  today: Temporal.PlainDate,
): Surroundings {
  const related = ({ relation, product: id, hardwareKey, active }: RelatedFacts) => ({
    relation,
    product: id,
    hardwareKey,
    ...countUnits(catalog, countedParts(active, today)),
  });
  return {
    device: { product: product.id, variant: device.variant ?? '', hardwareKey: device.hardwareKey, name: device.name },
    parent: device.parent === null ? null : related(device.parent),
    children: device.children.map(related),
    order: commonOrder(picked),
    contract: null,
    today: today.toString(),
  };
}

/**
 * Holdings as units to count. A lot that has ended counts for nothing, and so leaves room for its successor; nor does a
 * demo, which shows everything for a while and is nobody's purchase.
 */
export function countedParts(holdings: readonly Holding[], today: Temporal.PlainDate): readonly CountedPart[] {
  return holdings.filter(({ lot }) => lot.origin !== 'demo' && !hasEnded(lot, today)).map(({ part, quantity }) => ({ part, quantity }));
}

/** Picked units as units to count. */
export function pickedParts(picked: readonly Picked[]): readonly CountedPart[] {
  return picked.map(({ holding, quantity }) => ({ part: holding.part, quantity }));
}

/** What stays of holdings when the picked units are gone. */
export function withoutPicked(holdings: readonly Holding[], picked: readonly Picked[]): readonly Holding[] {
  const gone = new Map(picked.map(({ holding, quantity }) => [holding, quantity]));
  return holdings.map((holding) => ({ ...holding, quantity: holding.quantity - (gone.get(holding) ?? 0) }));
}
