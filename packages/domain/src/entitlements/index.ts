export { type CounterInput, type CounterSeats, type CounterStep, counterSeats, type PoolLot } from './counter-steps.ts';
export {
  type Coverage,
  type CoverageChange,
  type CoverageStep,
  type CoverageValues,
  coverage,
  coverageChanges,
  coverageValues,
  coveredFeatures,
  judgeUpgrade,
  type UpgradeDecision,
} from './coverage.ts';
export { allSteps, type EntitlementInput, entitlementChanges, entitlements, entitlementValues } from './entitlements.ts';
export { type ExplainWords, explain } from './explain.ts';
export { type ExplainedCoverage, explainCoverage } from './explain-coverage.ts';
export type * from './types.ts';
