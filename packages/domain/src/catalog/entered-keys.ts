import { accept, type Decision, refuse } from '../refusal/index.ts';
import { type ExpectedFormat, expectedFormats, type MatchedKey, matchKey } from './hardware-key.ts';
import type { KeyFormat, Product } from './pack.ts';

/** Which of a device's keys is meant. `input` is what a key is derived from. */
export type KeyRole = 'primary' | 'secondary' | 'product-key' | 'input';

/** What somebody entered when adding a device; blank is not entered. */
export interface EnteredKeys {
  readonly hardwareKey?: string | undefined;
  readonly secondaryKey?: string | undefined;
  readonly productKey?: string | undefined;
  readonly keyInput?: string | undefined;
}

/** How a device comes to its keys: `derived` and `temporary` ones are made by the server. */
export interface KeyPlan {
  readonly primary: (MatchedKey & { readonly origin: 'entered' }) | { readonly origin: 'derived' | 'temporary' };
  /** What the key is derived from, in its stored form. */
  readonly input: MatchedKey | null;
  readonly secondary: MatchedKey | null;
  readonly productKey: MatchedKey | null;
}

export type KeyPlanRefusal = 'hardware-key-invalid' | 'hardware-key-missing' | 'key-not-expected' | 'secondary-key-same';

const given = (text: string | undefined): string | null => (text === undefined || text.trim() === '' ? null : text);

/** Facts that every refusal of a key tells: the product, which key, and what it expects. */
function facts(product: Product, role: KeyRole, formats: readonly ExpectedFormat[]) {
  return { product: product.id, productLabel: product.label, role, formats };
}

/** What may be entered to add a device of the product: keys, and what a key is made from at once. */
export function expectedAtCreation(product: Product): readonly ExpectedFormat[] {
  const derived = product.derivedKey?.at === 'creation' ? product.derivedKey.keyFormats : [];
  return expectedFormats([...product.keyFormats, ...derived]);
}

/**
 * How a device of a product comes to its keys from what was entered (B4–B6): a key that a format takes, else one made from
 * a name or address, else a temporary one. Where a product knows both, either may be typed into the field of the key.
 */
export function planKeys(product: Product, entered: EnteredKeys): Decision<KeyPlan, KeyPlanRefusal> {
  const primary = planPrimary(product, entered);
  if (!primary.ok) return primary;
  const secondary = planSecondary(product, given(entered.secondaryKey), primary.value.primary);
  if (!secondary.ok) return secondary;
  const productKey = planProductKey(product, given(entered.productKey));
  if (!productKey.ok) return productKey;
  return accept({ ...primary.value, secondary: secondary.value, productKey: productKey.value });
}

/**
 * What a workstation draws for itself when it is set up. It names the installation; what the machine is known by is its fingerprint, so
 * that whoever is locked to machines takes it beside the forms of the catalog (C4).
 */
export function installationKey({ fingerprint }: Pick<Product, 'fingerprint'>, key: string): MatchedKey | null {
  return fingerprint !== undefined && /^[0-9A-F]{30}$/.test(key) ? { key, formatId: 'installation' } : null;
}

/** Whether no key is ever entered: what is missing then is what one is made from. */
const onlyMade = ({ keyFormats, derivedKey }: Product): boolean => keyFormats.length === 0 && derivedKey?.at === 'creation';

type Primary = Pick<KeyPlan, 'primary' | 'input'>;

function planPrimary(product: Product, entered: EnteredKeys): Decision<Primary, KeyPlanRefusal> {
  const [key, input] = [given(entered.hardwareKey), given(entered.keyInput)];
  const derived = product.derivedKey?.at === 'creation' ? product.derivedKey : undefined;
  if (input !== null) {
    if (derived === undefined || key !== null) return refuse('key-not-expected', facts(product, 'input', expectedAtCreation(product)));
    const matched = matchKey(derived.keyFormats, input);
    if (matched === null) return refuse('hardware-key-invalid', facts(product, 'input', expectedFormats(derived.keyFormats)));
    return accept({ primary: { origin: 'derived' }, input: matched });
  }
  if (key === null) {
    if (product.tempKey !== undefined) return accept({ primary: { origin: 'temporary' }, input: null });
    return refuse('hardware-key-missing', facts(product, onlyMade(product) ? 'input' : 'primary', expectedAtCreation(product)));
  }
  const matched = matchKey(product.keyFormats, key) ?? installationKey(product, key);
  if (matched !== null) return accept({ primary: { ...matched, origin: 'entered' }, input: null });
  const asInput = derived === undefined ? null : matchKey(derived.keyFormats, key);
  if (asInput !== null) return accept({ primary: { origin: 'derived' }, input: asInput });
  const expected = expectedAtCreation(product);
  const role = onlyMade(product) ? 'input' : 'primary';
  return refuse(expected.length === 0 ? 'key-not-expected' : 'hardware-key-invalid', facts(product, role, expected));
}

function planSecondary(product: Product, entered: string | null, primary: KeyPlan['primary']): Decision<MatchedKey | null, KeyPlanRefusal> {
  const wanted = product.secondaryKey;
  const formats = secondaryFormats(product);
  const told = facts(product, 'secondary', expectedFormats(formats));
  if (entered === null) return wanted?.required === true ? refuse('hardware-key-missing', told) : accept(null);
  if (wanted === undefined || primary.origin !== 'entered') return refuse('key-not-expected', told);
  const matched = matchKey(formats, entered);
  if (matched === null) return refuse('hardware-key-invalid', told);
  if (matched.key === primary.key) return refuse('secondary-key-same', told);
  return accept(matched);
}

/** Forms of the second key: its own, else those of the first. */
export function secondaryFormats(product: Product): readonly KeyFormat[] {
  if (product.secondaryKey === undefined) return [];
  return product.secondaryKey.keyFormats.length > 0 ? product.secondaryKey.keyFormats : product.keyFormats;
}

function planProductKey(product: Product, entered: string | null): Decision<MatchedKey | null, KeyPlanRefusal> {
  const formats = product.productKey?.keyFormats ?? [];
  const told = facts(product, 'product-key', expectedFormats(formats));
  if (entered === null) return product.productKey?.required === true ? refuse('hardware-key-missing', told) : accept(null);
  if (formats.length === 0) return refuse('key-not-expected', told);
  const matched = matchKey(formats, entered);
  return matched === null ? refuse('hardware-key-invalid', told) : accept(matched);
}
