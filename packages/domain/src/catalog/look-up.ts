import type { Agreement, CatalogPack, Feature, Part, Product, Texts } from './pack.ts';

/** A product by its id; ids are case-sensitive. */
export function findProduct(pack: CatalogPack, id: string): Product | undefined {
  return pack.products.find((product) => product.id === id);
}

/** A part by its number. */
export function findPart(pack: CatalogPack, number: string): Part | undefined {
  return indexOf(pack).parts.get(number);
}

/** A feature by its id. */
export function findFeature(pack: CatalogPack, id: string): Feature | undefined {
  return indexOf(pack).features.get(id);
}

/** The agreement to accept when activating on a product: its own, else the pack's first; null when the pack has none. */
export function agreementFor(pack: CatalogPack, product: Product): Agreement | null {
  if (product.agreement === undefined) return pack.agreements[0] ?? null;
  return pack.agreements.find((agreement) => agreement.id === product.agreement) ?? null;
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

interface PackIndex {
  readonly parts: ReadonlyMap<string, Part>;
  readonly features: ReadonlyMap<string, Feature>;
}

/** A pack with thousands of parts is asked for one at a time: its index is kept for as long as the pack itself. */
const indexes = new WeakMap<CatalogPack, PackIndex>();

function indexOf(pack: CatalogPack): PackIndex {
  let index = indexes.get(pack);
  if (index === undefined) {
    index = {
      parts: new Map(pack.parts.map((part) => [part.number, part])),
      features: new Map(pack.features.map((feature) => [feature.id, feature])),
    };
    indexes.set(pack, index);
  }
  return index;
}
