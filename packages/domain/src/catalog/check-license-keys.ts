import { licenseKeyBits } from '../license-keys/index.ts';
import type { PackIssue } from './issue.ts';
import type { CatalogPack } from './pack.ts';

/** Of a million keys with so many bits of chance one is hit in a million million tries; fewer could be found by trying. */
const leastBits = 60;

/** The form of licence keys (A1): too much chance in it to be guessed. */
export function checkLicenseKeys({ licenseKeys }: Pick<CatalogPack, 'licenseKeys'>): PackIssue[] {
  if (licenseKeys === undefined) return [];
  const bits = licenseKeyBits(licenseKeys);
  return bits >= leastBits ? [] : [{ code: 'license-keys-too-short', path: ['licenseKeys', 'groups'], facts: { bits, least: leastBits } }];
}
