export { compareEntitlements, entitlementInput, toActiveLots } from './device-entitlements.ts';
export { issueLicense, makeActiveKey, nextFileName } from './issue-license.ts';
export { createFileKeyStore, type KeyStore } from './key-store.ts';
export { licenseRoutes } from './routes.ts';
export { createValidator } from './operations/validate-license.ts';
