import type { Agreement, CatalogPack, Feature, Part, Product, Texts, Variant } from './pack.ts';

/**
 * A product by its id, as one of its variants if one is named: what the variant says takes the place of what the product
 * says. Ids are case-sensitive.
 */
export function findProduct(pack: CatalogPack, id: string, variant: string | null = null): Product | undefined {
  return indexOf(pack).models.get(modelKey(id, variant))?.product;
}

/** A product as one of its variants, or as it is where it has none. */
export interface Model {
  readonly product: Product;
  readonly variant: string | null;
}

/** Everything that a device can be: every variant of every product, and every product without variants. */
export function modelsOf(pack: CatalogPack): readonly Model[] {
  return [...indexOf(pack).models.values()].filter(({ product, variant }) => variant !== null || product.variants.length === 0);
}

const modelKey = (id: string, variant: string | null): string => `${id}\n${variant ?? ''}`;

/** A product with the settings of one of its variants. */
function asVariant(product: Product, { id: _, label: __, withdrawn, ...own }: Variant): Product {
  return { ...product, ...own, withdrawn: product.withdrawn || withdrawn };
}

/** What a device of a variant is called beside its product's name; null where there is no such variant. */
export function variantLabel(product: Product, variant: string | null): Texts | null {
  return product.variants.find(({ id }) => id === variant)?.label ?? null;
}

/** A part by its number. */
export function findPart(pack: CatalogPack, number: string): Part | undefined {
  return indexOf(pack).parts.get(number);
}

/** A feature by its id. */
export function findFeature(pack: CatalogPack, id: string): Feature | undefined {
  return indexOf(pack).features.get(id);
}

/** The agreement to accept when activating on a product, or for whatever else names one: its own, else the pack's first; null when the pack has none. */
export function agreementFor(pack: CatalogPack, { agreement: id }: Pick<Product, 'agreement'>): Agreement | null {
  if (id === undefined) return pack.agreements[0] ?? null;
  return pack.agreements.find((agreement) => agreement.id === id) ?? null;
}

/** The text in a language, else in the vendor's first, else in any. */
export function textIn(texts: Texts, language: string, vendorLanguages: readonly string[] = []): string {
  for (const candidate of [language, ...vendorLanguages]) {
    if (Object.hasOwn(texts, candidate)) return texts[candidate]!;
  }
  return Object.values(texts)[0] ?? '';
}

/** Names that are there. */
export type Names = Pick<ReadonlyMap<string, unknown>, 'has'>;

/** The part numbers and feature ids of a pack. */
export function namesIn(pack: CatalogPack): { readonly parts: Names; readonly features: Names } {
  return indexOf(pack);
}

/** The parts that a part may stand in for. */
export function standsFor(pack: CatalogPack, part: string): readonly string[] {
  return indexOf(pack).standsFor.get(part) ?? [];
}

interface PackIndex {
  readonly parts: ReadonlyMap<string, Part>;
  readonly features: ReadonlyMap<string, Feature>;
  readonly models: ReadonlyMap<string, Model>;
  readonly standsFor: ReadonlyMap<string, readonly string[]>;
}

function replacements({ parts }: CatalogPack): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { number, alternatives } of parts) {
    for (const part of new Set(alternatives)) {
      const others = found.get(part);
      if (others === undefined) found.set(part, [number]);
      else others.push(number);
    }
  }
  return found;
}

/** A pack with thousands of parts is asked for one at a time: its index is kept for as long as the pack itself. */
const indexes = new WeakMap<CatalogPack, PackIndex>();

function indexOf(pack: CatalogPack): PackIndex {
  let index = indexes.get(pack);
  if (index === undefined) {
    index = {
      parts: new Map(pack.parts.map((part) => [part.number, part])),
      features: new Map(pack.features.map((feature) => [feature.id, feature])),
      standsFor: replacements(pack),
      models: new Map(
        pack.products.flatMap((product): [string, Model][] => [
          [modelKey(product.id, null), { product, variant: null }],
          ...product.variants.map((one): [string, Model] => [
            modelKey(product.id, one.id),
            { product: asVariant(product, one), variant: one.id },
          ]),
        ]),
      ),
    };
    indexes.set(pack, index);
  }
  return index;
}
