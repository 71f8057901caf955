export { compareEntitlements, entitlementInput, toActiveLots } from './device-entitlements.ts';
export { issueLicense, makeActiveKey, nextFileName } from './issue-license.ts';
export { createValidator } from './operations/validate-license.ts';
export { licenseRoutes } from './routes.ts';
