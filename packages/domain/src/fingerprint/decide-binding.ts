import type { Temporal } from 'temporal-polyfill';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import { checkBindable, compareFingerprints, differencesOf } from './compare.ts';
import { decideRepair, type RepairRefusal } from './repair.ts';
import type { Fingerprint, FingerprintComparison, FingerprintPolicy } from './types.ts';
import { judgeAlike, policyFor } from './under.ts';

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
  /** The policy that it was bound under, where that is another than today's. */
  readonly under?: FingerprintPolicy;
}

/** What becomes of the binding, and how the machine compares with the one it was; null where it is the first. */
export interface Binding {
  /**
   * `kept`: as it is. `bound`: to this machine from now on. `repaired`: the same, and it counts. `renewed`: to what it was, as today's
   * policy knows it.
   */
  readonly change: 'kept' | 'bound' | 'repaired' | 'renewed';
  readonly fingerprint: Fingerprint;
  /** What it is bound under from now on. */
  readonly policy: FingerprintPolicy;
  readonly comparison: FingerprintComparison | null;
}

export type BindingRefusal = RepairRefusal | 'wrong-machine';

/**
 * Which machine the next licence file of a workstation is for (C4, C9, F14): the first that asks, then that one as long as enough of it is
 * the same; after a repair the one that it has become. What is tolerated changes nothing: else a machine would become another one part
 * by part, and nobody would have said so.
 *
 * What a machine was bound under it is judged by, whatever the catalog asks of others today: else a change of it would strand every
 * workstation that is there. One of which nothing differs is known by today's policy from then on, if it shows as much as that asks.
 */
export function decideBinding(policy: FingerprintPolicy, state: BindingState, now: Temporal.Instant): Decision<Binding, BindingRefusal> {
  const { bound, present, licensed, repaired, repairs, under = policy } = state;
  if (bound === null || !licensed) {
    const bindable = checkBindable(policy, present);
    if (!bindable.ok) return bindable;
    const comparison = bound === null ? null : compareFingerprints(policy, bound, present);
    const change = comparison?.verdict === 'same' && judgeAlike(policy, under) ? 'kept' : 'bound';
    return accept({ change, fingerprint: change === 'kept' ? bound! : bindable.value, policy, comparison });
  }
  const comparison = compareFingerprints(under, bound, present);
  if (repaired) {
    const decision = decideRepair(policy, { bound, present, repairs, now, under });
    const asked = policyFor(policy, under, present);
    return decision.ok ? accept({ change: 'repaired', fingerprint: decision.value, policy: asked, comparison }) : decision;
  }
  const bindable = checkBindable(policy, present);
  if (comparison.verdict === 'same' && bindable.ok && !judgeAlike(policy, under))
    return accept({ change: 'renewed', fingerprint: bindable.value, policy, comparison });
  if (comparison.verdict !== 'another-machine') return accept({ change: 'kept', fingerprint: bound, policy: under, comparison });
  const { matched, atLeast } = comparison;
  return refuse('wrong-machine', { matched, atLeast, differences: differencesOf(comparison) });
}
