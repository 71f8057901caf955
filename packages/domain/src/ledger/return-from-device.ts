import type { Temporal } from 'temporal-polyfill';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import { placeOf, poolOf } from './accounts.ts';
import { draftOperation } from './draft.ts';
import type { Holding } from './state.ts';
import type { Balance, OperationDraft } from './types.ts';

export interface ReturnFromDeviceState {
  readonly device: { readonly id: string };
  readonly projectId: string;
  /** Everything active on the device. */
  readonly active: readonly Holding[];
  /** Units of each lot that came from the pool and have not gone back: what came on another way stays. */
  readonly fromPool: ReadonlyMap<string, number>;
  /** Balances that will receive, empty ones too: they may have moved later than `now`. */
  readonly targets: readonly Balance[];
}

export interface ReturnFromDeviceCommand {
  /** Serial of the licence file that the device has removed. */
  readonly serial: { readonly epoch: number; readonly number: number };
  /** When, as the device says; null where that cannot be. It is kept for people to read, and decides nothing. */
  readonly removedAt: Temporal.Instant | null;
  /** The device's key that the receipt is signed with (RFC 7638), and the enrolment it came with. */
  readonly key: { readonly enrolmentId: string; readonly thumbprint: string };
}

/** Everything that a controller took from its project's pool, on its way back there; a term that has begun runs on. */
export function backToPool({ device, projectId, active, fromPool, targets }: ReturnFromDeviceState) {
  const moves = active.flatMap((holding) => {
    const quantity = Math.min(holding.quantity, fromPool.get(holding.lot.id) ?? 0);
    return quantity > 0 ? [{ lotId: holding.lot.id, from: placeOf(holding.account), to: poolOf(projectId), quantity }] : [];
  });
  if (moves.length === 0) return refuse('nothing-to-return', { deviceId: device.id, active: active.length });
  const touched = [...active.filter(({ lot }) => moves.some(({ lotId }) => lotId === lot.id)), ...targets];
  return accept({ moves, touched });
}

/** A controller has removed its licence file, and gives back what was in it (E3). */
export function returnFromDevice(
  state: ReturnFromDeviceState,
  { serial, removedAt, key }: ReturnFromDeviceCommand,
  now: Temporal.Instant,
): Decision<OperationDraft, 'nothing-to-return'> {
  const back = backToPool(state);
  if (!back.ok) return back;
  const details = {
    deviceId: state.device.id,
    serial,
    removedAt: removedAt?.toString() ?? null,
    enrolmentId: key.enrolmentId,
    keyThumbprint: key.thumbprint,
  };
  return accept(draftOperation('return-from-device', { now, ...back.value, details }));
}
