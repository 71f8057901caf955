import { accept, type Decision, refuse } from '@muniment/domain';
import { type EnteredKeys, expectedFormats, matchKey, type Product, secondaryFormats } from '@muniment/domain/catalog';
import type { Context } from '../../core/context.ts';
import type { VersionedPack } from '../catalog/index.ts';
import { type AddRefusal, takeEntered } from './add-device.ts';
import { blockKey, dropKey, type StoredRole } from './keys/store.ts';
import { followKey } from './relations.ts';
import { type DeviceRow, loadDevice, wasEverActive } from './store.ts';
import { keyFacts, viewerOf } from './wire.ts';

export type CorrectRefusal = AddRefusal | 'hardware-key-in-use' | 'key-input-fixed';

/** Keys of a device before and after a correction, where they differ. */
export type KeyChanges = Readonly<Record<string, { readonly before: string | null; readonly after: string }>>;

interface Correction {
  readonly role: StoredRole;
  readonly name: 'hardwareKey' | 'secondaryKey' | 'productKey';
  readonly before: string | null;
  readonly formats: Product['keyFormats'];
}

function corrections(device: DeviceRow, product: Product): readonly Correction[] {
  return [
    { role: 'primary', name: 'hardwareKey', before: device.hardware_key, formats: product.keyFormats },
    { role: 'secondary', name: 'secondaryKey', before: device.secondary_key, formats: secondaryFormats(product) },
    { role: 'product-key', name: 'productKey', before: device.product_key, formats: product.productKey?.keyFormats ?? [] },
  ];
}

/**
 * Corrects the keys of a device that was never licensed; afterwards only a hardware replacement changes them. A temporary
 * key gives way to one that is entered, and what stands below by itself follows.
 */
export async function correctKeys(
  context: Context,
  device: DeviceRow,
  entered: EnteredKeys,
  current: VersionedPack,
  product: Product,
): Promise<Decision<KeyChanges, CorrectRefusal>> {
  const { tx, vendor } = context;
  const named = { ...keyFacts(current.pack, product), product: product.id, productLabel: product.label };
  const changes: Record<string, { before: string | null; after: string }> = {};
  for (const { role, name, before, formats } of corrections(device, product)) {
    const text = entered[name];
    if (text === undefined || text.trim() === '' || text === before) continue;
    const key = matchKey(formats, text);
    const facts = { ...named, role, formats: expectedFormats(formats) };
    if (key === null) return refuse(formats.length === 0 ? 'key-not-expected' : 'hardware-key-invalid', facts);
    if (key.key === before) continue;
    const other = role === 'secondary' ? (changes['hardwareKey']?.after ?? device.hardware_key) : device.secondary_key;
    if (role !== 'product-key' && key.key === other) return refuse('secondary-key-same', facts);
    if (await wasEverActive(tx, vendor.id, device.id)) return refuse('hardware-key-in-use', { ...named, hardwareKey: before ?? key.key });
    // A temporary key that was told to somebody is nobody else's for good.
    if (role === 'primary' && device.key_origin === 'temporary') await blockKey(tx, vendor.id, device.id, role);
    else await dropKey(tx, vendor.id, device.id, role);
    const taken = await takeEntered(context, product, { role, key, entered: text, deviceId: device.id });
    if (!taken.ok) return refuse(taken.refusal.code, { ...taken.refusal.facts, ...named });
    changes[name] = { before, after: key.key };
  }
  if (changes['hardwareKey'] === undefined) return accept(changes);
  const corrected = (await loadDevice(tx, viewerOf(context), device.id))!;
  const followed = await followKey(context, current, corrected, product);
  return followed.ok ? accept(changes) : refuse(followed.refusal.code, { ...followed.refusal.facts, ...named });
}

/** What a key was made from may change where the pack says so; the key stays as it is (B5). */
export function changeInput(device: DeviceRow, product: Product, entered: string | undefined): Decision<string | null, CorrectRefusal> {
  if (entered === undefined || entered.trim() === '') return accept(device.key_input);
  const { derivedKey } = product;
  const facts = { product: product.id, productLabel: product.label, role: 'input', formats: expectedFormats(derivedKey?.keyFormats ?? []) };
  if (derivedKey === undefined || device.key_input === null) return refuse('key-not-expected', facts);
  const input = matchKey(derivedKey.keyFormats, entered);
  if (input === null) return refuse('hardware-key-invalid', facts);
  if (input.key !== device.key_input && !derivedKey.editable)
    return refuse('key-input-fixed', { ...facts, keyInput: device.key_input, label: derivedKey.label });
  return accept(input.key);
}
