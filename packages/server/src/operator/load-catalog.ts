import type { loadCatalog as contract, OutputOf } from '@muniment/contract';
import type { Decision } from '@muniment/domain';
import { asOwner } from '@muniment/platform/postgres';
import { listVendors } from '../core/store.ts';
import { loadCatalog as prepared } from '../features/catalog/index.ts';
import { chooseVendor } from './choose-vendor.ts';
import { act, type OperatorParts, operatorActor, outsideFor } from './context.ts';
import { vendorOrganization } from './store.ts';

/** Whether anybody can be served: an installation without a vendor has nothing to show. */
export async function hasVendor(parts: OperatorParts): Promise<boolean> {
  return (await asOwner(parts.pool, { vendorId: null }, listVendors)).length > 0;
}

/** Loads a catalog pack for a vendor, in the operator's name; a dry run answers the same and keeps nothing. */
export async function loadCatalog(
  parts: OperatorParts,
  wanted: { readonly vendor: string | null; readonly pack: string; readonly dryRun?: boolean },
): Promise<Decision<OutputOf<typeof contract> & { readonly vendor: string }, string>> {
  const chosen = await chooseVendor(parts, wanted.vendor);
  if (!chosen.ok) return chosen;
  const vendor = chosen.value;
  const organization = await asOwner(parts.pool, { vendorId: vendor.id }, (tx) => vendorOrganization(tx, vendor.id));
  const actor = operatorActor(organization);
  const input = { params: {}, query: {}, body: { pack: wanted.pack } };
  const load = await prepared.prepare(outsideFor(parts, vendor, actor, await parts.clock.now()), input);
  const result = await act(parts, vendor, actor, async (context) => {
    const answer = await load(context, input);
    if (wanted.dryRun === true) context.tx.discard();
    return answer;
  });
  if (!result.ok) return result;
  return { ok: true, value: { ...(result.value as OutputOf<typeof contract>), vendor: vendor.slug } };
}
