import { accept, type Decision, refuse } from '@muniment/domain';
import { type EnteredKeys, expectedFormats, type MatchedKey, matchKey, type Product, secondaryFormats } from '@muniment/domain/catalog';
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

interface Wanted extends Correction {
  readonly key: MatchedKey;
  /** As it was entered. */
  readonly text: string;
}

/** The keys that are to be others, in their stored form; the second is never the first. */
function matchCorrections(
  device: DeviceRow,
  entered: EnteredKeys,
  product: Product,
  named: Readonly<Record<string, unknown>>,
): Decision<readonly Wanted[], 'key-not-expected' | 'hardware-key-invalid' | 'secondary-key-same'> {
  const wanted: Wanted[] = [];
  for (const correction of corrections(device, product)) {
    const { name, before, formats } = correction;
    const text = entered[name];
    if (text === undefined || text.trim() === '' || text === before) continue;
    const key = matchKey(formats, text);
    if (key === null) {
      const facts = { ...named, role: correction.role, formats: expectedFormats(formats) };
      return refuse(formats.length === 0 ? 'key-not-expected' : 'hardware-key-invalid', facts);
    }
    if (key.key !== before) wanted.push({ ...correction, key, text });
  }
  const after = (role: StoredRole, before: string | null) => wanted.find((one) => one.role === role)?.key.key ?? before;
  if (after('primary', device.hardware_key) !== after('secondary', device.secondary_key)) return accept(wanted);
  const { role, formats } = wanted.findLast((one) => one.role !== 'product-key')!;
  return refuse('secondary-key-same', { ...named, role, formats: expectedFormats(formats) });
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
  const matched = matchCorrections(device, entered, product, named);
  if (!matched.ok) return matched;
  const wanted = matched.value;
  if (wanted.length > 0 && (await wasEverActive(tx, vendor.id, device.id)))
    return refuse('hardware-key-in-use', { ...named, hardwareKey: wanted[0]!.before ?? wanted[0]!.key.key });
  // All are given back before any is taken, so that two that were entered the wrong way round can change places.
  for (const { role } of wanted) {
    // A temporary key that was told to somebody is nobody else's for good.
    if (role === 'primary' && device.key_origin === 'temporary') await blockKey(tx, vendor.id, device.id, role);
    else await dropKey(tx, vendor.id, device.id, role);
  }
  for (const { role, key, text } of wanted) {
    const taken = await takeEntered(context, product, { role, key, entered: text, deviceId: device.id });
    if (!taken.ok) return refuse(taken.refusal.code, { ...taken.refusal.facts, ...named });
  }
  const changes: KeyChanges = Object.fromEntries(wanted.map(({ name, before, key }) => [name, { before, after: key.key }]));
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
