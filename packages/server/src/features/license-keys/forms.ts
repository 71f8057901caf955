import type { CatalogPack } from '@muniment/domain/catalog';
import { keyLength, type LicenseKeyFormat, writeLicenseKey } from '@muniment/domain/license-keys';

/** The form of a catalog's keys; null where it has none. Once there are keys it never changes, but for the separator. */
export function currentForm({ licenseKeys }: Pick<CatalogPack, 'licenseKeys'>): LicenseKeyFormat | null {
  if (licenseKeys === undefined) return null;
  const { alphabet, groups, separator, prefix, check } = licenseKeys;
  return { alphabet, groups, separator, check, ...(prefix === undefined ? {} : { prefix }) };
}

/** So many characters of a key are seen in lists: enough to tell it from others, too few to find it. */
const seen = 4;

export function lastCharacters(code: string): string {
  return code.slice(-seen);
}

/** A key as lists show it. */
export function masked(form: LicenseKeyFormat, last: string): string {
  return writeLicenseKey(form, '•'.repeat(Math.max(0, keyLength(form) - last.length)) + last);
}
