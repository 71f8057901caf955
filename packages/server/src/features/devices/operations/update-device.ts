import type { updateDevice as contract } from '@muniment/contract';
import { accept, type Decision, refuse } from '@muniment/domain';
import { findProduct, matchHardwareKey } from '@muniment/domain/catalog';
import { fromId } from '@muniment/platform/ids';
import type { Context, Handler } from '../../../core/context.ts';
import { currentPack, type VersionedPack } from '../../catalog/index.ts';
import { recordAct } from '../../ledger/index.ts';
import { indexTerms } from '../../search/index.ts';
import { type DeviceRow, dropKey, enteredKey, loadDevice, lockDevice, saveDevice, takeKey, wasEverActive } from '../store.ts';
import { keyFacts, toDevice, viewerOf } from '../wire.ts';

type KeyRefusal = 'hardware-key-invalid' | 'hardware-key-taken' | 'hardware-key-blocked' | 'hardware-key-in-use';

/** Corrects the hardware key of a device that was never licensed; afterwards only a hardware replacement changes it. */
async function correctKey(
  context: Context,
  device: DeviceRow,
  entered: string,
  current: VersionedPack | null,
): Promise<Decision<string, KeyRefusal>> {
  const { tx, vendor } = context;
  const product = current === null ? undefined : findProduct(current.pack, device.product);
  if (product === undefined) return refuse('hardware-key-invalid', { product: device.product, formats: [] });
  const named = keyFacts(current!.pack);
  const key = matchHardwareKey(product, entered);
  if (!key.ok) return refuse(key.refusal.code, { ...key.refusal.facts, ...named });
  if (key.value.key === device.hardware_key) return accept(device.hardware_key);
  if (await wasEverActive(tx, vendor.id, device.id)) return refuse('hardware-key-in-use', { hardwareKey: device.hardware_key, ...named });
  await dropKey(tx, vendor.id, device.id);
  const taken = { product: product.id, hardwareKey: key.value.key, formatId: key.value.formatId, deviceId: device.id, entered };
  const held = await takeKey(tx, vendor.id, taken);
  if (held !== null)
    return refuse(held === 'blocked' ? 'hardware-key-blocked' : 'hardware-key-taken', { hardwareKey: key.value.key, ...named });
  return accept(key.value.key);
}

/** Changes a device's name, note or (before its first licence) key, if nobody changed it since the caller read it. */
export const updateDevice: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor } = context;
  const viewer = viewerOf(context);
  const id = fromId('dev', params.deviceId)!;
  const visible = await loadDevice(tx, viewer, id);
  if (visible === null) return refuse('not-found');
  const locked = await lockDevice(tx, vendor.id, id);
  if (context.ifVersion !== null && locked!.version !== context.ifVersion)
    return refuse('precondition-failed', { version: locked!.version });
  const before = (await loadDevice(tx, viewer, id))!;
  const current = await currentPack(context);
  const key = body.hardwareKey === undefined ? accept(before.hardware_key) : await correctKey(context, before, body.hardwareKey, current);
  if (!key.ok) return key;
  const after = { name: body.name?.trim() ?? before.name, referenceNote: body.referenceNote ?? before.reference_note };
  await saveDevice(tx, vendor.id, { id, ...after, version: locked!.version });
  await indexTerms(tx, vendor.id, {
    kind: 'device',
    objectId: id,
    terms: [after.name, key.value, (await enteredKey(tx, vendor.id, id)) ?? '', after.referenceNote],
    customerId: before.customer_id,
  });
  // Names and notes may be about people and can be erased, the history cannot: of them only that they changed.
  const changed = [
    ...(before.name === after.name ? [] : ['name']),
    ...(before.reference_note === after.referenceNote ? [] : ['referenceNote']),
    ...(before.hardware_key === key.value ? [] : ['hardwareKey']),
  ];
  const keys = before.hardware_key === key.value ? {} : { hardwareKey: { before: before.hardware_key, after: key.value } };
  await recordAct(context, 'update-device', { changed, ...keys }, { deviceId: id, customerId: before.customer_id });
  return accept(toDevice((await loadDevice(tx, viewer, id))!, current, context.language));
};
