import { findProduct, type Product } from '@muniment/domain/catalog';
import type { Context } from '../../core/context.ts';
import type { VersionedPack } from '../catalog/index.ts';
import { childrenOf, type DeviceRow, ensureProductKey, loadDevice, reindex, viewerOf } from '../devices/index.ts';

/** A device with the number its files are named under, made now where its product makes it with the first file (B11). */
export async function withProductKey(context: Context, device: DeviceRow, product: Product): Promise<DeviceRow> {
  const productKey = await ensureProductKey(context, device, product);
  if (productKey === device.product_key) return device;
  await reindex(context, device.id);
  return { ...device, product_key: productKey };
}

/** The devices below that are licensed with this one (B7), each with the number its files are named under. */
export async function licensedTogether(
  context: Context,
  device: DeviceRow,
  current: VersionedPack,
  product: Product,
): Promise<DeviceRow[]> {
  const relations = new Set(product.children.filter(({ licensed }) => licensed === 'with-parent').map(({ id }) => id));
  const found: DeviceRow[] = [];
  for (const { id, relation } of relations.size === 0 ? [] : await childrenOf(context.tx, context.vendor.id, device.id)) {
    const row = relations.has(relation) ? await loadDevice(context.tx, viewerOf(context), id) : null;
    const below = row === null ? undefined : findProduct(current.pack, row.product, row.variant);
    if (row !== null && below !== undefined) found.push(await withProductKey(context, row, below));
  }
  return found;
}
