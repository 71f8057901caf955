export { allSteps, type EntitlementInput, entitlementChanges, entitlements, entitlementValues } from './entitlements.ts';
export { type ExplainWords, explain } from './explain.ts';
export type * from './types.ts';
