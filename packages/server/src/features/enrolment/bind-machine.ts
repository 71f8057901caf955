import { accept, type Decision, refuse } from '@muniment/domain';
import type { FingerprintRules } from '@muniment/domain/catalog';
import {
  type BindingRefusal,
  compareFingerprints,
  decideBinding,
  differencesOf,
  type FingerprintComparison,
  repairsLeft,
} from '@muniment/domain/fingerprint';
import type { Actor, Context, Uuid } from '../../core/context.ts';
import { actorRef } from '../audit/index.ts';
import { inLanguage, languageFor } from '../catalog/index.ts';
import { recordAct } from '../ledger/index.ts';
import { insertMachine, isLicensed, machinesOf, policyOf, policyOfMachine, withoutWords } from '../licenses/index.ts';
import type { Asked } from './asked.ts';

export type BindRefusal = BindingRefusal;

/** What became of the machine that a device's licences are for. */
export interface BoundMachine {
  readonly change: 'kept' | 'bound' | 'repaired';
  readonly comparison: FingerprintComparison | null;
  readonly repairsLeft: number;
}

export type AboutMachine = Pick<Asked, 'current' | 'model' | 'holder' | 'fingerprint' | 'repair' | 'project'>;

/** What a refusal tells of parts, each with the vendor's word for it in the reader's language, where there is one. */
function named(context: Pick<Context<Actor | null>, 'language'>, { current: { pack } }: AboutMachine, rules: FingerprintRules) {
  const t = inLanguage(pack, languageFor(pack, context.language));
  const labels = new Map(rules.components.map(({ id, label }) => [id, label === undefined ? null : t(label)]));
  return (id: string) => ({ id, label: labels.get(id as never) ?? null });
}

/** The refusal's facts with the parts as people call them. */
function toldOf(facts: Readonly<Record<string, unknown>>, nameOf: (id: string) => object): Readonly<Record<string, unknown>> {
  const parts = (list: unknown) =>
    (list as readonly (string | { readonly id: string })[]).map((one) =>
      typeof one === 'string' ? nameOf(one) : { ...one, ...nameOf(one.id) },
    );
  const told = Object.entries(facts).map(([name, value]) => [name, Array.isArray(value) ? parts(value) : value]);
  return Object.fromEntries(told);
}

/** Why a machine is not bound, with the parts as people call them. */
export function told(
  context: Pick<Context<Actor | null>, 'language'>,
  asked: AboutMachine,
  rules: FingerprintRules,
  facts: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return toldOf(facts, named(context, asked, rules));
}

/**
 * Decides which machine the next licence file of a workstation is for, and keeps it (C4, C9, F14). Null where its product is locked to no
 * machine. Behind the device's lock.
 */
export async function bindMachine(
  context: Context,
  asked: AboutMachine,
  deviceId: Uuid,
): Promise<Decision<BoundMachine | null, BindRefusal>> {
  const { tx, vendor, now } = context;
  const rules = asked.model.product.fingerprint;
  if (rules === undefined) return accept(null);
  const policy = policyOf(asked.current.pack, rules, context.language);
  const before = await machinesOf(tx, vendor.id, deviceId);
  const repairs = before.filter(({ change }) => change === 'repaired').map(({ bound_at: at }) => at);
  const state = {
    bound: before[0]?.fingerprint ?? null,
    present: asked.fingerprint ?? {},
    licensed: await isLicensed(tx, vendor.id, deviceId),
    repaired: asked.repair !== undefined,
    repairs,
    under: policyOfMachine(policy, before[0]?.policy),
  };
  const decision = decideBinding(policy, state, now);
  if (!decision.ok) return refuse(decision.refusal.code, told(context, asked, rules, decision.refusal.facts));
  const { change, fingerprint, comparison, policy: under } = decision.value;
  const changed = comparison === null ? [] : differencesOf(comparison).map(({ id }) => id);
  if (change !== 'kept') {
    const reason = change === 'repaired' ? asked.repair! : null;
    const number = (before[0]?.number ?? 0) + 1;
    await insertMachine(tx, vendor.id, deviceId, {
      number,
      change: change === 'repaired' ? 'repaired' : 'bound',
      fingerprint,
      policy: withoutWords(under),
      changed,
      reason,
      bound_at: now,
      bound_by: actorRef(context.actor),
    });
  }
  if (change === 'repaired') {
    const about = { deviceId, projectId: asked.project.id, customerId: asked.project.customer_id, reason: asked.repair! };
    await recordAct(context, 'repair-workstation', { changed }, about);
  }
  // Once nothing was licensed it may be any machine: whoever looks at the device is to see that it is another one, and since when.
  if (change === 'bound' && comparison?.verdict === 'another-machine')
    await recordAct(
      context,
      'rebind-workstation',
      { changed },
      { deviceId, projectId: asked.project.id, customerId: asked.project.customer_id },
    );
  const all = change === 'repaired' ? [...repairs, now] : repairs;
  // Nobody at the machine notices that more of it, or less, is known.
  return accept({ change: change === 'renewed' ? 'kept' : change, comparison, repairsLeft: repairsLeft(policy, all, now) });
}

/** How a machine compares with the one that a device's licences are bound to; null where they are bound to none. */
export async function compareMachine(context: Context, asked: AboutMachine): Promise<FingerprintComparison | null> {
  const { tx, vendor } = context;
  const rules = asked.model.product.fingerprint;
  if (rules === undefined || asked.holder === null || asked.fingerprint === undefined) return null;
  const [bound] = await machinesOf(tx, vendor.id, asked.holder.device_id);
  if (bound === undefined) return null;
  const policy = policyOfMachine(policyOf(asked.current.pack, rules, context.language), bound.policy);
  return compareFingerprints(policy, bound.fingerprint, asked.fingerprint);
}
