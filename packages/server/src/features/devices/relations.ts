import { accept, type Decision, refuse } from '@muniment/domain';
import { type Child, childKey, findProduct, type Product, planKeys } from '@muniment/domain/catalog';
import type { Context, Uuid } from '../../core/context.ts';
import type { VersionedPack } from '../catalog/index.ts';
import { type AddRefusal, addChildren, indexDevice, takeEntered } from './add-device.ts';
import { dropKey } from './keys/store.ts';
import { childrenOf, type DeviceRow, loadDevice, wasEverActive } from './store.ts';
import { isProvisional, viewerOf } from './wire.ts';

/** Why no child of a kind can be added now; null where one can. */
export type Closed = 'automatic' | 'too-many' | 'too-late' | 'provisional';

export interface Relation {
  readonly child: Child;
  /** How many there are. */
  readonly there: number;
  /** The key that follows from the device above, null where none does. */
  readonly proposedKey: string | null;
  readonly closed: Closed | null;
}

/** What may stand below a device, and what keeps another one from being added (B7). */
export async function relationsOf(
  context: Context,
  current: VersionedPack,
  device: DeviceRow,
  product: Product,
): Promise<readonly Relation[]> {
  const { tx, vendor } = context;
  if (product.children.length === 0) return [];
  const rows = await childrenOf(tx, vendor.id, device.id);
  // What only made the key possible keeps nobody out: before there was a key nothing could be added.
  const wasActive = await wasEverActive(tx, vendor.id, device.id, product.derivedKey?.trigger);
  const provisional = isProvisional(device, product);
  // A device that is licensed with the one above has nothing to license others with: two are a pair, not the first of a chain.
  const pairs = relationOf(current, device)?.licensed !== 'with-parent';
  const possible = product.children.filter(({ licensed }) => pairs || licensed === 'itself');
  return possible.map((child) => {
    const there = rows.filter(({ relation }) => relation === child.id).length;
    const closed =
      child.creation === 'automatic'
        ? 'automatic'
        : there >= child.most
          ? 'too-many'
          : child.onlyBeforeActivation && wasActive
            ? 'too-late'
            : provisional
              ? 'provisional'
              : null;
    return { child, there, closed, proposedKey: child.key === undefined || provisional ? null : childKey(child.key, device.hardware_key) };
  });
}

/**
 * Lets what stands below a device by itself follow a key that was corrected or made: its key follows from that one. A child
 * that has licences of its own stays as it is, and so must the key above it.
 */
export async function followKey(
  context: Context,
  current: VersionedPack,
  device: DeviceRow,
  product: Product,
): Promise<Decision<null, AddRefusal | 'hardware-key-in-use'>> {
  const { tx, vendor } = context;
  const rows = await childrenOf(tx, vendor.id, device.id);
  for (const child of product.children) {
    if (child.creation !== 'automatic' || child.key === undefined) continue;
    const row = rows.find(({ relation }) => relation === child.id);
    const key = childKey(child.key, device.hardware_key);
    const below = findProduct(current.pack, child.product, child.variant ?? null);
    if (row === undefined || key === null || below === undefined || row.hardware_key === key) continue;
    const moved = await moveKey(context, row, below, key);
    if (!moved.ok) return moved;
    await reindex(context, row.id);
  }
  const missing = product.children.filter(({ id, creation }) => creation === 'automatic' && !rows.some(({ relation }) => relation === id));
  const added = await addChildren(context, current, device, product, missing);
  return added ?? accept(null);
}

async function moveKey(
  context: Context,
  row: { readonly id: Uuid; readonly hardware_key: string },
  product: Product,
  key: string,
): Promise<Decision<string, AddRefusal | 'hardware-key-in-use'>> {
  const { tx, vendor } = context;
  if (await wasEverActive(tx, vendor.id, row.id)) return refuse('hardware-key-in-use', { hardwareKey: row.hardware_key });
  // What follows from a key that was entered need not be one that the child's product takes.
  const plan = planKeys(product, { hardwareKey: key });
  if (!plan.ok) return plan;
  await dropKey(tx, vendor.id, row.id, 'primary');
  return takeEntered(context, product, { role: 'primary', key: { key, formatId: 'primary' }, entered: key, deviceId: row.id });
}

/** What the product of the device above says of this one; undefined for a device that stands alone. */
export function relationOf(
  { pack }: Pick<VersionedPack, 'pack'>,
  device: Pick<DeviceRow, 'relation' | 'parent_product' | 'parent_variant'>,
): Child | undefined {
  if (device.parent_product === null) return undefined;
  return findProduct(pack, device.parent_product, device.parent_variant)?.children.find(({ id }) => id === device.relation);
}

/** Lets a device be found by the keys it has now. */
export async function reindex(context: Context, deviceId: Uuid): Promise<void> {
  const row = (await loadDevice(context.tx, viewerOf(context), deviceId))!;
  await indexDevice(context, {
    id: row.id,
    name: row.name,
    referenceNote: row.reference_note,
    keyInput: row.key_input,
    customerId: row.customer_id,
  });
}
