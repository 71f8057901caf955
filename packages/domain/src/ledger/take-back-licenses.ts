import { Temporal } from 'temporal-polyfill';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import { draftOperation } from './draft.ts';
import { backToPool, type ReturnFromDeviceState } from './return-from-device.ts';
import type { OperationDraft } from './types.ts';

export interface TakeBackState extends ReturnFromDeviceState {
  /** The device has a key that nobody has revoked: it can give its licences back itself. */
  readonly hasKey: boolean;
  /** Serial of its newest licence file; null where none was made. */
  readonly newest: { readonly epoch: number; readonly number: number } | null;
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
  const ends = active.filter(({ lot }) => moves.some(({ lotId }) => lotId === lot.id)).map(({ lot }) => lot.validUntil);
  const until = ends.some((end) => end === null) ? null : (ends as Temporal.PlainDate[]).toSorted(Temporal.PlainDate.compare).at(-1)!;
  const details = { deviceId: device.id, serial: newest, until: until?.toString() ?? null };
  return accept(draftOperation('take-back-licenses', { now, moves, touched, details }));
}
