import type { PackIssue } from './issue.ts';
import { findProduct } from './look-up.ts';
import type { CatalogPack, Feature, Part, Product, Variant } from './pack.ts';

/**
 * What a new version of a pack may not do to the one before: lots keep the part version they were issued under, so
 * whatever they or devices name must stay. Parts and products are withdrawn, never deleted; version orders only grow.
 */
export function checkPackUpdate(previous: CatalogPack, next: CatalogPack): readonly PackIssue[] {
  const products = new Set(next.products.map(({ id }) => id));
  const parts = new Set(next.parts.map(({ number }) => number));
  const features = new Map(next.features.map((feature, index) => [feature.id, { feature, index }]));
  return [
    ...previous.products.filter(({ id }) => !products.has(id)).map(({ id }) => issue('product-missing', ['products'], { product: id })),
    ...previous.parts.filter(({ number }) => !parts.has(number)).map(({ number }) => issue('part-missing', ['parts'], { part: number })),
    ...previous.features.flatMap((before) => {
      const found = features.get(before.id);
      if (found === undefined) return [issue('feature-missing', ['features'], { feature: before.id })];
      return checkFeature(before, found.feature, found.index);
    }),
    ...changedAgreements(previous, next),
    ...missingVariants(previous, next),
    ...changedKeyForms(previous, next),
    ...changedTerms(previous, next),
    ...missingOfControllers(previous, next),
    ...changedFloating(previous, next),
  ];
}

function issue(code: PackIssue['code'], path: PackIssue['path'], facts: PackIssue['facts']): PackIssue {
  return { code, path, facts };
}

function checkFeature(before: Feature, after: Feature, index: number): PackIssue[] {
  if (before.kind !== after.kind) {
    return [issue('feature-kind-changed', ['features', index, 'kind'], { feature: before.id, kind: before.kind })];
  }
  if (before.kind === 'quantity' && after.kind === 'quantity' && before.seats !== undefined && after.seats === undefined) {
    return [issue('seats-missing', ['features', index], { feature: before.id })];
  }
  if (before.kind !== 'version' || after.kind !== 'version') return [];
  const kept = after.versions.filter((version) => before.versions.includes(version));
  if (kept.join('\n') === before.versions.join('\n')) return [];
  return [issue('version-order-changed', ['features', index, 'versions'], { feature: before.id, versions: before.versions })];
}

function changedAgreements(previous: CatalogPack, next: CatalogPack): PackIssue[] {
  return next.agreements.flatMap((after, index) => {
    const before = previous.agreements.find(({ id, version }) => id === after.id && version === after.version);
    if (before === undefined || same([before.title, before.text], [after.title, after.text])) return [];
    return [issue('agreement-text-changed', ['agreements', index, 'version'], { agreement: after.id, version: after.version })];
  });
}

/** A device is of a variant for good: it is withdrawn, never left out. */
function missingVariants(previous: CatalogPack, next: CatalogPack): PackIssue[] {
  return next.products.flatMap((product, index) => {
    const kept = new Set(product.variants.map(({ id }) => id));
    const before = previous.products.find(({ id }) => id === product.id)?.variants ?? [];
    return before
      .filter(({ id }) => !kept.has(id))
      .map(({ id }) => issue('variant-missing', ['products', index, 'variants'], { variant: id, product: product.id }));
  });
}

/** Stored keys were brought into their form by the format of their day; another form would no longer find them. */
function changedKeyForms(previous: CatalogPack, next: CatalogPack): PackIssue[] {
  return next.products.flatMap((product, index) => {
    const before = previous.products.find(({ id }) => id === product.id);
    if (before === undefined) return [];
    return [
      ...changedForms(before, product, ['products', index]),
      ...product.variants.flatMap((variant, position) => {
        const old = before.variants.find(({ id }) => id === variant.id);
        return old === undefined ? [] : changedForms(old, variant, ['products', index, 'variants', position]);
      }),
    ];
  });
}

function changedForms(before: Product | Variant, after: Product | Variant, path: PackIssue['path']): PackIssue[] {
  const lists = [
    { was: before.keyFormats, is: after.keyFormats, at: [...path, 'keyFormats'] },
    ...(['secondaryKey', 'productKey', 'derivedKey'] as const).map((key) => ({
      was: before[key]?.keyFormats,
      is: after[key]?.keyFormats,
      at: [...path, key, 'keyFormats'],
    })),
  ];
  return lists.flatMap(({ was = [], is = [], at }) =>
    is.flatMap((format, position) => {
      const old = was.find(({ id }) => id === format.id);
      if (old === undefined || same([old.normalise, old.letterCase], [format.normalise, format.letterCase])) return [];
      return [issue('key-form-changed', [...at, position], { format: format.id })];
    }),
  );
}

/**
 * Licences of one number lie side by side in a pool: those whose days run while they are assigned, for whom and in which category, are
 * another part than others. Licence keys that were handed out stay readable.
 */
function changedTerms(previous: CatalogPack, next: CatalogPack): PackIssue[] {
  const wayOf = ({ term, assignedTo, category }: Part) => (term?.runs === 'while-assigned' ? `${assignedTo} ${category}` : null);
  const before = new Map(previous.parts.map((part) => [part.number, part]));
  const parts = next.parts.flatMap((part, index): PackIssue[] => {
    const old = before.get(part.number);
    if (old === undefined || wayOf(old) === wayOf(part)) return [];
    return [issue('part-term-changed', ['parts', index], { part: part.number })];
  });
  const formOf = ({ licenseKeys }: CatalogPack) =>
    JSON.stringify([licenseKeys?.alphabet, licenseKeys?.groups, licenseKeys?.prefix, licenseKeys?.check]);
  const isOther = previous.licenseKeys !== undefined && formOf(previous) !== formOf(next);
  return [...parts, ...(isOther ? [issue('license-key-form-changed', ['licenseKeys'], {})] : [])];
}

/** Units lie in pools as seats, or wait there and in bins for a device: one number cannot be both. */
function changedFloating(previous: CatalogPack, next: CatalogPack): PackIssue[] {
  // A pack that was stored before parts could float says nothing of it.
  const before = new Map(previous.parts.map((part) => [part.number, part.floating === true]));
  return next.parts.flatMap(({ number, floating }, index) =>
    (before.get(number) ?? floating) === floating ? [] : [issue('part-floating-changed', ['parts', index, 'floating'], { part: number })],
  );
}

/** Devices run firmware and have endpoints that a pack named once, on whatever model of a product. */
function missingOfControllers(previous: CatalogPack, next: CatalogPack): PackIssue[] {
  return next.products.flatMap((product, index) => {
    const before = previous.products.find(({ id }) => id === product.id);
    if (before === undefined) return [];
    const path = ['products', index];
    const own = product.variants.flatMap(({ id, ...variant }, position) => {
      const old = before.variants.find((one) => one.id === id);
      const speaks = [variant, old].some((one) => (one?.versions ?? one?.endpoints) !== undefined);
      const [was, is] = [findProduct(previous, product.id, id), findProduct(next, product.id, id)];
      return speaks && was !== undefined && is !== undefined ? missingNames(was, is, [...path, 'variants', position]) : [];
    });
    return [...missingNames(before, product, path), ...own];
  });
}

function missingNames(before: Product, after: Product, path: PackIssue['path']): PackIssue[] {
  const releases = new Set(after.versions.map(({ version }) => version));
  const protocols = new Set(after.endpoints?.protocols.map(({ id }) => id));
  return [
    ...before.versions
      .filter(({ version }) => !releases.has(version))
      .map(({ version }) => issue('release-missing', [...path, 'versions'], { version })),
    ...(before.endpoints?.protocols ?? [])
      .filter(({ id }) => !protocols.has(id))
      .map(({ id }) => issue('protocol-missing', [...path, 'endpoints'], { protocol: id })),
  ];
}

/** One difference between two versions of a pack, as people list them. */
export interface PackChange {
  readonly kind: 'added' | 'changed' | 'withdrawn' | 'missing';
  /**
   * Which section: products, parts, features, categories, agreements, mails, orderFields, deviceAttributes; `fingerprints` of products;
   * `vendor` and the like for single values.
   */
  readonly what: string;
  readonly id: string;
}

/** What loading `next` would change; `previous` is null for a vendor's first pack. */
export function packChanges(previous: CatalogPack | null, next: CatalogPack): readonly PackChange[] {
  const sections = [
    { what: 'features', of: (pack: CatalogPack) => pack.features.map((item) => ({ id: item.id, item })) },
    { what: 'categories', of: (pack: CatalogPack) => pack.categories.map((item) => ({ id: item.id, item })) },
    { what: 'products', of: (pack: CatalogPack) => pack.products.map((item) => ({ id: item.id, item })) },
    { what: 'parts', of: (pack: CatalogPack) => pack.parts.map((item) => ({ id: item.number, item })) },
    { what: 'agreements', of: (pack: CatalogPack) => pack.agreements.map((item) => ({ id: item.id, item })) },
    { what: 'mails', of: (pack: CatalogPack) => pack.mails.map((item) => ({ id: item.kind, item })) },
    { what: 'orderFields', of: (pack: CatalogPack) => pack.orderFields.map((item) => ({ id: item.id, item })) },
    { what: 'deviceAttributes', of: (pack: CatalogPack) => pack.deviceAttributes.map((item) => ({ id: item.id, item })) },
  ];
  // What is changed of it concerns workstations that are there: they go on under what they were bound under.
  const fingerprints = ({ products }: CatalogPack) =>
    products.flatMap(({ id, fingerprint }) => (fingerprint === undefined ? [] : [{ id, item: fingerprint }]));
  const known = previous === null ? [] : compare('fingerprints', fingerprints(previous), fingerprints(next));
  const lists = sections.flatMap(({ what, of }) => compare(what, previous === null ? [] : of(previous), of(next)));
  const single = (['vendor', 'labels', 'roles', 'validUntil', 'licenseKeys', 'terms'] as const)
    .filter((what) => previous !== null && !same(previous[what], next[what]))
    .map((what): PackChange => ({ kind: 'changed', what, id: what }));
  return [...single, ...lists, ...known.filter(({ kind }) => kind === 'changed')];
}

interface Listed {
  readonly id: string;
  readonly item: object & { readonly withdrawn?: boolean };
}

function compare(what: string, before: readonly Listed[], after: readonly Listed[]): PackChange[] {
  const earlier = new Map(before.map((listed) => [listed.id, listed.item]));
  const later = new Set(after.map(({ id }) => id));
  const changes = after.flatMap(({ id, item }): PackChange[] => {
    const old = earlier.get(id);
    if (old === undefined) return [{ kind: 'added', what, id }];
    if (same(old, item)) return [];
    return [{ kind: item.withdrawn === true && old.withdrawn !== true ? 'withdrawn' : 'changed', what, id }];
  });
  return [...changes, ...before.filter(({ id }) => !later.has(id)).map(({ id }): PackChange => ({ kind: 'missing', what, id }))];
}

/** Whether two values of plain data are equal; the order of members does not matter. */
function same(left: unknown, right: unknown): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return left === right;
  const [mine, theirs] = [Object.entries(left), Object.entries(right)];
  return mine.length === theirs.length && mine.every(([name, value]) => Object.hasOwn(right, name) && same(value, right[name as never]));
}
