import type { updateCustomer as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { recordAct } from '../../ledger/index.ts';
import { indexTerms } from '../../search/index.ts';
import { loadCustomer, saveCustomer } from '../customers-store.ts';
import { toCustomers, viewerOf } from '../wire.ts';

/** Changes what was given, if nobody changed the customer since the caller read it. */
export const updateCustomer: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor } = context;
  const viewer = viewerOf(context);
  const before = await loadCustomer(tx, viewer, fromId('org', params.customerId)!);
  if (before === null) return refuse('not-found');
  const after = {
    ...before,
    name: body.name?.trim() ?? before.name,
    street: body.address?.street ?? before.street,
    postal_code: body.address?.postalCode ?? before.postal_code,
    city: body.address?.city ?? before.city,
    country: body.address?.country ?? before.country,
    reference_note: body.referenceNote ?? before.reference_note,
    version: context.ifVersion ?? before.version,
  };
  if (!(await saveCustomer(tx, vendor.id, after))) return refuse('precondition-failed', { version: before.version });
  await indexTerms(tx, vendor.id, {
    kind: 'customer',
    objectId: before.id,
    terms: [after.name, after.reference_note, after.city],
    customerId: before.id,
  });
  // Names of the changed fields only: an address can be erased, the history cannot.
  const changed = (['name', 'street', 'postal_code', 'city', 'country', 'reference_note'] as const).filter(
    (field) => before[field] !== after[field],
  );
  await recordAct(context, 'update-customer', { changed }, { customerId: before.id });
  return accept((await toCustomers(tx, viewer, [(await loadCustomer(tx, viewer, before.id))!]))[0]!);
};
