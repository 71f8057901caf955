import { longestOfShape, type PatternNode, parsePattern, shapeSize, smallestShape } from '../patterns/index.ts';
import { commonKey, countTexts } from './automaton.ts';
import { duplicates } from './check-parts.ts';
import { keyMatches } from './hardware-key.ts';
import type { PackIssue } from './issue.ts';
import { findPart } from './look-up.ts';
import { longestKey, normaliseKey } from './normalise.ts';
import type { CatalogPack, KeyFormat, Product, Variant } from './pack.ts';
import { acceptsPart } from './selection.ts';

type Path = readonly (string | number)[];

/** Every key that a product or a variant itself speaks of: forms, shapes, what belongs together. */
export function checkOwnKeys(own: Product | Variant, parts: ReadonlySet<string>, path: Path): PackIssue[] {
  const { secondaryKey, productKey, derivedKey, tempKey } = own;
  const unknownParts = (numbers: readonly string[], at: Path): PackIssue[] =>
    numbers.flatMap((part, index): PackIssue[] =>
      parts.has(part) ? [] : [{ code: 'part-unknown', path: at.at(-1) === 'parts' ? [...at, index] : at, facts: { part } }],
    );
  return [
    ...checkFormats(own.keyFormats ?? [], [...path, 'keyFormats']),
    ...checkFormats(secondaryKey?.keyFormats ?? [], [...path, 'secondaryKey', 'keyFormats']),
    ...checkFormats(productKey?.keyFormats ?? [], [...path, 'productKey', 'keyFormats']),
    ...checkFormats(derivedKey?.keyFormats ?? [], [...path, 'derivedKey', 'keyFormats']),
    ...(productKey?.shape === undefined ? [] : checkShape(productKey.shape, [...path, 'productKey', 'shape'])),
    ...(derivedKey === undefined ? [] : checkShape(derivedKey.shape, [...path, 'derivedKey', 'shape'])),
    ...(derivedKey?.trigger === undefined ? [] : unknownParts([derivedKey.trigger], [...path, 'derivedKey', 'trigger'])),
    ...unknownParts(tempKey?.parts ?? [], [...path, 'tempKey', 'parts']),
  ];
}

/** What only the whole tells: that there is some key, that no key fits two forms, and that a request has its temporary key. */
export function checkKeysTogether(pack: CatalogPack, product: Product, path: Path): PackIssue[] {
  const { derivedKey, tempKey } = product;
  const issues: PackIssue[] = [];
  if (product.keyFormats.length === 0 && derivedKey?.at !== 'creation' && tempKey === undefined && !product.withdrawn) {
    issues.push({ code: 'product-without-key', path: [...path, 'keyFormats'], facts: {} });
  }
  if (derivedKey?.at === 'request' && tempKey?.use !== 'provisional') {
    issues.push({ code: 'temp-key-missing', path: [...path, 'derivedKey', 'at'], facts: {} });
  }
  if (derivedKey?.at === 'creation' && tempKey?.use === 'provisional') {
    issues.push({ code: 'derived-key-not-reachable', path: [...path, 'derivedKey', 'at'], facts: {} });
  }
  const { trigger } = derivedKey ?? {};
  const part = trigger === undefined ? undefined : findPart(pack, trigger);
  if (part !== undefined && tempKey !== undefined) {
    const reason = tempKey.parts.includes(part.number) ? (acceptsPart(product, part) ? null : 'product') : 'temp-key';
    if (reason !== null)
      issues.push({ code: 'trigger-not-allowed', path: [...path, 'derivedKey', 'trigger'], facts: { part: part.number, reason } });
  }
  return [...issues, ...overlaps(product, path)];
}

/** The name or address a key is made from may be typed into the field of the key, so it must not look like one. */
function overlaps({ keyFormats, derivedKey }: Product, path: Path): PackIssue[] {
  const typed = [
    ...keyFormats.map((format, index) => ({ format, at: [...path, 'keyFormats', index, 'pattern'] })),
    ...(derivedKey?.at === 'creation' ? derivedKey.keyFormats : []).map((format, index) => ({
      format,
      at: [...path, 'derivedKey', 'keyFormats', index, 'pattern'],
    })),
  ];
  return typed.flatMap(({ format, at }, index) =>
    typed.slice(0, index).flatMap(({ format: earlier }): PackIssue[] => {
      const common = keyOfBoth(earlier, format);
      return common === null ? [] : [{ code: 'key-formats-overlap', path: at, facts: { key: common, format: earlier.id } }];
    }),
  );
}

/** What was found for two formats: every variant that takes both over from its product would look for it again. */
const compared = new WeakMap<KeyFormat, WeakMap<KeyFormat, { readonly key: string | null }>>();

function keyOfBoth(first: KeyFormat, second: KeyFormat): string | null {
  const ofFirst = compared.get(first) ?? new WeakMap();
  compared.set(first, ofFirst);
  const found = ofFirst.get(second) ?? { key: isReadable(first) && isReadable(second) ? commonKey(first, second) : null };
  ofFirst.set(second, found);
  return found.key;
}

function isReadable(format: KeyFormat): boolean {
  return parsePattern(format.pattern).ok && !matchesEmpty(format);
}

function matchesEmpty({ pattern }: Pick<KeyFormat, 'pattern'>): boolean {
  const empty: KeyFormat = { id: '', pattern: '', normalise: [], letterCase: 'as-is', expected: {}, example: '' };
  return commonKey({ ...empty, pattern }, empty) !== null;
}

function checkFormats(formats: readonly KeyFormat[], path: Path): PackIssue[] {
  return [...duplicates(formats, ({ id }) => id, path, 'id'), ...formats.flatMap((format, index) => checkFormat(format, [...path, index]))];
}

function checkFormat(format: KeyFormat, path: Path): PackIssue[] {
  const mistakes = checkPattern(format.pattern, [...path, 'pattern']);
  if (mistakes.length > 0) return mistakes;
  if (matchesEmpty(format)) return [{ code: 'pattern-not-valid', path: [...path, 'pattern'], facts: { reason: 'takes-nothing' } }];
  const normalised = normaliseKey(format, format.example);
  if (keyMatches(format, normalised)) return [];
  return [{ code: 'example-not-matching', path: [...path, 'example'], facts: { example: format.example, normalised } }];
}

/** A pattern outside the published subset. */
export function checkPattern(pattern: string, path: Path): PackIssue[] {
  const parsed = parsePattern(pattern);
  if (parsed.ok) return [];
  const { ok: _, position, ...mistake } = parsed;
  return [{ code: 'pattern-not-valid', path, facts: { ...mistake, character: position + 1 } }];
}

/** A shape is a pattern of bounded length with values enough, each of which can be a key. */
export function checkShape(shape: string, path: Path): PackIssue[] {
  const parsed = parsePattern(shape);
  if (!parsed.ok) return checkPattern(shape, path);
  if (shapeSize(shape) === null) return [{ code: 'shape-not-bounded', path, facts: {} }];
  const length = longestOfShape(shape);
  if (length > longestKey) return [{ code: 'shape-too-long', path, facts: { length, most: longestKey } }];
  if (matchesEmpty({ pattern: shape })) return [{ code: 'pattern-not-valid', path, facts: { reason: 'takes-nothing' } }];
  // A key is looked for as it is entered: without blanks at its ends.
  if (takesBlanks(parsed.node)) return [{ code: 'pattern-not-valid', path, facts: { reason: 'makes-blanks' } }];
  // Not the places of a shape but its values: (a|a) has two places and one value.
  const values = countTexts(parsed.node, Number(smallestShape));
  return values >= smallestShape ? [] : [{ code: 'shape-too-small', path, facts: { values, least: Number(smallestShape) } }];
}

function takesBlanks(node: PatternNode): boolean {
  if (node.kind === 'characters') return node.set.has(32);
  return node.kind === 'repeat' ? takesBlanks(node.item) : node.items.some(takesBlanks);
}
