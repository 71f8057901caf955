export { compareEntitlements, entitlementInput, toActiveLots, whyTexts } from './device-entitlements.ts';
export { isAnswered, newestDocument, type SignedDocumentRow, wasIssued } from './documents-store.ts';
export { issueLicense, nextFileName } from './issue-license.ts';
export { ensureActiveKey, makeActiveKey } from './keys.ts';
export { withProductKey } from './licensed-together.ts';
export { createValidator } from './operations/validate-license.ts';
export { licenseRoutes } from './routes.ts';
