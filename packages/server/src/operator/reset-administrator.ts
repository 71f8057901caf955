import { accept, type Decision, refuse } from '@muniment/domain';
import { asOwner } from '@muniment/platform/postgres';
import type { Vendor } from '../core/context.ts';
import { currentPack } from '../features/catalog/index.ts';
import { type ResetAdministrator, resetAdministrator as reset } from '../features/identity/index.ts';
import { chooseVendor } from './choose-vendor.ts';
import { act, type OperatorParts, operatorActor } from './context.ts';
import { isEmail } from './email.ts';
import { vendorOrganization } from './store.ts';

/** For a vendor that nobody can sign in to any more: a link for the administrator with this address, in the operator's name. */
export async function resetAdministrator(
  parts: OperatorParts,
  wanted: { readonly vendor: string; readonly email: string },
): Promise<
  Decision<
    ResetAdministrator & { readonly vendor: Vendor },
    'no-vendor' | 'vendor-not-named' | 'email-not-valid' | 'not-an-administrator' | 'email-taken'
  >
> {
  if (!isEmail(wanted.email)) return refuse('email-not-valid', { email: wanted.email });
  const chosen = await chooseVendor(parts, wanted.vendor);
  if (!chosen.ok) return chosen;
  const vendor = chosen.value;
  const organization = await asOwner(parts.pool, { vendorId: vendor.id }, (tx) => vendorOrganization(tx, vendor.id));
  const made = await act(parts, vendor, operatorActor(organization), async (context) => {
    const language = (await currentPack(context))?.pack.vendor.languages[0] ?? 'en';
    return await reset(context, { email: wanted.email, language });
  });
  return made.ok ? accept({ ...made.value, vendor }) : made;
}
