import { acceptsPart, type Product } from '../catalog/index.ts';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import type { Picked } from './pick.ts';
import type { DeviceFacts, Holding } from './state.ts';

export type DeviceRefusal = 'licensed-with-parent' | 'device-replaced' | 'part-not-before-key' | 'part-is-assigned';

interface Acting {
  readonly product: Product;
  readonly device: DeviceFacts;
}

/** Refuses a device whose licences go to the one above, such as the second of a redundant pair (B7), or to the one that took its place (C9). */
export function checkLicensedItself({ device }: Pick<Acting, 'device'>): Decision<null, 'licensed-with-parent' | 'device-replaced'> {
  if (device.replacedBy != null) return refuse('device-replaced', { deviceId: device.id, replacedBy: device.replacedBy });
  return device.licensedWith === null ? accept(null) : refuse('licensed-with-parent', { device: device.name, parent: device.licensedWith });
}

/** While a key is provisional, only what makes the real one possible may be attached (B6). */
export function checkBeforeKey({ product, device }: Acting, picked: readonly Picked[]): Decision<null, 'part-not-before-key'> {
  if (!device.provisional) return accept(null);
  const parts = product.tempKey?.parts ?? [];
  const early = picked.find(({ holding }) => !parts.includes(holding.part.number));
  return early === undefined
    ? accept(null)
    : refuse('part-not-before-key', { part: early.holding.part.number, parts, hardwareKey: device.hardwareKey });
}

/** Refuses to attach what is assigned from a project's pool: its days run only while it is assigned (A6). */
export function checkAttachedParts(picked: readonly Picked[]): Decision<null, 'part-is-assigned'> {
  const found = picked.find(({ holding }) => holding.part.term?.runs === 'while-assigned');
  return found === undefined
    ? accept(null)
    : refuse('part-is-assigned', { part: found.holding.part.number, partLabel: found.holding.part.label });
}

/** Nothing is activated on a provisional key: files would be for a device that does not exist. */
export function checkKeyFinal({ product, device }: Acting): Decision<null, 'hardware-key-provisional'> {
  if (!device.provisional) return accept(null);
  const { label, trigger } = product.derivedKey ?? {};
  return refuse('hardware-key-provisional', { hardwareKey: device.hardwareKey, input: label ?? null, trigger: trigger ?? null });
}

/** The children that the product wants to be there before anything is activated (B7). */
export function checkChildren({ product, device }: Acting): Decision<null, 'child-missing'> {
  for (const { id, label, least } of product.children) {
    const there = device.children.filter(({ relation }) => relation === id).length;
    if (there < least) return refuse('child-missing', { relation: id, relationLabel: label, least, there });
  }
  return accept(null);
}

/** The same where what appears by itself is not there yet: it does not keep anything waiting. */
export function checkAddedChildren({ product, device }: Acting): Decision<null, 'child-missing'> {
  const children = product.children.filter(({ creation }) => creation === 'manual');
  return checkChildren({ product: { ...product, children }, device });
}

/**
 * Where orders cannot be split (B19), whatever is taken of an order must be all that is there of it. `present` is what
 * there is, of the same orders, in the accounts that units are taken from; `elsewhere` what other devices have of them.
 */
export function checkWholeOrders(
  { product }: { readonly product: Pick<Product, 'id' | 'label' | 'unsplittableOrders' | 'parts'> },
  picked: readonly Picked[],
  present: readonly Holding[],
  elsewhere: readonly Holding[] = [],
): Decision<null, 'order-not-splittable'> {
  if (!product.unsplittableOrders) return accept(null);
  const taken = new Map<string, number>();
  for (const { holding, quantity } of picked) taken.set(holding.lot.id, (taken.get(holding.lot.id) ?? 0) + quantity);
  const orders = new Set(picked.flatMap(({ holding }) => holding.order?.id ?? []));
  const there = new Map<string, { holding: Holding; quantity: number }>();
  for (const holding of present) {
    // Maintenance units lie in a bin of their own and are never attached: they keep no order waiting.
    if (holding.part.class !== 'licence' || !orders.has(holding.order?.id ?? '')) continue;
    const before = there.get(holding.lot.id)?.quantity ?? 0;
    there.set(holding.lot.id, { holding, quantity: before + holding.quantity });
  }
  const apart = elsewhere
    .filter(({ order, quantity }) => quantity > 0 && orders.has(order?.id ?? ''))
    .map(({ part, quantity, order }) => ({ part: part.number, quantity, order: order!.salesOrder }));
  const left = [...there.values()].flatMap(({ holding, quantity }) => {
    const rest = quantity - (taken.get(holding.lot.id) ?? 0);
    return rest > 0 ? [{ part: holding.part.number, quantity: rest, order: holding.order!.salesOrder }] : [];
  });
  const [first] = [...left, ...apart];
  if (first === undefined) return accept(null);
  // What the product does not take can never be chosen with the rest: such an order is none for it.
  const foreign = left.some(({ part }) =>
    [...there.values()].some(({ holding }) => holding.part.number === part && !acceptsPart(product, holding.part)),
  );
  const named = { product: product.id, productLabel: product.label, order: first.order };
  return refuse('order-not-splittable', { ...named, left, elsewhere: apart, ...(foreign ? { foreign } : {}) });
}
