import type { Temporal } from 'temporal-polyfill';
import type { Product } from '../catalog/index.ts';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import { type ActivateRefusal, commitReserved } from './activate-licenses.ts';
import { checkAddedChildren } from './device-checks.ts';
import { draftOperation } from './draft.ts';
import type { ActivateCommand, ActivateState, Holding, SelectionLine } from './state.ts';
import type { OperationDraft } from './types.ts';

export type MakeKeyRefusal = ActivateRefusal | 'key-not-provisional' | 'trigger-not-attached';

/**
 * Gives a device with a provisional key its real one (B5, B6). The part that enables it, if the product names one, must be
 * attached and becomes active in the same act; where none is named, no units move. The key itself is no part of the
 * decision: it is made once this is accepted.
 */
export function makeHardwareKey(
  state: ActivateState,
  command: Pick<ActivateCommand, 'agreement' | 'lotIds'>,
  now: Temporal.Instant,
): Decision<OperationDraft, MakeKeyRefusal> {
  const { product, device } = state;
  const { derivedKey } = product;
  if (!device.provisional || derivedKey === undefined) return refuse('key-not-provisional', { hardwareKey: device.hardwareKey });
  const { trigger } = derivedKey;
  if (trigger === undefined) {
    return accept(draftOperation('make-hardware-key', { now, moves: [], touched: [], details: { deviceId: device.id } }));
  }
  const lines = triggerLines(state);
  if (lines.length === 0) return refuse('trigger-not-attached', { part: trigger, hardwareKey: device.hardwareKey });
  return commitReserved('make-hardware-key', state, { ...command, lines }, now);
}

function triggerLines({ product, sources }: ActivateState): SelectionLine[] {
  return sources
    .filter(({ part, quantity }) => part.number === product.derivedKey?.trigger && quantity > 0)
    .map(({ lot, account, quantity }) => ({ lotId: lot.id, accountId: account.id, quantity }));
}

/**
 * Whether the making of the key leaves a device whose licence file the rules of activation would allow. If not, the first
 * file is made when the rest is activated: no file says what a rule forbids.
 */
export function allowsFile(state: ActivateState, command: Pick<ActivateCommand, 'agreement' | 'lotIds'>, now: Temporal.Instant): boolean {
  const lines = triggerLines(state);
  if (lines.length === 0 || !checkAddedChildren(state).ok) return false;
  return commitReserved('activate-licenses', state, { ...command, lines }, now).ok;
}

/**
 * What a licence file says of what is active: all, but what only made the key possible as long as no file was allowed
 * with it. `licensed` is whether one was: by the making of the key, an activation or an import, and not by a demo.
 */
export function saidInFile<T extends Holding>(product: Product, active: readonly T[], licensed: boolean): readonly T[] {
  const owned = active.filter(({ lot }) => lot.origin !== 'demo');
  const waits = !licensed && owned.every(({ part }) => part.number === product.derivedKey?.trigger);
  return waits ? active.filter(({ lot }) => lot.origin === 'demo') : active;
}
