/** By what a workstation is known, and whether it is still the one that it was (C4, C9, F14). */
export { checkBindable, compareFingerprints, differencesOf, isRepaired } from './compare.ts';
export { type Binding, type BindingRefusal, type BindingState, decideBinding } from './decide-binding.ts';
export { mostHashesOf, readFingerprint, readFingerprintPolicy } from './read.ts';
export { decideReinstallation, decideRepair, type RepairRefusal, type RepairRequest, repairsLeft } from './repair.ts';
export {
  type ComparedComponent,
  type ComponentState,
  type Fingerprint,
  type FingerprintComparison,
  type FingerprintComponent,
  type FingerprintPolicy,
  fingerprintComponents,
} from './types.ts';
export { judgeAlike, policyFor } from './under.ts';
