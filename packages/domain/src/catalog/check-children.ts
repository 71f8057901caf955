import { shapeSize, valueOfShape } from '../patterns/index.ts';
import { checkPattern } from './check-keys.ts';
import { duplicates } from './check-parts.ts';
import { planKeys } from './entered-keys.ts';
import type { PackIssue } from './issue.ts';
import { findProduct } from './look-up.ts';
import { childKey, groupsOf } from './made-keys.ts';
import { normaliseKey } from './normalise.ts';
import type { CatalogPack, Child, KeyStep, Product } from './pack.ts';

type Path = readonly (string | number)[];

/** The relations of a product as one of its variants: that their products exist, that keys fit, that nothing has itself below. */
export function checkChildren(pack: CatalogPack, product: Product, children: readonly Child[], path: Path): PackIssue[] {
  return [
    ...duplicates(children, ({ id }) => id, path, 'id'),
    ...children.flatMap((child, index) => checkChild(pack, product, child, [...path, index])),
    ...checkCrowd(pack, { ...product, children }, path),
  ];
}

/** With one device at most so many others appear by themselves: children have children of their own. */
const mostBelow = 100;

function checkCrowd(pack: CatalogPack, product: Product, path: Path): PackIssue[] {
  const devices = countBelow(pack, product, new Map());
  return devices > mostBelow ? [{ code: 'children-too-many', path, facts: { most: mostBelow } }] : [];
}

/** How many devices appear below one; where they go in a circle, that is another mistake. */
function countBelow(pack: CatalogPack, { children }: Product, known: Map<Product, number>): number {
  return children.reduce((sum, { creation, product, variant }) => {
    const below = creation === 'automatic' ? findProduct(pack, product, variant ?? null) : undefined;
    if (below === undefined) return sum;
    if (!known.has(below)) {
      known.set(below, 0);
      known.set(below, 1 + countBelow(pack, below, known));
    }
    return sum + known.get(below)!;
  }, 0);
}

function checkChild(pack: CatalogPack, product: Product, child: Child, path: Path): PackIssue[] {
  const below = findProduct(pack, child.product);
  if (below === undefined) return [{ code: 'product-unknown', path: [...path, 'product'], facts: { product: child.product } }];
  const model = findProduct(pack, child.product, child.variant ?? null);
  if (model === undefined || (child.variant === undefined && below.variants.length > 0)) {
    const variants = below.variants.map(({ id }) => id);
    return [
      { code: 'variant-unknown', path: [...path, 'variant'], facts: { variant: child.variant ?? '', product: child.product, variants } },
    ];
  }
  // What appears by itself appears once, and nobody adds another.
  const most = child.creation === 'automatic' ? 1 : child.most;
  if (child.least > most) return [{ code: 'least-above-most', path: [...path, 'least'], facts: { least: child.least, most } }];
  const steps = (child.key ?? []).flatMap((step, index) => checkStep(step, [...path, 'key', index]));
  if (steps.length > 0) return steps;
  if (isNeeded(child) && needs(pack, product, model, new Set()))
    return [{ code: 'children-in-circle', path, facts: { product: child.product, reason: 'needed' } }];
  if (child.creation === 'manual') return [];
  if (returnsTo(pack, product.id, model, new Set())) return [{ code: 'children-in-circle', path, facts: { product: child.product } }];
  return checkMadeKey(product, child, model, path);
}

/** A pattern that can be read, and in the text beside it only groups that it has. */
function checkStep(step: KeyStep, path: Path): PackIssue[] {
  if (!('match' in step)) return [];
  const mistakes = checkPattern(step.match, [...path, 'match']);
  if (mistakes.length > 0) return mistakes;
  const groups = groupsOf(step.match);
  const missing = [...step.give.matchAll(/\{(\d)\}/g)].find(([, group]) => Number(group) > groups);
  if (missing === undefined) return [];
  return [{ code: 'name-not-known', path: [...path, 'give'], facts: { reason: 'group', name: missing[1]!, groups } }];
}

/** A child that appears by itself must come to a key by itself: from each example of a key above, or as a temporary one. */
function checkMadeKey(product: Product, child: Child, model: Product, path: Path): PackIssue[] {
  if (child.key === undefined) {
    const made = planKeys(model, {});
    return made.ok ? [] : [{ code: 'child-without-key', path, facts: { product: child.product } }];
  }
  return keysOf(product).flatMap((above): PackIssue[] => {
    const key = childKey(child.key!, above);
    if (key !== null && planKeys(model, { hardwareKey: key }).ok) return [];
    return [{ code: 'child-key-not-fitting', path: [...path, 'key'], facts: { example: above, key: key ?? '', product: child.product } }];
  });
}

/** Keys that a device of the product may have: each example, and two that would be made. */
function keysOf({ keyFormats, derivedKey }: Product): readonly string[] {
  const size = derivedKey === undefined ? null : shapeSize(derivedKey.shape);
  const made = size === null || size === 0n ? [] : [valueOfShape(derivedKey!.shape, 0n), valueOfShape(derivedKey!.shape, size - 1n)];
  return [...keyFormats.map((format) => normaliseKey(format, format.example)), ...made];
}

/** The same for relations that a variant takes over from its product: they must fit the variant's own keys. */
export function checkMadeKeys(pack: CatalogPack, model: Product, path: Path): PackIssue[] {
  return model.children.flatMap((child, index) => {
    const below = findProduct(pack, child.product, child.variant ?? null);
    const readable = (child.key ?? []).every((step) => checkStep(step, []).length === 0);
    return child.creation === 'automatic' && below !== undefined && readable ? checkMadeKey(model, child, below, [...path, index]) : [];
  });
}

/** Nothing is activated on a device without it, and on it nothing without what it needs itself. */
const isNeeded = ({ least, licensed }: Child): boolean => least > 0 && licensed === 'itself';

function needs(pack: CatalogPack, model: Product, below: Product, seen: Set<Product>): boolean {
  if (below === model) return true;
  if (seen.has(below)) return false;
  seen.add(below);
  return below.children.filter(isNeeded).some(({ product, variant }) => {
    const next = findProduct(pack, product, variant ?? null);
    return next !== undefined && needs(pack, model, next, seen);
  });
}

function returnsTo(pack: CatalogPack, id: string, below: Product, seen: Set<string>): boolean {
  if (below.id === id) return true;
  if (seen.has(below.id)) return false;
  seen.add(below.id);
  const automatic = below.children.filter(({ creation }) => creation === 'automatic');
  return automatic.some(({ product, variant }) => {
    const next = findProduct(pack, product, variant ?? null);
    return next !== undefined && returnsTo(pack, id, next, seen);
  });
}
