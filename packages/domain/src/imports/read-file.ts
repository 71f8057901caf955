import { Temporal } from 'temporal-polyfill';
import { expectedFormats, type ImportFailure, matchKey, type OwnRefusal, type Product } from '../catalog/index.ts';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import { type Entry, readSections, type Sections } from './sections.ts';
import type { ImportedFeature, ImportedFile } from './types.ts';

/**
 * Why an import is refused: one of eight kinds, told in the pack's own code and words where it has some (B21). A rule of
 * the pack brings its own.
 */
export function importRefused(
  product: Product,
  kind: ImportFailure,
  facts: Readonly<Record<string, unknown>>,
  ofRule?: OwnRefusal,
): { readonly ok: false; readonly refusal: { readonly code: 'import-refused'; readonly facts: Readonly<Record<string, unknown>> } } {
  const own = ofRule ?? product.import?.errors[kind];
  const rule = own === undefined ? {} : { rule: { code: own.code, message: own.message, nextStep: own.nextStep } };
  return refuse('import-refused', { kind, product: product.id, productLabel: product.label, ...rule, ...facts });
}

/** What a file must be for. `now` bounds its time stamp. */
export interface ImportTarget {
  readonly product: Product;
  /** In stored form. */
  readonly hardwareKey: string;
  readonly now: Temporal.Instant;
}

type Read<T> = Decision<T, 'import-refused'>;

/** Reads a licence file of before. `sha256` is the digest of its `checkedText`, in lower-case hexadecimals. */
export function readImportFile(content: string, sha256: string | null, target: ImportTarget): Read<ImportedFile> {
  const { product } = target;
  const read = readSections(content);
  if (!read.ok) return importRefused(product, 'feature-code-string', read.refusal.facts);
  const sections = read.value;
  for (const check of [checkChecksum, checkForm, checkProduct, checkKey]) {
    const decision = check(sections, target, sha256);
    if (!decision.ok) return decision;
  }
  const createdAt = readTimestamp(sections, target);
  if (!createdAt.ok) return createdAt;
  const features = readFeatures(sections, product);
  return features.ok ? accept({ createdAt: createdAt.value, features: features.value }) : features;
}

function checkChecksum({ checksum }: Sections, { product }: ImportTarget, sha256: string | null): Read<null> {
  const given = checksum.find(({ name }) => name === 'SHA256');
  if (given === undefined) return importRefused(product, 'feature-code-string', { reason: 'checksum-missing' });
  if (given.value.toLowerCase() === sha256) return accept(null);
  return importRefused(product, 'feature-code-string', { reason: 'checksum-wrong', line: given.line });
}

/** The one form there is. */
const form = '1';

function checkForm({ license, features }: Sections, { product }: ImportTarget): Read<null> {
  const given = license.find(({ name }) => name === 'Format');
  if (given?.value !== form) return importRefused(product, 'feature-code-string', { reason: 'format', ...whereOf(given), form });
  if (features.length === 0) return importRefused(product, 'feature-code-string', { reason: 'no-features' });
  return accept(null);
}

function checkProduct({ license }: Sections, { product }: ImportTarget): Read<null> {
  const given = license.find(({ name }) => name === 'Product');
  if (given?.value === product.id) return accept(null);
  return importRefused(product, 'not-applicable', { reason: 'product', ...whereOf(given), found: given?.value ?? null });
}

function checkKey({ license }: Sections, { product, hardwareKey }: ImportTarget): Read<null> {
  const given = license.find(({ name }) => name === 'HardwareKey');
  const formats = expectedFormats(product.keyFormats);
  if (given === undefined) return importRefused(product, 'hardware-key', { reason: 'missing', formats, hardwareKey });
  const matched = matchKey(product.keyFormats, given.value)?.key;
  if ((matched ?? given.value) === hardwareKey) return accept(null);
  const reason = matched === undefined ? 'malformed' : 'other-device';
  return importRefused(product, 'hardware-key', { reason, line: given.line, found: given.value, formats, hardwareKey });
}

/** RFC 3339, with the offset: a time that is somewhere's only would be another time elsewhere. */
const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

function readTimestamp({ license }: Sections, { product, now }: ImportTarget): Read<Temporal.Instant> {
  const given = license.find(({ name }) => name === 'Created');
  if (given === undefined) return importRefused(product, 'timestamp', { reason: 'missing' });
  const at = timestamp.test(given.value) ? instantOf(given.value) : null;
  const facts = { line: given.line, found: given.value };
  if (at === null) return importRefused(product, 'timestamp', { reason: 'malformed', ...facts });
  if (Temporal.Instant.compare(at, now) > 0) return importRefused(product, 'timestamp', { reason: 'future', ...facts });
  return accept(at);
}

/** Before it there are years that no database of ours keeps; "0000" is what a generator without a clock writes. */
const earliest = Temporal.Instant.from('0001-01-01T00:00:00Z');

function instantOf(text: string): Temporal.Instant | null {
  try {
    const at = Temporal.Instant.from(text);
    return Temporal.Instant.compare(at, earliest) < 0 ? null : at;
  } catch {
    // The thirtieth of February.
    return null;
  }
}

/** Units of one feature that a file may tell of; more is a slip of the pen. */
const mostUnits = 1_000_000;

function readFeatures({ features }: Sections, product: Product): Read<readonly ImportedFeature[]> {
  const parts = new Map(product.import?.features.map(({ code, part }) => [code, part]));
  const found: ImportedFeature[] = [];
  for (const { name: code, value, line } of features) {
    const part = parts.get(code);
    if (part === undefined)
      return importRefused(product, 'feature-code', { reason: 'unknown', feature: code, line, codes: [...parts.keys()] });
    const quantity = /^\d{1,9}$/.test(value) ? Number(value) : 0;
    if (quantity < 1 || quantity > mostUnits) {
      const reason = quantity > mostUnits || /^\d{10,}$/.test(value) ? 'too-many' : 'no-number';
      return importRefused(product, 'feature-quantity', { reason, feature: code, found: value, line, most: mostUnits });
    }
    found.push({ code, quantity, part, line });
  }
  return accept(found);
}

function whereOf(entry: Entry | undefined): { readonly line?: number } {
  return entry === undefined ? {} : { line: entry.line };
}
