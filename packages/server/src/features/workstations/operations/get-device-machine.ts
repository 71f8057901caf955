import type { getDeviceMachine as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { findProduct } from '@muniment/domain/catalog';
import { repairsLeft } from '@muniment/domain/fingerprint';
import { fromId, toId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { currentPack } from '../../catalog/index.ts';
import { loadDevice, viewerOf } from '../../devices/index.ts';
import { machinesOf, partName, policyOf, policyOfMachine } from '../../licenses/index.ts';
import { replacementsOf } from '../store.ts';

/** The machine that a workstation's licences are bound to: which of its parts are known, and how often it was repaired (C4, F14). */
export const getDeviceMachine: Handler<typeof contract> = async (context, { params }) => {
  const { tx, vendor, language, now } = context;
  const id = fromId('dev', params.deviceId)!;
  const device = await loadDevice(tx, viewerOf(context), id);
  if (device === null) return refuse('not-found');
  const current = await currentPack(context);
  const rules = current === null ? undefined : findProduct(current.pack, device.product, device.variant)?.fingerprint;
  const machines = await machinesOf(tx, vendor.id, id);
  const policy = rules === undefined ? null : policyOfMachine(policyOf(current!.pack, rules, language), machines[0]?.policy);
  const called = (part: string) => partName(policy?.components.find((one) => one.id === part) ?? { id: part }, language);
  const repairs = machines.filter(({ change }) => change === 'repaired');
  const known = (policy?.components ?? []).filter((one) => (machines[0]?.fingerprint[one.id] ?? []).length > 0);
  const { replacedBy, replaces } = await replacementsOf(tx, vendor.id, id);
  return accept({
    known: known.map(({ id: part, weight }) => ({ id: part, label: called(part), weight })),
    atLeast: policy?.atLeast ?? null,
    boundAt: machines[0]?.bound_at.toString() ?? null,
    repairs: repairs.map(({ bound_at: at, reason, changed }) => ({
      at: at.toString(),
      reason: reason ?? '',
      changed: changed.map(called),
    })),
    yearlyRepairs: policy?.yearlyRepairs ?? 0,
    repairsLeft:
      policy === null
        ? 0
        : repairsLeft(
            policy,
            repairs.map(({ bound_at: at }) => at),
            now,
          ),
    replacedBy: replacedBy === null ? null : toId('dev', replacedBy),
    replaces: replaces === null ? null : toId('dev', replaces),
  });
};
