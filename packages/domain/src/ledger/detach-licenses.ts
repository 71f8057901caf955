import type { Temporal } from 'temporal-polyfill';
import { accept, type Decision } from '../refusal/index.ts';
import { placeOf } from './accounts.ts';
import { checkWholeOrders } from './device-checks.ts';
import { draftOperation } from './draft.ts';
import { checkNotActive, type PickRefusal, pickUnits } from './pick.ts';
import type { DetachCommand, DetachState } from './state.ts';
import type { OperationDraft } from './types.ts';

export type DetachRefusal = PickRefusal | 'already-active' | 'order-not-splittable';

/** Gives reserved units back to the bin or pool they came from (B8): the reserved account knows its origin. */
export function detachLicenses(state: DetachState, command: DetachCommand, now: Temporal.Instant): Decision<OperationDraft, DetachRefusal> {
  const late = checkNotActive(command.lines, state.sources, state.active, state.device);
  if (!late.ok) return late;
  const picked = pickUnits(command.lines, state.sources);
  if (!picked.ok) return picked;
  const whole = checkWholeOrders(state, picked.value, state.sources);
  if (!whole.ok) return whole;
  const origins = new Map(state.origins.map((account) => [account.id, account]));
  const moves = picked.value.map(({ holding, quantity }) => {
    const origin = origins.get(holding.account.originId ?? '');
    if (origin === undefined) throw new Error(`The origin of reserved account ${holding.account.id} was not loaded`);
    return { lotId: holding.lot.id, from: placeOf(holding.account), to: placeOf(origin), quantity };
  });
  const touched = [...picked.value.map(({ holding }) => holding), ...state.targets];
  return accept(draftOperation('detach-licenses', { now, moves, touched, details: { deviceId: state.device.id } }));
}
