import { accept, type Decision, refuse } from '@muniment/domain';
import { asOwner } from '@muniment/platform/postgres';
import type { Vendor } from '../core/context.ts';
import { listVendors } from '../core/store.ts';
import type { OperatorParts } from './context.ts';

/** A vendor by slug; without one, the only vendor there is. */
export async function chooseVendor(
  parts: Pick<OperatorParts, 'pool'>,
  slug: string | null,
): Promise<Decision<Vendor, 'no-vendor' | 'vendor-not-named'>> {
  const vendors = await asOwner(parts.pool, { vendorId: null }, listVendors);
  if (slug === null && vendors.length > 1) return refuse('vendor-not-named', { vendors: vendors.map((vendor) => vendor.slug) });
  const vendor = slug === null ? vendors[0] : vendors.find((candidate) => candidate.slug === slug);
  return vendor === undefined ? refuse('no-vendor', { vendor: slug }) : accept(vendor);
}
