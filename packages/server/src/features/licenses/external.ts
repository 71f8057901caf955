import { findProduct } from '@muniment/domain/catalog';
import type { Context } from '../../core/context.ts';
import { currentPack } from '../catalog/index.ts';
import type { DeviceRow } from '../devices/index.ts';

/** What a refusal says of a product whose files are made elsewhere (B19); null where they are made here. */
export async function externalProduct(
  context: Context,
  device: Pick<DeviceRow, 'product' | 'variant'>,
): Promise<{ readonly product: string; readonly productLabel: Readonly<Record<string, string>> } | null> {
  const current = await currentPack(context);
  const product = current === null ? undefined : findProduct(current.pack, device.product, device.variant);
  return product?.licenseFile.format === 'external' ? { product: product.id, productLabel: product.label } : null;
}
