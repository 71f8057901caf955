import type { loadCatalog as contract, OutputOf } from '@muniment/contract';
import { type Decision, refuse } from '@muniment/domain';
import { asOwner } from '@muniment/platform/postgres';
import type { Vendor } from '../core/context.ts';
import { listVendors } from '../core/store.ts';
import { loadCatalog as load } from '../features/catalog/index.ts';
import { act, type OperatorParts, operatorActor } from './context.ts';
import { vendorOrganization } from './store.ts';

/** A vendor by slug, or the first where none is named. */
export async function findVendor(parts: Pick<OperatorParts, 'pool'>, slug: string | null): Promise<Vendor | null> {
  const vendors = await asOwner(parts.pool, { vendorId: null }, listVendors);
  return (slug === null ? vendors[0] : vendors.find((vendor) => vendor.slug === slug)) ?? null;
}

/** Loads a catalog pack for a vendor, in the operator's name. */
export async function loadCatalog(
  parts: OperatorParts,
  wanted: { readonly vendor: string | null; readonly pack: string },
): Promise<Decision<OutputOf<typeof contract> & { readonly vendor: string }, string>> {
  const vendor = await findVendor(parts, wanted.vendor);
  if (vendor === null) return refuse('no-vendor', { vendor: wanted.vendor });
  const organization = await asOwner(parts.pool, { vendorId: vendor.id }, (tx) => vendorOrganization(tx, vendor.id));
  const result = await act(parts, vendor, operatorActor(organization), (context) =>
    load(context, { params: {}, query: {}, body: { pack: wanted.pack } }),
  );
  if (!result.ok) return result;
  return { ok: true, value: { ...(result.value as OutputOf<typeof contract>), vendor: vendor.slug } };
}
