import { checkBindable } from './compare.ts';
import type { Fingerprint, FingerprintPolicy } from './types.ts';

/**
 * The policy that a machine is bound under from now on: the present one where it shows enough for that, else the one of before. A
 * workstation tells the parts that it was set up with, and would be stranded by a catalog that asks for others.
 */
export function policyFor(policy: FingerprintPolicy, under: FingerprintPolicy, present: Fingerprint): FingerprintPolicy {
  return checkBindable(policy, present).ok ? policy : under;
}

/** Whether two policies judge alike; what people call the parts, and how many repairs there are, changes no judgement. */
export function judgeAlike(one: FingerprintPolicy, other: FingerprintPolicy): boolean {
  const weights = new Map(one.components.map(({ id, weight }) => [id, weight]));
  const isSame = other.components.every(({ id, weight }) => weights.get(id) === weight);
  return isSame && one.components.length === other.components.length && one.atLeast === other.atLeast;
}
