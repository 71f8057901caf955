/**
 * Licence keys as text (A1): what they look like, how they are formed, and how a typing error is found without asking
 * anybody. Nothing here needs a server, so console and command line use it too.
 */
export { type AlphabetName, alphabets, keyLength, type LicenseKeyFormat } from './alphabets.ts';
export { formLicenseKey, licenseKeyBits, licenseKeyBytes, licenseKeyShape, writeLicenseKey } from './form-key.ts';
export { linesOf, type ReadLicenseKey, readLicenseKey } from './read-key.ts';
