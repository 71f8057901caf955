import { Temporal } from 'temporal-polyfill';
import { type Decision, refuse } from '../refusal/index.ts';
import { checkBindable, compareFingerprints, differencesOf, isRepaired } from './compare.ts';
import type { Fingerprint, FingerprintPolicy } from './types.ts';
import { policyFor } from './under.ts';

/** What is asked when somebody says that a machine was repaired. */
export interface RepairRequest {
  readonly bound: Fingerprint;
  readonly present: Fingerprint;
  /** When it was repaired before. */
  readonly repairs: readonly Temporal.Instant[];
  readonly now: Temporal.Instant;
  /** The policy that it was bound under, where that is another: whether it is still itself is asked by it. */
  readonly under?: FingerprintPolicy;
}

export type RepairRefusal = 'nothing-to-repair' | 'fingerprint-too-weak' | 'repair-of-another-machine' | 'repairs-used-up';

const yearAfter = (instant: Temporal.Instant): Temporal.Instant => instant.toZonedDateTimeISO('UTC').add({ years: 1 }).toInstant();

const withinYear = (repairs: readonly Temporal.Instant[], now: Temporal.Instant): readonly Temporal.Instant[] =>
  repairs.filter((at) => Temporal.Instant.compare(yearAfter(at), now) > 0).toSorted(Temporal.Instant.compare);

/** How many repairs of the year are left. */
export function repairsLeft(
  { yearlyRepairs }: Pick<FingerprintPolicy, 'yearlyRepairs'>,
  repairs: readonly Temporal.Instant[],
  now: Temporal.Instant,
): number {
  return Math.max(0, yearlyRepairs - withinYear(repairs, now).length);
}

/**
 * Whether a machine may go on as the one it was, after parts of it were changed (F14): without the vendor, as often within any year
 * as the policy says. Answers the fingerprint to bind from now on. A machine that little is left of is another one, which takes a
 * transfer. What is still tolerated counts as well: else a machine would become another one part by part. The reason that people
 * give is for the record, and decides nothing.
 */
export function decideRepair(
  policy: FingerprintPolicy,
  { bound, present, repairs, now, under = policy }: RepairRequest,
): Decision<Fingerprint, RepairRefusal> {
  const bindable = checkBindable(policyFor(policy, under, present), present);
  if (!bindable.ok) return bindable;
  const comparison = compareFingerprints(under, bound, present);
  if (comparison.verdict === 'same') return refuse('nothing-to-repair');
  if (!isRepaired(comparison)) return refuse('repair-of-another-machine', { components: comparison.components });
  return usedUp(policy, repairs, now) ?? bindable;
}

/** Why there is no further repair within the year; null while one is left. */
function usedUp({ yearlyRepairs }: FingerprintPolicy, repairs: readonly Temporal.Instant[], now: Temporal.Instant) {
  const recent = withinYear(repairs, now);
  if (recent.length < yearlyRepairs) return null;
  const freed = recent.at(-yearlyRepairs);
  return refuse('repairs-used-up', {
    yearlyRepairs,
    nextAt: yearlyRepairs === 0 || freed === undefined ? null : yearAfter(freed).toString(),
  });
}

/**
 * Whether an installation that knows nothing any more, as after its disk was wiped, may go on as the one that was on this machine before
 * (F14). It counts as a repair of the year. Unlike for a repair the machine must be itself as far as the policy asks: the installation
 * has nothing else to show, and a licence that went to another machine so would be a transfer.
 */
export function decideReinstallation(
  policy: FingerprintPolicy,
  { bound, present, repairs, now, under = policy }: RepairRequest,
): Decision<Fingerprint, 'fingerprint-too-weak' | 'wrong-machine' | 'repairs-used-up'> {
  const bindable = checkBindable(policyFor(policy, under, present), present);
  if (!bindable.ok) return bindable;
  const comparison = compareFingerprints(under, bound, present);
  const { verdict, matched, atLeast } = comparison;
  if (verdict === 'another-machine') return refuse('wrong-machine', { matched, atLeast, differences: differencesOf(comparison) });
  return usedUp(policy, repairs, now) ?? bindable;
}
