import type { Catalog, Device } from '../../lib/types.ts';

export type Product = Catalog['products'][number];
/** What forms must know of a product, or of one of its models. */
export type Model = Omit<Product, 'variants'>;

/** A product, and which of its models. */
export interface ModelId {
  readonly product: string;
  readonly variant: string | null;
}

/** Models that can still be chosen. */
export const variantsOf = (product: Product | undefined): Product['variants'] =>
  (product?.variants ?? []).filter(({ withdrawn }) => !withdrawn);

/** What holds for a device of the model; null where the product has models and none is chosen. */
export function findModel(catalog: Catalog | null, { product, variant }: ModelId): Model | null {
  const found = catalog?.products.find(({ id }) => id === product);
  if (found === undefined) return null;
  if (variant === null) return found.variants.length > 0 ? null : found;
  return found.variants.find(({ id }) => id === variant) ?? null;
}

/** A product as it is first chosen: with its model where there is but one. */
export function modelOf(product: Product): ModelId {
  const variants = variantsOf(product);
  return { product: product.id, variant: variants.length === 1 ? variants[0]!.id : null };
}

export const modelIdOf = ({ product, variant }: Pick<Device, 'product' | 'variant'>): ModelId => ({ product, variant });

/** Parts by their numbers, as people read them. */
export const partNames = (catalog: Catalog | null, numbers: readonly string[]): string[] =>
  numbers.map((number) => catalog?.parts.find((part) => part.number === number)?.label ?? number);
