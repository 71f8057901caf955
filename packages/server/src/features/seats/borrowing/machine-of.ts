import type { LicenseMachine } from '@muniment/documents/verify';
import { accept, type Decision, refuse } from '@muniment/domain';
import { findProduct } from '@muniment/domain/catalog';
import { checkBindable, type Fingerprint, type FingerprintPolicy, policyFor } from '@muniment/domain/fingerprint';
import type { Context } from '../../../core/context.ts';
import type { VersionedPack } from '../../catalog/index.ts';
import { loadDevice, viewerOf } from '../../devices/index.ts';
import { machinesOf, policyOf, policyOfMachine } from '../../licenses/index.ts';

/** Of whoever has no product nothing may change. */
function nothingChanges(fingerprint: Fingerprint): FingerprintPolicy {
  const components = (Object.keys(fingerprint) as (keyof Fingerprint)[]).map((id) => ({ id, weight: 1 }));
  return { components, atLeast: components.length, yearlyRepairs: 0 };
}

/** By what a borrower's computer is known: a workstation as its licence files know it (C4), whatever the catalog asks of others since. */
async function policyOfBorrower(
  context: Context,
  { pack }: VersionedPack,
  fingerprint: Fingerprint,
  isAway: boolean,
): Promise<FingerprintPolicy> {
  const { actor, tx, vendor } = context;
  const device = actor.kind === 'device' && actor.id !== null ? await loadDevice(tx, viewerOf(context), actor.id) : null;
  const rules = device === null ? undefined : findProduct(pack, device.product, device.variant)?.fingerprint;
  if (device === null || rules === undefined) return nothingChanges(fingerprint);
  const today = policyOf(pack, rules, context.language);
  const [bound] = await machinesOf(tx, vendor.id, device.id);
  // One that was never bound has no policy of its own: what it has away already stays good for as long as nothing of it changes.
  const under = bound === undefined && isAway ? nothingChanges(fingerprint) : policyOfMachine(today, bound?.policy);
  return policyFor(today, under, fingerprint);
}

/**
 * Which computer a borrow document is for; null where none was told. Refused where its own document would not fit it: nothing is signed,
 * and no seat kept, for nobody.
 */
export async function machineOf(
  context: Context,
  current: VersionedPack,
  told: Fingerprint | null,
  isAway: boolean,
): Promise<Decision<LicenseMachine | null, 'fingerprint-too-weak'>> {
  if (told === null) return accept(null);
  const policy = await policyOfBorrower(context, current, told, isAway);
  const bindable = checkBindable(policy, told);
  if (bindable.ok) return accept({ fingerprint: bindable.value, policy });
  const labels = new Map(policy.components.map(({ id, label }) => [id as string, label ?? null]));
  const { missing, ...facts } = bindable.refusal.facts as { readonly missing: readonly string[] };
  return refuse('fingerprint-too-weak', { ...facts, missing: missing.map((id) => ({ id, label: labels.get(id) ?? null })) });
}
