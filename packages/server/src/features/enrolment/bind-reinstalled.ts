import { accept, type Decision, refuse } from '@muniment/domain';
import { compareFingerprints, decideReinstallation, differencesOf, policyFor, repairsLeft } from '@muniment/domain/fingerprint';
import type { Context, Uuid } from '../../core/context.ts';
import { actorRef } from '../audit/index.ts';
import { recordAct } from '../ledger/index.ts';
import { copyMachines, insertMachine, machinesOf, policyOf, policyOfMachine, withoutWords } from '../licenses/index.ts';
import { type AboutMachine, type BindRefusal, type BoundMachine, told } from './bind-machine.ts';

/** An installation that knows nothing of the one before on its machine, and that one. */
interface Reinstalled {
  readonly deviceId: Uuid;
  readonly beforeId: Uuid;
}

/**
 * Binds the licences that an installation is about to get to its machine, as a repair of the one that was there before (F14): what was
 * bound and repaired until now goes on to count. Behind the locks of both devices; of a product that is locked to machines.
 */
export async function bindReinstalled(
  context: Context,
  asked: AboutMachine,
  { deviceId, beforeId }: Reinstalled,
): Promise<Decision<BoundMachine, BindRefusal>> {
  const { tx, vendor, now } = context;
  const rules = asked.model.product.fingerprint!;
  const policy = policyOf(asked.current.pack, rules, context.language);
  const known = await machinesOf(tx, vendor.id, beforeId);
  const newest = known[0]!;
  const repairs = known.filter(({ change }) => change === 'repaired').map(({ bound_at: at }) => at);
  const present = asked.fingerprint ?? {};
  const under = policyOfMachine(policy, newest.policy);
  const decision = decideReinstallation(policy, { bound: newest.fingerprint, present, repairs, now, under });
  if (!decision.ok) return refuse(decision.refusal.code, told(context, asked, rules, decision.refusal.facts));
  const comparison = compareFingerprints(under, newest.fingerprint, present);
  const changed = differencesOf(comparison).map(({ id }) => id);
  await copyMachines(tx, vendor.id, beforeId, deviceId);
  await insertMachine(tx, vendor.id, deviceId, {
    number: newest.number + 1,
    change: 'repaired',
    fingerprint: decision.value,
    policy: withoutWords(policyFor(policy, under, present)),
    changed,
    reason: asked.repair!,
    bound_at: now,
    bound_by: actorRef(context.actor),
  });
  const about = { deviceId, projectId: asked.project.id, customerId: asked.project.customer_id, reason: asked.repair! };
  await recordAct(context, 'repair-workstation', { changed }, about);
  return accept({ change: 'repaired', comparison, repairsLeft: repairsLeft(policy, [...repairs, now], now) });
}
