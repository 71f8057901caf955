import type { OrganizationFacts, OrganizationKind, Uuid } from '../context.ts';

const isPartner = (kind: OrganizationKind | null) => kind === 'distributor' || kind === 'dealer';

/** Whether an act is another partner's: those who serve one customer see what is active there, not each other (design: Tenancy). */
export function isOtherPartners(
  reader: Pick<OrganizationFacts, 'id' | 'kind'>,
  by: { readonly organization_id: Uuid | null; readonly organization_kind: OrganizationKind | null },
): boolean {
  return isPartner(reader.kind) && isPartner(by.organization_kind) && by.organization_id !== reader.id;
}
