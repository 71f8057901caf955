import type { Product } from '@muniment/domain/catalog';
import type { Context } from '../../../core/context.ts';
import { KeysUsedUp } from '../../../core/keys-used-up.ts';
import type { DeviceRow } from '../store.ts';
import { takeMadeKey } from './made-keys.ts';

/**
 * The number under which a device's licence files are named: the one it has, or one made now where its product makes it at
 * the first activation (B11). Null where the product knows none.
 */
export async function ensureProductKey(
  context: Context,
  device: Pick<DeviceRow, 'id' | 'product' | 'product_key' | 'hardware_key'>,
  product: Product,
): Promise<string | null> {
  const shape = product.productKey?.shape;
  if (device.product_key !== null || shape === undefined) return device.product_key;
  const key = { product: device.product, deviceId: device.id, role: 'product-key', origin: 'derived' } as const;
  const made = await takeMadeKey(context, shape, key, device.hardware_key);
  if (!made.ok) throw new KeysUsedUp({ product: device.product, shape });
  return made.value;
}
