import type { createCustomer as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import { uuidv7 } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { recordAct } from '../../ledger/index.ts';
import { indexProject, insertProject } from '../../projects/index.ts';
import { indexTerms } from '../../search/index.ts';
import { insertCustomer, loadCustomer } from '../customers-store.ts';
import { toCustomers, viewerOf } from '../wire.ts';

/** Adds a customer with its first project; a partner that adds one serves it from now on (design: Tenancy). */
export const createCustomer: Handler<typeof contract> = async (context, { body }) => {
  const { tx, vendor, actor, now } = context;
  const id = uuidv7();
  const { kind } = actor.organization;
  await insertCustomer(tx, vendor.id, {
    id,
    name: body.name.trim(),
    street: body.address?.street ?? '',
    postal_code: body.address?.postalCode ?? '',
    city: body.address?.city ?? '',
    country: body.address?.country ?? '',
    reference_note: body.referenceNote,
    created_at: now,
    servesId: uuidv7(),
    partnerId: kind === 'distributor' || kind === 'dealer' ? actor.organization.id : null,
  });
  await indexTerms(tx, vendor.id, {
    kind: 'customer',
    objectId: id,
    terms: [body.name, body.referenceNote, body.address?.city ?? ''],
    customerId: id,
  });
  const project = { id: uuidv7(), customer_id: id, name: body.name.trim(), created_at: now };
  await insertProject(tx, vendor.id, project);
  await indexProject(context, project);
  await recordAct(context, 'create-customer', {}, { customerId: id });
  const viewer = viewerOf(context);
  return accept((await toCustomers(tx, viewer, [(await loadCustomer(tx, viewer, id))!]))[0]!);
};
