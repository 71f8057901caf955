import { RE2JS } from 're2js';
import { parsePattern } from '../patterns/index.ts';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import { type Model, modelsOf } from './look-up.ts';
import { longestKey, normaliseKey } from './normalise.ts';
import type { CatalogPack, KeyFormat, Product, Texts } from './pack.ts';

/** Compiled patterns by their text: a pattern always compiles to the same thing, so remembering it stays pure. */
const compiled = new Map<string, RE2JS | null>();
const mostRemembered = 5_000;

function compile(pattern: string): RE2JS | null {
  let engine = compiled.get(pattern);
  if (engine === undefined) {
    engine = parsePattern(pattern).ok ? RE2JS.compile(pattern) : null;
    if (compiled.size >= mostRemembered) compiled.clear();
    compiled.set(pattern, engine);
  }
  return engine;
}

/** Whether the whole of a normalised key matches the format's pattern. Keys are printable ASCII. */
export function keyMatches(format: Pick<KeyFormat, 'pattern'>, normalised: string): boolean {
  if (normalised === '' || normalised.length > longestKey || !/^[ -~]+$/.test(normalised)) return false;
  return compile(format.pattern)?.matches(normalised) ?? false;
}

/** A hardware key in its stored form, and the format that took it. */
export interface MatchedKey {
  readonly key: string;
  readonly formatId: string;
}

/** Facts of `hardware-key-invalid`: what every format of the product expects. */
export interface ExpectedFormat {
  readonly format: string;
  readonly expected: Texts;
  readonly example: string;
}

/** Brings an entered key into its stored form by the one of these formats that takes it; null where none does. */
export function matchKey(formats: readonly KeyFormat[], entered: string): MatchedKey | null {
  if (entered.length > 4 * longestKey) return null;
  for (const format of formats) {
    const key = normaliseKey(format, entered);
    if (keyMatches(format, key)) return { key, formatId: format.id };
  }
  return null;
}

/** Brings an entered key into its stored form, or says what the product expects, with an example of each format (B4). */
export function matchHardwareKey(product: Product, entered: string): Decision<MatchedKey, 'hardware-key-invalid'> {
  const matched = matchKey(product.keyFormats, entered);
  if (matched !== null) return accept(matched);
  const formats = expectedFormats(product.keyFormats);
  return refuse('hardware-key-invalid', { product: product.id, productLabel: product.label, role: 'primary', formats });
}

/** What formats expect, in words and with an example. */
export function expectedFormats(formats: readonly KeyFormat[]): readonly ExpectedFormat[] {
  return formats.map(({ id, expected, example }) => ({ format: id, expected, example }));
}

/** The products and variants of a pack that take a key: which was probably meant when another refused it. */
export function productsTaking(pack: CatalogPack, entered: string): readonly Model[] {
  return modelsOf(pack).filter(({ product }) => !product.withdrawn && matchKey(product.keyFormats, entered) !== null);
}
