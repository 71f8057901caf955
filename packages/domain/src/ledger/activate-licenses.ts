import type { Temporal } from 'temporal-polyfill';
import { type Agreement, agreementFor, checkSelection, type SelectionRefusal } from '../catalog/index.ts';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import { vendorDay } from '../terms/index.ts';
import { becomeActive } from './become-active.ts';
import { checkChildren, checkKeyFinal, checkLicensedItself, checkWholeOrders } from './device-checks.ts';
import { draftOperation } from './draft.ts';
import { checkNotActive, checkNotExpired, type Picked, type PickRefusal, pickUnits } from './pick.ts';
import type { AcceptedAgreement, ActivateCommand, ActivateState, SelectionLine } from './state.ts';
import { countedParts, pickedParts, surroundingsOf, withoutPicked } from './surroundings.ts';
import type { OperationDraft } from './types.ts';

export type AgreementRefusal = 'agreement-not-accepted' | 'agreement-outdated';
export type ActivateRefusal =
  | PickRefusal
  | 'nothing-reserved'
  | 'already-active'
  | 'lot-not-valid-now'
  | 'licensed-with-parent'
  | 'device-replaced'
  | 'hardware-key-provisional'
  | 'child-missing'
  | 'order-not-splittable'
  | SelectionRefusal
  | AgreementRefusal;

/** Commits reserved units to a device for good (B9). The agreement is asked last: whoever reads it knows the rest is in order. */
export function activateLicenses(
  state: ActivateState,
  command: ActivateCommand,
  now: Temporal.Instant,
): Decision<OperationDraft, ActivateRefusal> {
  for (const check of [checkLicensedItself, checkKeyFinal, checkChildren]) {
    const decision = check(state);
    if (!decision.ok) return decision;
  }
  return commitReserved('activate-licenses', state, command, now);
}

/** Moves reserved units to the device's active account, whatever act asks for it. */
export function commitReserved(
  kind: 'activate-licenses' | 'make-hardware-key',
  state: ActivateState,
  command: ActivateCommand,
  now: Temporal.Instant,
): Decision<OperationDraft, ActivateRefusal> {
  const picked = pickReserved(state, command);
  if (!picked.ok) return picked;
  const today = vendorDay(now, state.catalog.vendor.timeZone);
  const valid = checkNotExpired(picked.value, today);
  if (!valid.ok) return valid;
  const whole = checkWholeOrders(state, picked.value, state.sources);
  if (!whole.ok) return whole;
  const taken = checkSelection(state.catalog, {
    moment: kind === 'make-hardware-key' ? 'make-key' : 'activate',
    product: state.product,
    selected: pickedParts(picked.value),
    attached: countedParts([...withoutPicked(state.sources, picked.value), ...state.reservedByOthers], today),
    active: countedParts(state.active, today),
    surroundings: surroundingsOf(state, picked.value, today),
  });
  if (!taken.ok) return taken;
  const agreement = checkAgreement(state, command.agreement);
  if (!agreement.ok) return agreement;
  const { moves, lots, lotParents } = becomeActive(picked.value, state.device.id, today, command.lotIds);
  const touched = [...picked.value.map(({ holding }) => holding), ...state.targets];
  const details = { deviceId: state.device.id, ...(agreement.value === null ? {} : { agreement: agreement.value }) };
  return accept(draftOperation(kind, { now, moves, lots, lotParents, touched, details }));
}

function pickReserved(
  state: ActivateState,
  command: ActivateCommand,
): Decision<readonly Picked[], PickRefusal | 'nothing-reserved' | 'already-active'> {
  const lines = command.lines ?? everything(state);
  if (command.lines === undefined && lines.length === 0)
    return refuse('nothing-reserved', { deviceId: state.device.id, active: state.active.length });
  const late = checkNotActive(lines, state.sources, state.active, state.device);
  return late.ok ? pickUnits(lines, state.sources) : late;
}

function everything({ sources }: ActivateState): SelectionLine[] {
  return sources
    .filter(({ quantity }) => quantity > 0)
    .map(({ lot, account, quantity }) => ({ lotId: lot.id, accountId: account.id, quantity }));
}

/** The acceptance to record, null where the pack asks for none. */
export function checkAgreement(
  { catalog, product }: Pick<ActivateState, 'catalog' | 'product'>,
  accepted: AcceptedAgreement | null,
): Decision<AcceptedAgreement | null, AgreementRefusal> {
  return checkAgreementOf(agreementFor(catalog, product), accepted);
}

/** The same for whatever agreement is to be accepted; null where there is none. */
export function checkAgreementOf(
  agreement: Agreement | null,
  accepted: AcceptedAgreement | null,
): Decision<AcceptedAgreement | null, AgreementRefusal> {
  if (agreement === null) return accept(null);
  const current = { id: agreement.id, version: agreement.version };
  if (accepted === null) return refuse('agreement-not-accepted', { agreement: current });
  if (accepted.id !== agreement.id || accepted.version !== agreement.version) {
    return refuse('agreement-outdated', { agreement: current, accepted: { id: accepted.id, version: accepted.version } });
  }
  return accept({ ...current, language: accepted.language });
}
