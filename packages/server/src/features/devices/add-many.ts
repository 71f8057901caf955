import { accept, type Decision, refuse } from '@muniment/domain';
import { findProduct, type KeyPlan, noAttributes, type Product, planKeys } from '@muniment/domain/catalog';
import { uuidv7 } from '@muniment/platform/ids';
import type { Context, Uuid } from '../../core/context.ts';
import type { VersionedPack } from '../catalog/index.ts';
import { recordActs } from '../ledger/index.ts';
import { indexManyTerms } from '../search/index.ts';
import { type AddRefusal, addDevice, type DeviceToAdd } from './add-device.ts';
import { holdersOf, insertDevices, takeKeys } from './many-store.ts';
import { keyFacts } from './wire.ts';

type Added = Decision<Uuid, AddRefusal>;

/** A device with one key, which was entered, and nothing below it: hundreds of them are a few statements. */
interface Plain {
  readonly index: number;
  readonly id: Uuid;
  readonly wanted: DeviceToAdd;
  readonly key: Extract<KeyPlan['primary'], { origin: 'entered' }>;
}

/** Whether something appears below a device of the product by itself. */
function hasAutomaticChildren({ pack }: VersionedPack, { children }: Product): boolean {
  return children.some(({ creation, product, variant }) => {
    const below = creation === 'automatic' ? findProduct(pack, product, variant ?? null) : undefined;
    return below !== undefined && !below.withdrawn;
  });
}

function plainOf(current: VersionedPack, wanted: DeviceToAdd, index: number): Plain | null {
  if (wanted.parent !== null || hasAutomaticChildren(current, wanted.product)) return null;
  const plan = planKeys(wanted.product, wanted.entered);
  if (!plan.ok) return null;
  const { primary, secondary, productKey } = plan.value;
  return primary.origin === 'entered' && secondary === null && productKey === null ? { index, id: uuidv7(), wanted, key: primary } : null;
}

/** Adds plain devices with a statement for each table; who does not get the key is told as `addDevice` would. */
async function addPlain(context: Context, current: VersionedPack, devices: readonly Plain[], results: Added[]): Promise<void> {
  const { tx, vendor, now } = context;
  const keys = devices.map(({ id, wanted, key }) => ({
    product: wanted.product.id,
    hardwareKey: key.key,
    formatId: key.formatId,
    deviceId: id,
    role: 'primary' as const,
    origin: 'entered' as const,
    entered: wanted.entered.hardwareKey ?? key.key,
  }));
  const taken = await takeKeys(tx, vendor.id, keys);
  const without = devices.filter(({ id }) => !taken.has(id));
  const blocked = new Set<number>();
  if (without.length > 0) {
    const asked = without.map(({ wanted, key }) => ({ product: wanted.product.id, hardwareKey: key.key }));
    for (const { place, state } of await holdersOf(tx, vendor.id, asked)) if (state === 'blocked') blocked.add(place);
  }
  for (const [place, { index, wanted, key }] of without.entries()) {
    const named = { ...keyFacts(current.pack, wanted.product), product: wanted.product.id };
    const code = blocked.has(place) ? 'hardware-key-blocked' : 'hardware-key-taken';
    results[index] = refuse(code, { hardwareKey: key.key, role: 'primary', ...named });
  }
  const added = devices.filter(({ id }) => taken.has(id));
  for (const { index, id } of added) results[index] = accept(id);
  if (added.length === 0) return;
  const rows = added.map(({ id, wanted }) => ({
    id,
    name: wanted.name,
    product: wanted.product.id,
    variant: wanted.variant,
    customerId: wanted.customerId,
    projectId: wanted.projectId,
    parentId: null,
    relation: null,
    keyInput: null,
    referenceNote: wanted.referenceNote,
    attributes: wanted.attributes ?? noAttributes,
  }));
  const found = added.map(({ id, wanted, key }) => ({
    objectId: id,
    customerId: wanted.customerId,
    terms: [wanted.name, key.key, wanted.entered.hardwareKey ?? '', wanted.referenceNote],
    isNew: true,
  }));
  const acts = added.map(({ id, wanted, key }) => ({
    details: {
      product: wanted.product.id,
      ...(wanted.variant === null ? {} : { variant: wanted.variant }),
      hardwareKey: key.key,
      keyOrigin: 'entered',
    },
    about: { deviceId: id, projectId: wanted.projectId, customerId: wanted.customerId, packVersion: current.version },
  }));
  await Promise.all([
    insertDevices(tx, vendor.id, rows, now),
    indexManyTerms(tx, vendor.id, 'device', found),
    recordActs(context, 'create-device', acts),
  ]);
}

/**
 * Adds devices in their order, as `addDevice` adds each: what one is refused for keeps no other back (B3, B4, A13). Runs of
 * plain ones share their statements. The caller holds `lockManyKeys`.
 */
export async function addDevices(context: Context, current: VersionedPack, wanted: readonly DeviceToAdd[]): Promise<readonly Added[]> {
  const results: Added[] = [];
  let run: Plain[] = [];
  const finishRun = async () => {
    if (run.length > 0) await addPlain(context, current, run, results);
    run = [];
  };
  for (const [index, device] of wanted.entries()) {
    const plain = plainOf(current, device, index);
    if (plain !== null) run.push(plain);
    else {
      await finishRun();
      results[index] = await addDevice(context, current, device);
    }
  }
  await finishRun();
  return results;
}
