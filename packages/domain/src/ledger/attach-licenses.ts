import type { Temporal } from 'temporal-polyfill';
import { checkSelection, type SelectionRefusal } from '../catalog/index.ts';
import { accept, type Decision } from '../refusal/index.ts';
import { vendorDay } from '../terms/index.ts';
import { placeOf, reservedOn } from './accounts.ts';
import { checkAttachedParts, checkBeforeKey, checkLicensedItself, checkWholeOrders, type DeviceRefusal } from './device-checks.ts';
import { draftOperation } from './draft.ts';
import { checkNotExpired, type Picked, type PickRefusal, pickUnits } from './pick.ts';
import type { AttachCommand, AttachState } from './state.ts';
import { countedParts, pickedParts, surroundingsOf } from './surroundings.ts';
import type { OperationDraft } from './types.ts';

export type AttachRefusal = PickRefusal | 'lot-not-valid-now' | AttachableRefusal;

/** Why a device does not take units, however they come to it. */
export type AttachableRefusal = DeviceRefusal | 'order-not-splittable' | SelectionRefusal;

/** Whether a device takes units: also where they come back to it because their detaching is undone. */
export function checkAttachable(
  state: Omit<AttachState, 'sources' | 'targets'>,
  picked: readonly Picked[],
  today: Temporal.PlainDate,
): Decision<null, AttachableRefusal> {
  const itself = checkLicensedItself(state);
  if (!itself.ok) return itself;
  const attached = checkAttachedParts(picked);
  if (!attached.ok) return attached;
  const early = checkBeforeKey(state, picked);
  if (!early.ok) return early;
  const whole = checkWholeOrders(state, picked, state.ofOrders, state.elsewhere);
  if (!whole.ok) return whole;
  return checkSelection(state.catalog, {
    moment: 'attach',
    product: state.product,
    selected: pickedParts(picked),
    attached: countedParts(state.reserved, today),
    active: countedParts(state.active, today),
    surroundings: surroundingsOf(state, picked, today),
  });
}

/** Reserves units for a device (B8): from bin or pool into the device's reserved account for that bin or pool. */
export function attachLicenses(state: AttachState, command: AttachCommand, now: Temporal.Instant): Decision<OperationDraft, AttachRefusal> {
  const itself = checkLicensedItself(state);
  if (!itself.ok) return itself;
  const picked = pickUnits(command.lines, state.sources);
  if (!picked.ok) return picked;
  const today = vendorDay(now, state.catalog.vendor.timeZone);
  const valid = checkNotExpired(picked.value, today);
  if (!valid.ok) return valid;
  const taken = checkAttachable(state, picked.value, today);
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
