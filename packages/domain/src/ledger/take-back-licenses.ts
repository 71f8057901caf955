import type { Temporal } from 'temporal-polyfill';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import { draftOperation } from './draft.ts';
import { goesOnUntil, type OutstandingFile, serialOf } from './outstanding.ts';
import { backToPool, type ReturnFromDeviceState } from './return-from-device.ts';
import type { OperationDraft } from './types.ts';

export interface TakeBackState extends ReturnFromDeviceState {
  /** The device has a key that nobody has revoked: it can give its licences back itself. */
  readonly hasKey: boolean;
  /** Its newest licence file; null where none was made. */
  readonly newest: OutstandingFile | null;
}

/**
 * Takes back what a controller holds that will never give anything back: it is broken, stolen or lost, and its key was revoked.
 * Nobody can reach into it, so its last licence file goes on by itself until it ends: `until` says when, null where it never does.
 * That is the risk that whoever decides this takes.
 */
export function takeBackLicenses(
  state: TakeBackState,
  now: Temporal.Instant,
): Decision<OperationDraft, 'device-key-in-force' | 'nothing-to-return'> {
  const { device, active, hasKey, newest } = state;
  if (hasKey) return refuse('device-key-in-force', { deviceId: device.id });
  const back = backToPool(state);
  if (!back.ok) return back;
  const { moves, touched } = back.value;
  const until = goesOnUntil(
    active.filter(({ lot }) => moves.some(({ lotId }) => lotId === lot.id)),
    newest,
  );
  const details = { deviceId: device.id, serial: serialOf(newest), until: until?.toString() ?? null };
  return accept(draftOperation('take-back-licenses', { now, moves, touched, details }));
}
