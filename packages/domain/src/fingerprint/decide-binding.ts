import type { Temporal } from 'temporal-polyfill';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import { checkBindable, compareFingerprints, differencesOf } from './compare.ts';
import { decideRepair, type RepairRefusal } from './repair.ts';
import type { Fingerprint, FingerprintComparison, FingerprintPolicy } from './types.ts';

/** What is known of a workstation that asks for its licence file. */
export interface BindingState {
  /** The machine that its licences are bound to; null where it never was. */
  readonly bound: Fingerprint | null;
  /** The machine that asks, as it says. */
  readonly present: Fingerprint;
  /** Something is licensed on it: a machine with nothing on it may be any. */
  readonly licensed: boolean;
  /** People say that it was repaired. */
  readonly repaired: boolean;
  /** When it was repaired before. */
  readonly repairs: readonly Temporal.Instant[];
}

/** What becomes of the binding, and how the machine compares with the one it was; null where it is the first. */
export interface Binding {
  /** `kept`: as it is. `bound`: to this machine from now on. `repaired`: the same, and it counts. */
  readonly change: 'kept' | 'bound' | 'repaired';
  readonly fingerprint: Fingerprint;
  readonly comparison: FingerprintComparison | null;
}

export type BindingRefusal = RepairRefusal | 'wrong-machine';

/**
 * Which machine the next licence file of a workstation is for (C4, C9, F14): the first that asks, then that one as long as enough of it is
 * the same; after a repair the one that it has become. What is tolerated changes nothing: else a machine would become another one part
 * by part, and nobody would have said so.
 */
export function decideBinding(policy: FingerprintPolicy, state: BindingState, now: Temporal.Instant): Decision<Binding, BindingRefusal> {
  const { bound, present, licensed, repaired, repairs } = state;
  if (bound === null || !licensed) {
    const bindable = checkBindable(policy, present);
    if (!bindable.ok) return bindable;
    const comparison = bound === null ? null : compareFingerprints(policy, bound, present);
    const change = comparison?.verdict === 'same' ? 'kept' : 'bound';
    return accept({ change, fingerprint: change === 'kept' ? bound! : bindable.value, comparison });
  }
  const comparison = compareFingerprints(policy, bound, present);
  if (repaired) {
    const decision = decideRepair(policy, { bound, present, repairs, now });
    return decision.ok ? accept({ change: 'repaired', fingerprint: decision.value, comparison }) : decision;
  }
  if (comparison.verdict !== 'another-machine') return accept({ change: 'kept', fingerprint: bound, comparison });
  const { matched, atLeast } = comparison;
  return refuse('wrong-machine', { matched, atLeast, differences: differencesOf(comparison) });
}
