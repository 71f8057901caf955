/** Things behind a device that use up its capacity, and what they may do (E4, E5). */
export { applyCapacity, type Capacities, capacitiesOf, coverageOf, type FeatureCoverage, provision } from './endpoints.ts';
export type * from './types.ts';
