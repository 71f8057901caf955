import type { Temporal } from 'temporal-polyfill';
import { acceptsPart, type CatalogPack, checkSelection, type Part, type Product, type SelectionRefusal } from '../catalog/index.ts';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import { vendorDay } from '../terms/index.ts';
import { type AgreementRefusal, checkAgreement } from './activate-licenses.ts';
import { becomeActive } from './become-active.ts';
import { checkAttachedParts, checkChildren, checkKeyFinal, checkLicensedItself, checkWholeOrders } from './device-checks.ts';
import { draftOperation } from './draft.ts';
import { checkNotExpired, type Picked, type PickRefusal, pickUnits } from './pick.ts';
import type { AcceptedAgreement, DeviceFacts, Holding, SelectionLine } from './state.ts';
import { countedParts, pickedParts, surroundingsOf } from './surroundings.ts';
import type { Balance, OperationDraft } from './types.ts';

export interface ActivateOnDeviceState {
  readonly catalog: CatalogPack;
  readonly product: Product;
  readonly device: DeviceFacts;
  /** What the project's pool holds, empty balances of what was asked for too. */
  readonly pool: readonly Holding[];
  /** Everything reserved on the device, by whomever. */
  readonly reserved: readonly Holding[];
  readonly active: readonly Holding[];
  /** Balances that will receive, empty ones too: they may have moved later than `now`. */
  readonly targets: readonly Balance[];
}

export interface ActivateOnDeviceCommand {
  /** `quantity` null: all that the pool has of it. */
  readonly licenses: readonly { readonly lotId: string; readonly quantity: number | null }[];
  readonly agreement: AcceptedAgreement | null;
  /** Fresh ids, one for each licence: where a term runs from activation its units become a lot with dates. */
  readonly lotIds: readonly string[];
  /** The device's key that asks (RFC 7638), and the enrolment it came with. */
  readonly key: { readonly enrolmentId: string; readonly thumbprint: string };
}

export type ActivateOnDeviceRefusal =
  | PickRefusal
  | 'part-is-assigned'
  | 'licensed-with-parent'
  | 'device-replaced'
  | 'hardware-key-provisional'
  | 'child-missing'
  | 'lot-not-valid-now'
  | 'order-not-splittable'
  | SelectionRefusal
  | AgreementRefusal;

/** Of which parts a device takes licences from its project's pool by itself (E2): what its product takes, and nothing that people assign. */
export function takesItself(product: Product, part: Part): boolean {
  return part.term?.runs !== 'while-assigned' && acceptsPart(product, part);
}

/** A controller takes licences from its project's pool (E2): they are active on it from now on, under the rules of activation. */
export function activateOnDevice(
  state: ActivateOnDeviceState,
  command: ActivateOnDeviceCommand,
  now: Temporal.Instant,
): Decision<OperationDraft, ActivateOnDeviceRefusal> {
  for (const check of [checkLicensedItself, checkKeyFinal, checkChildren]) {
    const decision = check(state);
    if (!decision.ok) return decision;
  }
  const lines = wantedLines(state, command);
  if (!lines.ok) return lines;
  const picked = pickUnits(lines.value, state.pool);
  if (!picked.ok) return picked;
  const today = vendorDay(now, state.catalog.vendor.timeZone);
  const allowed = checkAllowed(state, picked.value, today);
  if (!allowed.ok) return allowed;
  const agreement = checkAgreement(state, command.agreement);
  if (!agreement.ok) return agreement;
  const { moves, lots, lotParents } = becomeActive(picked.value, state.device.id, today, command.lotIds);
  const touched = [...picked.value.map(({ holding }) => holding), ...state.targets];
  const { enrolmentId, thumbprint: keyThumbprint } = command.key;
  const accepted = agreement.value === null ? {} : { agreement: agreement.value };
  const details = { deviceId: state.device.id, ...accepted, enrolmentId, keyThumbprint };
  return accept(draftOperation('activate-on-device', { now, moves, lots, lotParents, touched, details }));
}

/** Licences with how much of each; of one that is used up one unit is asked for, so that there are too few and not none. */
function wantedLines(
  { pool }: ActivateOnDeviceState,
  { licenses }: ActivateOnDeviceCommand,
): Decision<readonly SelectionLine[], 'not-enough-units'> {
  const lines: SelectionLine[] = [];
  for (const { lotId, quantity } of licenses) {
    const there = pool.filter(({ lot }) => lot.id === lotId).reduce((sum, holding) => sum + holding.quantity, 0);
    const before = lines.filter((line) => line.lotId === lotId).reduce((sum, line) => sum + line.quantity, 0);
    if (quantity === null && there <= before && before > 0) {
      return refuse('not-enough-units', { lotId, requested: before + 1, available: there });
    }
    lines.push({ lotId, quantity: quantity ?? Math.max(1, there - before) });
  }
  return accept(lines);
}

function checkAllowed(
  state: ActivateOnDeviceState,
  picked: readonly Picked[],
  today: Temporal.PlainDate,
): Decision<null, 'part-is-assigned' | 'lot-not-valid-now' | 'order-not-splittable' | SelectionRefusal> {
  const assigned = checkAttachedParts(picked);
  if (!assigned.ok) return assigned;
  const valid = checkNotExpired(picked, today);
  if (!valid.ok) return valid;
  const whole = checkWholeOrders(state, picked, state.pool);
  if (!whole.ok) return whole;
  return checkSelection(state.catalog, {
    moment: 'activate',
    product: state.product,
    selected: pickedParts(picked),
    attached: countedParts(state.reserved, today),
    active: countedParts(state.active, today),
    surroundings: surroundingsOf(state, picked, today),
  });
}
