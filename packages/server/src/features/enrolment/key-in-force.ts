import type { InputOf, Operation, RefusalOf } from '@muniment/contract';
import { accept, type Decision, refuse } from '@muniment/domain';
import type { Context, DeviceHandler, Handler, Uuid } from '../../core/context.ts';
import { lockFamily } from '../devices/index.ts';
import { type EnrolmentRow, loadCurrentKey } from './store.ts';

declare const lockedFor: unique symbol;

/** The key of a device, looked at behind the device's lock: until the act is done nobody takes it from the device. */
export type KeyInForce = EnrolmentRow & { readonly device_id: Uuid; readonly [lockedFor]: true };

/**
 * Locks a device for an act with its key, and looks at the key then. What ends a key has the same lock: an act with it is done
 * before its end, or not at all.
 */
export async function lockKey(
  { tx, vendor }: Pick<Context, 'tx' | 'vendor'>,
  deviceId: Uuid,
  enrolmentId: Uuid,
): Promise<Decision<KeyInForce, 'device-key-killed'>> {
  await lockFamily(tx, vendor.id, deviceId);
  const key = await loadCurrentKey(tx, vendor.id, deviceId, enrolmentId);
  return key === null ? refuse('device-key-killed') : accept(key as KeyInForce);
}

type Answer<O extends Operation> = ReturnType<Handler<O>>;
/** Nothing, where the contract does not tell that the key may be dead. */
type Telling<O extends Operation, Act> = 'device-key-killed' extends RefusalOf<O> ? Act : never;

const dead = refuse('device-key-killed');

/** An act of a device itself, with its key locked. */
export function actOfDevice<O extends Operation & { readonly method: 'POST' }>(
  act: Telling<O, (context: Context, input: InputOf<O>, key: KeyInForce) => Answer<O>>,
): DeviceHandler<O> {
  const handler = async (context: Context, input: InputOf<O>) => {
    const { id, enrolmentId } = context.actor;
    const key = id === null || enrolmentId === undefined ? dead : await lockKey(context, id, enrolmentId);
    return key.ok ? act(context, input, key.value) : key;
  };
  return handler as unknown as DeviceHandler<O>;
}

/** What a device reads: of the moment at which its key is looked at, as every reading is of one moment. */
export function readOfDevice<O extends Operation & { readonly method: 'GET' }>(
  read: Telling<O, (context: Context, input: InputOf<O>, deviceId: Uuid) => Answer<O>>,
): DeviceHandler<O> {
  const handler = async (context: Context, input: InputOf<O>) => {
    const { tx, vendor, actor } = context;
    const { id, enrolmentId } = actor;
    const key = id === null || enrolmentId === undefined ? null : await loadCurrentKey(tx, vendor.id, id, enrolmentId);
    return key === null ? dead : read(context, input, id!);
  };
  return handler as unknown as DeviceHandler<O>;
}
