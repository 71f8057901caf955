import type { Temporal } from 'temporal-polyfill';
import type { CountedPart, Product, Surroundings } from '../catalog/index.ts';
import { hasEnded } from '../terms/index.ts';
import { commonOrder, type Picked } from './pick.ts';
import type { DeviceFacts, Holding } from './state.ts';

/** What rules see around a selection. A device stands alone until packs can say otherwise. */
export function surroundingsOf(
  { product, device }: { readonly product: Product; readonly device: DeviceFacts },
  picked: readonly Picked[],
  today: Temporal.PlainDate,
): Surroundings {
  return {
    device: { product: product.id, hardwareKey: device.hardwareKey, name: device.name },
    parent: null,
    children: [],
    order: commonOrder(picked),
    contract: null,
    today: today.toString(),
  };
}

/** Holdings as units to count. A lot that has ended counts for nothing, and so leaves room for its successor. */
export function countedParts(holdings: readonly Holding[], today: Temporal.PlainDate): readonly CountedPart[] {
  return holdings.filter((holding) => !hasEnded(holding.lot, today)).map(({ part, quantity }) => ({ part, quantity }));
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
