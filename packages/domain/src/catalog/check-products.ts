import { checkChildren, checkMadeKeys } from './check-children.ts';
import { checkController, checkEnrolment } from './check-controllers.ts';
import { checkFiles } from './check-files.ts';
import { checkKeysTogether, checkOwnKeys } from './check-keys.ts';
import { duplicates } from './check-parts.ts';
import { checkRules } from './check-rules.ts';
import { checkFingerprint, checkNodeLocked } from './check-seats.ts';
import type { PackIssue } from './issue.ts';
import { findPart, findProduct } from './look-up.ts';
import type { CatalogPack, Demo, FeatureMaximum, ImportMap, PartAcceptance, Product, Variant } from './pack.ts';

type Path = readonly (string | number)[];

/** Products and their variants: keys, accepted parts, maxima, rules, files, children, demos, imports, agreements. */
export function checkProducts(pack: CatalogPack): PackIssue[] {
  const known: Known = {
    pack,
    parts: new Set(pack.parts.map(({ number }) => number)),
    categories: new Set(pack.categories.map(({ id }) => id)),
    agreements: new Set(pack.agreements.map(({ id }) => id)),
  };
  return [
    ...duplicates(pack.products, ({ id }) => id, ['products'], 'id'),
    ...pack.products.flatMap((product, index) => checkProduct(known, product, ['products', index])),
  ];
}

interface Known {
  readonly pack: CatalogPack;
  readonly parts: ReadonlySet<string>;
  readonly categories: ReadonlySet<string>;
  readonly agreements: ReadonlySet<string>;
}

function checkProduct(known: Known, product: Product, path: Path): PackIssue[] {
  const category: PackIssue[] =
    product.category === undefined || known.categories.has(product.category)
      ? []
      : [{ code: 'category-unknown', path: [...path, 'category'], facts: { category: product.category } }];
  return [
    ...category,
    ...checkSettings(known, product, product, path),
    // A device is always of a variant where there are some: then only the variants must be whole.
    ...(product.variants.length > 0
      ? []
      : [...checkKeysTogether(known.pack, product, path), ...checkEnrolment(product, path), ...checkNodeLocked(product, path)]),
    ...duplicates(product.variants, ({ id }) => id, [...path, 'variants'], 'id'),
    ...product.variants.flatMap((variant, index) => {
      const at = [...path, 'variants', index];
      const model = findProduct(known.pack, product.id, variant.id) ?? product;
      // What a variant takes over from its product must fit its own keys, too.
      const inherited = variant.children === undefined ? checkMadeKeys(known.pack, model, [...path, 'children']) : [];
      return [
        ...checkSettings(known, variant, model, at),
        ...checkKeysTogether(known.pack, model, at),
        ...checkEnrolment(model, at),
        ...checkNodeLocked(model, at),
        ...inherited,
      ];
    }),
  ];
}

/** What a product or a variant itself says; `model` is what comes of it. */
function checkSettings(known: Known, own: Product | Variant, model: Product, path: Path): PackIssue[] {
  const { pack } = known;
  return [
    ...checkReferences(own, known, path),
    ...checkOwnKeys(own, known.parts, path),
    ...checkMaxima(pack, own.maxima ?? [], [...path, 'maxima']),
    ...checkRules(pack, model, own.rules ?? [], [...path, 'rules']),
    ...(own.licenseFile === undefined ? [] : checkFiles(own.licenseFile, [...path, 'licenseFile'])),
    ...checkChildren(pack, model, own.children ?? [], [...path, 'children']),
    ...checkDemos(pack, own.demos ?? [], [...path, 'demos']),
    ...checkController(pack, own, path),
    ...checkFingerprint(own, path),
    ...(own.import === undefined ? [] : checkImport(own.import, known, [...path, 'import'])),
  ];
}

function checkReferences({ agreement, parts = [] }: Product | Variant, known: Known, path: Path): PackIssue[] {
  const issues: PackIssue[] = [];
  if (agreement !== undefined && !known.agreements.has(agreement)) {
    issues.push({ code: 'agreement-unknown', path: [...path, 'agreement'], facts: { agreement } });
  }
  const name = ({ part, category, suffix, withoutSuffix }: PartAcceptance): string =>
    part === undefined ? `category ${category} ${suffix ?? ''} ${withoutSuffix ?? ''}` : part;
  return [
    ...issues,
    ...parts.flatMap((acceptance, index) => checkAcceptance(acceptance, known, [...path, 'parts', index])),
    ...duplicates(parts, name, [...path, 'parts'], 'part').map((issue) => ({ ...issue, path: issue.path.slice(0, -1) })),
  ];
}

function checkAcceptance({ part, category, suffix, withoutSuffix }: PartAcceptance, known: Known, path: Path): PackIssue[] {
  if ((part === undefined) === (category === undefined)) {
    return [{ code: 'part-or-category', path, facts: {} }];
  }
  if (part !== undefined && (suffix ?? withoutSuffix) !== undefined) {
    return [{ code: 'suffix-without-category', path, facts: { part } }];
  }
  if (part !== undefined && !known.parts.has(part)) {
    return [{ code: 'part-unknown', path: [...path, 'part'], facts: { part } }];
  }
  if (part !== undefined && findPart(known.pack, part)?.assignedTo === 'user') {
    return [{ code: 'part-for-users', path: [...path, 'part'], facts: { part } }];
  }
  if (part !== undefined && findPart(known.pack, part)?.floating === true) {
    return [{ code: 'part-floating', path: [...path, 'part'], facts: { part } }];
  }
  if (category !== undefined && !known.categories.has(category)) {
    return [{ code: 'category-unknown', path: [...path, 'category'], facts: { category } }];
  }
  return [];
}

function checkMaxima(pack: CatalogPack, maxima: readonly FeatureMaximum[], path: Path): PackIssue[] {
  return [
    ...duplicates(maxima, ({ feature }) => feature, path, 'feature'),
    ...maxima.flatMap(({ feature: id }, index): PackIssue[] => {
      const feature = pack.features.find((candidate) => candidate.id === id);
      const at = [...path, index, 'feature'];
      if (feature === undefined) return [{ code: 'feature-unknown', path: at, facts: { feature: id } }];
      if (feature.kind === 'quantity' || feature.kind === 'capacity') return [];
      return [{ code: 'maximum-not-possible', path: at, facts: { feature: id, kind: feature.kind } }];
    }),
  ];
}

/** A demo is a part that ends, on a day that nobody moves by taking it off. */
function checkDemos(pack: CatalogPack, demos: readonly Demo[], path: Path): PackIssue[] {
  return [
    ...duplicates(demos, ({ id }) => id, path, 'id'),
    ...demos.flatMap(({ part: number }, index): PackIssue[] => {
      const part = findPart(pack, number);
      const at = [...path, index, 'part'];
      if (part === undefined) return [{ code: 'part-unknown', path: at, facts: { part: number } }];
      if (part.floating) return [{ code: 'part-floating', path: at, facts: { part: number } }];
      if (part.model !== 'term') return [{ code: 'demo-without-end', path: at, facts: { part: number } }];
      return part.term?.runs === 'while-assigned' ? [{ code: 'demo-while-assigned', path: at, facts: { part: number } }] : [];
    }),
  ];
}

function checkImport({ features }: ImportMap, known: Known, path: Path): PackIssue[] {
  const at = [...path, 'features'];
  return [
    ...duplicates(features, ({ code }) => code, at, 'code'),
    ...features.flatMap(({ part }, index): PackIssue[] => {
      const place = [...at, index, 'part'];
      if (!known.parts.has(part)) return [{ code: 'part-unknown', path: place, facts: { part } }];
      return findPart(known.pack, part)?.floating === true ? [{ code: 'part-floating', path: place, facts: { part } }] : [];
    }),
  ];
}
