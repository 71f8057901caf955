import type { machineComparison } from '@muniment/contract';
import type { LicenseMachine } from '@muniment/documents/verify';
import type { CatalogPack, FingerprintRules, Product } from '@muniment/domain/catalog';
import type { FingerprintComparison, FingerprintPolicy } from '@muniment/domain/fingerprint';
import type { z } from 'zod';
import type { Context, Uuid } from '../../core/context.ts';
import { componentWords } from '../../core/problems/machine-words.ts';
import { inLanguage, languageFor } from '../catalog/index.ts';
import { hasKey, lockedTo } from './machines-store.ts';

export type WireComparison = z.output<typeof machineComparison>;

/** The catalog's rules as they are compared by; what people call the parts in one language, the vendor's first unless said. */
export function policyOf(pack: CatalogPack, rules: FingerprintRules, language: string | null = null): FingerprintPolicy {
  const t = inLanguage(pack, languageFor(pack, language));
  const components = rules.components.map(({ id, weight, label }) => ({ id, weight, ...(label === undefined ? {} : { label: t(label) }) }));
  return { components, atLeast: rules.atLeast, yearlyRepairs: rules.yearlyRepairs };
}

/** A policy as it is kept with the machine that was bound under it: its words are the catalog's, and may change. */
export function withoutWords({ components, ...policy }: FingerprintPolicy): FingerprintPolicy {
  return { ...policy, components: components.map(({ id, weight }) => ({ id, weight })) };
}

/** What a machine is judged by: the policy that it was bound under, in today's words, with as many repairs as there are today. */
export function policyOfMachine(today: FingerprintPolicy, kept: FingerprintPolicy | null | undefined): FingerprintPolicy {
  if (kept === null || kept === undefined) return today;
  const words = new Map(today.components.map(({ id, label }) => [id, label]));
  const components = kept.components.map(({ id, weight }) => {
    const label = words.get(id);
    return { id, weight, ...(label === undefined ? {} : { label }) };
  });
  return { components, atLeast: kept.atLeast, yearlyRepairs: today.yearlyRepairs };
}

/** What people call a part of a machine: the vendor's word, else ours. */
export function partName({ id, label }: { readonly id: string; readonly label?: string }, language: string | null): string {
  return label ?? componentWords(id, language);
}

export function toComparison(comparison: FingerprintComparison, language: string | null): WireComparison {
  const { verdict, matched, atLeast, components } = comparison;
  return {
    verdict,
    matched,
    atLeast,
    components: components.map(({ id, label, weight, state }) => ({
      id,
      label: partName(label === undefined ? { id } : { id, label }, language),
      weight,
      state,
    })),
  };
}

/** Whether a device of a product that is locked to machines has no key in force: a file for it would be for whoever has its folder (C9). */
export async function waitsForKey({ tx, vendor }: Pick<Context, 'tx' | 'vendor'>, product: Product, deviceId: Uuid): Promise<boolean> {
  return product.fingerprint !== undefined && !(await hasKey(tx, vendor.id, deviceId));
}

/** What a licence file says of the workstation it is for (C4), and until when it holds before it is to be renewed (C6). */
export async function bindingOf(
  { tx, vendor, now }: Pick<Context, 'tx' | 'vendor' | 'now'>,
  pack: CatalogPack,
  { fingerprint: rules, offlineDays }: Product,
  deviceId: Uuid,
): Promise<{ readonly machine: LicenseMachine | null; readonly ownKey: string | null; readonly renewBefore: typeof now | null }> {
  const to = rules === undefined ? null : await lockedTo(tx, vendor.id, deviceId);
  return {
    machine:
      rules === undefined || to === null
        ? null
        : { fingerprint: to.fingerprint, policy: policyOfMachine(policyOf(pack, rules), to.policy) },
    ownKey: to?.thumbprint ?? null,
    renewBefore: offlineDays === undefined ? null : now.add({ hours: 24 * offlineDays }),
  };
}
