import { accept, type Decision, refuse } from '@muniment/domain';
import { findProduct, type Product } from '@muniment/domain/catalog';
import { waitsFor } from '@muniment/domain/ledger';
import { vendorDay } from '@muniment/domain/terms';
import type { Context, Uuid } from '../../core/context.ts';
import { currentPack, type VersionedPack } from '../catalog/index.ts';
import type { DeviceRow } from '../devices/index.ts';
import { poolHoldings } from './holdings.ts';
import { type CloudLicense, toCloudLicenses } from './wire.ts';

interface Waiting {
  readonly current: VersionedPack;
  readonly product: Product;
  readonly items: CloudLicense[];
}

/** Licences of a project's pool that a product can take by itself today. */
export async function waitingFor(context: Context, current: VersionedPack, product: Product, projectId: Uuid): Promise<CloudLicense[]> {
  const today = vendorDay(context.now, current.pack.vendor.timeZone);
  const pool = await poolHoldings(context, projectId);
  return toCloudLicenses(
    context,
    current,
    pool.filter((holding) => waitsFor(product, holding, today)),
  );
}

/** The same for a device. */
export async function loadWaiting(
  context: Context,
  device: Pick<DeviceRow, 'product' | 'variant' | 'project_id'>,
): Promise<Decision<Waiting, 'no-catalog'>> {
  const current = await currentPack(context);
  const product = current === null ? undefined : findProduct(current.pack, device.product, device.variant);
  if (current === null || product === undefined) return refuse('no-catalog', { product: device.product });
  return accept({ current, product, items: await waitingFor(context, current, product, device.project_id) });
}
