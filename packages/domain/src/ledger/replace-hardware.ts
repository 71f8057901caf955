import type { Temporal } from 'temporal-polyfill';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import { activeOn, placeOf, reservedOn } from './accounts.ts';
import { draftOperation } from './draft.ts';
import { goesOnUntil, type OutstandingFile, serialOf } from './outstanding.ts';
import type { Holding } from './state.ts';
import type { Balance, OperationDraft } from './types.ts';

/** A device that is dead, or the one that takes its place. */
export interface ReplacedDevice {
  readonly id: string;
  readonly product: string;
  readonly variant: string | null;
  readonly projectId: string;
  /** The device that took its place already. */
  readonly replacedBy: string | null;
  /** Its licences are on the device above it. */
  readonly licensedWithParent: boolean;
  /** It took the place of another one before. */
  readonly replaces: boolean;
  /** Why nothing could be activated on it: its key is not the real one yet, or what must stand below it is not there. */
  readonly notReady: 'provisional' | 'child-missing' | null;
}

export interface ReplaceHardwareState {
  readonly old: ReplacedDevice;
  readonly next: ReplacedDevice;
  /** Everything reserved and active on the old device. */
  readonly reserved: readonly Holding[];
  readonly active: readonly Holding[];
  /** Units of each active lot that the old device took from its project's pool: they go back there from the new one, too. */
  readonly fromPool: ReadonlyMap<string, number>;
  /** Units that the new device has already. */
  readonly there: number;
  /** The old device's newest licence file; null where none was made. */
  readonly newest: OutstandingFile | null;
  /** Balances that will receive, empty ones too: they may have moved later than `now`. */
  readonly targets: readonly Balance[];
}

export type ReplaceHardwareRefusal = 'device-replaced' | 'new-device-not-possible' | 'nothing-to-replace';

/** Why a device cannot take the place of another; null where it can. */
function notPossible({ old, next, there }: ReplaceHardwareState): string | null {
  if (old.id === next.id) return 'same-device';
  if (old.product !== next.product || old.variant !== next.variant) return 'another-product';
  if (old.projectId !== next.projectId) return 'another-project';
  if (old.licensedWithParent || next.licensedWithParent) return 'licensed-with-parent';
  if (there > 0) return 'not-empty';
  return next.replaces ? 'replaces-another' : next.notReady;
}

/**
 * Moves everything from a device that is dead to the one that takes its place (C9): the same lots, in one operation, so that nothing is
 * ever on both or on neither. What is reserved keeps the way back to where it came from. The old device's last licence file cannot be
 * reached, and goes on by itself until it ends: `until` says when, null where it never does. That is the risk of whoever decides this.
 */
export function replaceHardware(state: ReplaceHardwareState, now: Temporal.Instant): Decision<OperationDraft, ReplaceHardwareRefusal> {
  const { old, next, reserved, active, fromPool, newest, targets } = state;
  if (old.replacedBy !== null) return refuse('device-replaced', { deviceId: old.id, replacedBy: old.replacedBy });
  if (next.replacedBy !== null) return refuse('device-replaced', { deviceId: next.id, replacedBy: next.replacedBy });
  const reason = notPossible(state);
  if (reason !== null) return refuse('new-device-not-possible', { reason, deviceId: next.id });
  const moves = [...reserved, ...active].map(({ account, lot, quantity }) => ({
    lotId: lot.id,
    from: placeOf(account),
    to: account.kind === 'reserved' ? reservedOn(next.id, account.originId!) : activeOn(next.id),
    quantity,
  }));
  if (moves.length === 0) return refuse('nothing-to-replace', { deviceId: old.id });
  const until = goesOnUntil(active, newest);
  const details = {
    deviceId: next.id,
    replaces: old.id,
    serial: serialOf(newest),
    until: until?.toString() ?? null,
    fromPool: Object.fromEntries(fromPool),
  };
  return accept(draftOperation('replace-hardware', { now, moves, touched: [...reserved, ...active, ...targets], details }));
}
