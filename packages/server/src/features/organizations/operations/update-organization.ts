import type { updateOrganization as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Context, Handler, Uuid } from '../../../core/context.ts';
import { recordAct } from '../../ledger/index.ts';
import { indexTerms } from '../../search/index.ts';
import { loadCustomerTerms, loadVisible, renameOrganization, viewerOf } from '../store.ts';
import { toOrganization } from '../wire.ts';

/** A customer is found by more than its name. */
async function indexName({ tx, vendor }: Context, id: Uuid, name: string): Promise<void> {
  const customer = await loadCustomerTerms(tx, vendor.id, id);
  if (customer === null) return indexTerms(tx, vendor.id, { kind: 'organization', objectId: id, terms: [name], organizationIds: [id] });
  const terms = [name, customer.reference_note, customer.city];
  return indexTerms(tx, vendor.id, { kind: 'customer', objectId: id, terms, customerId: id });
}

/** Renames an organization. */
export const updateOrganization: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor, ifVersion } = context;
  const viewer = viewerOf(context);
  const id = fromId('org', params.organizationId)!;
  const before = await loadVisible(tx, viewer, id);
  if (before === null) return refuse('not-found');
  const name = body.name.trim();
  const outcome = await renameOrganization(tx, vendor.id, id, name, ifVersion);
  if (outcome === 'taken') return refuse('name-taken', { name });
  if (outcome === 'changed-meanwhile') return refuse('precondition-failed', { version: before.version });
  await indexName(context, id, name);
  await recordAct(context, 'update-organization', { organizationId: id }, before.kind === 'customer' ? { customerId: id } : {});
  return accept(toOrganization((await loadVisible(tx, viewer, id))!));
};
