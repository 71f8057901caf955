import type { Temporal } from 'temporal-polyfill';
import { checkSelection, type SelectionRefusal } from '../catalog/index.ts';
import { accept, type Decision } from '../refusal/index.ts';
import { vendorDay } from '../terms/index.ts';
import { placeOf, reservedOn } from './accounts.ts';
import { checkBeforeKey, checkLicensedItself, checkWholeOrders, type DeviceRefusal } from './device-checks.ts';
import { draftOperation } from './draft.ts';
import { checkNotExpired, type PickRefusal, pickUnits } from './pick.ts';
import type { AttachCommand, AttachState } from './state.ts';
import { countedParts, pickedParts, surroundingsOf } from './surroundings.ts';
import type { OperationDraft } from './types.ts';

export type AttachRefusal = PickRefusal | 'lot-not-valid-now' | DeviceRefusal | 'order-not-splittable' | SelectionRefusal;

/** Reserves units for a device (B8): from bin or pool into the device's reserved account for that bin or pool. */
export function attachLicenses(state: AttachState, command: AttachCommand, now: Temporal.Instant): Decision<OperationDraft, AttachRefusal> {
  const itself = checkLicensedItself(state);
  if (!itself.ok) return itself;
  const picked = pickUnits(command.lines, state.sources);
  if (!picked.ok) return picked;
  const today = vendorDay(now, state.catalog.vendor.timeZone);
  const valid = checkNotExpired(picked.value, today);
  if (!valid.ok) return valid;
  const early = checkBeforeKey(state, picked.value);
  if (!early.ok) return early;
  const whole = checkWholeOrders(state, picked.value, state.ofOrders);
  if (!whole.ok) return whole;
  const taken = checkSelection(state.catalog, {
    moment: 'attach',
    product: state.product,
    selected: pickedParts(picked.value),
    attached: countedParts(state.reserved, today),
    active: countedParts(state.active, today),
    surroundings: surroundingsOf(state, picked.value, today),
  });
  if (!taken.ok) return taken;
  const moves = picked.value.map(({ holding, quantity }) => ({
    lotId: holding.lot.id,
    from: placeOf(holding.account),
    to: reservedOn(state.device.id, holding.account.id),
    quantity,
  }));
  const touched = [...picked.value.map(({ holding }) => holding), ...state.targets];
  return accept(draftOperation('attach-licenses', { now, moves, touched, details: { deviceId: state.device.id } }));
}
