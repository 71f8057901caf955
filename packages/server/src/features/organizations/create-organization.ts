import { accept, type Decision, refuse } from '@muniment/domain';
import { uuidv7 } from '@muniment/platform/ids';
import type { Actor, Context, OrganizationFacts, Uuid } from '../../core/context.ts';
import { indexTerms } from '../search/index.ts';
import { insertOrganization } from './store.ts';

type MakingContext = Pick<Context<Actor | null>, 'tx' | 'now' | 'vendor'>;

async function add(context: MakingContext, organization: OrganizationFacts): Promise<boolean> {
  const { id, kind, name } = organization;
  if (!(await insertOrganization(context.tx, context.vendor.id, { id, kind, name, created_at: context.now }))) return false;
  await indexTerms(context.tx, context.vendor.id, { kind: 'organization', objectId: id, terms: [name], organizationIds: [id] });
  return true;
}

/** The vendor's own organization: the first there is, made with the vendor. An id may be given where its actor had to be known before. */
export async function createVendorOrganization(
  context: MakingContext,
  given: { readonly id?: Uuid; readonly name: string },
): Promise<OrganizationFacts> {
  const organization: OrganizationFacts = { id: given.id ?? uuidv7(), kind: 'vendor', name: given.name.trim() };
  if (!(await add(context, organization))) throw new Error('this vendor has its organization already');
  return organization;
}

/** A distributor or dealer; partners' names are unique per vendor. */
export async function createPartner(
  context: MakingContext,
  given: { readonly name: string; readonly kind: 'distributor' | 'dealer' },
): Promise<Decision<OrganizationFacts, 'name-taken'>> {
  const organization: OrganizationFacts = { id: uuidv7(), kind: given.kind, name: given.name.trim() };
  return (await add(context, organization)) ? accept(organization) : refuse('name-taken', { name: organization.name });
}
