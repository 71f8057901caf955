import { checkPattern } from './check-keys.ts';
import { duplicates } from './check-parts.ts';
import { planKeys } from './entered-keys.ts';
import type { PackIssue } from './issue.ts';
import { findProduct } from './look-up.ts';
import { childKey } from './made-keys.ts';
import { normaliseKey } from './normalise.ts';
import type { CatalogPack, Child, Product } from './pack.ts';
import { parsePattern } from './pattern.ts';
import { shapeSize, valueOfShape } from './shape.ts';

type Path = readonly (string | number)[];

/** The relations of a product as one of its variants: that their products exist, that keys fit, that nothing has itself below. */
export function checkChildren(pack: CatalogPack, product: Product, children: readonly Child[], path: Path): PackIssue[] {
  return [
    ...duplicates(children, ({ id }) => id, path, 'id'),
    ...children.flatMap((child, index) => checkChild(pack, product, child, [...path, index])),
  ];
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
  if (child.least > child.most)
    return [{ code: 'least-above-most', path: [...path, 'least'], facts: { least: child.least, most: child.most } }];
  const steps = (child.key ?? []).flatMap((step, index) =>
    'match' in step ? checkPattern(step.match, [...path, 'key', index, 'match']) : [],
  );
  if (steps.length > 0 || child.creation === 'manual') return steps;
  if (returnsTo(pack, product.id, model, new Set())) return [{ code: 'children-in-circle', path, facts: { product: child.product } }];
  return checkMadeKey(product, child, model, path);
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
    const readable = (child.key ?? []).every((step) => !('match' in step) || parsePattern(step.match).ok);
    return child.creation === 'automatic' && below !== undefined && readable ? checkMadeKey(model, child, below, [...path, index]) : [];
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
