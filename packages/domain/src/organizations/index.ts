import type { OrganizationKind } from '../identity/index.ts';
import { accept, type Decision, refuse } from '../refusal/index.ts';

/** The parties of an allowance or of serves, as far as the rules look at them. */
export interface Party {
  readonly id: string;
  readonly kind: OrganizationKind;
}

const shippers: readonly OrganizationKind[] = ['vendor', 'distributor', 'dealer'];
const partners: readonly OrganizationKind[] = ['distributor', 'dealer'];

/** Whether one organization can ever be allowed to ship to another: goods go to partners, customers are served. */
export function checkAllowance(from: Party, to: Party): Decision<null, 'allowance-not-possible'> {
  if (from.id === to.id) return refuse('allowance-not-possible', { reason: 'same-organization' });
  if (!shippers.includes(from.kind))
    return refuse('allowance-not-possible', { reason: 'kind', side: 'from', kind: from.kind, kinds: shippers });
  if (!partners.includes(to.kind)) return refuse('allowance-not-possible', { reason: 'kind', side: 'to', kind: to.kind, kinds: partners });
  return accept(null);
}

/** Whether one organization can look after another: a partner after a customer. */
export function checkServes(partner: Party, customer: Party): Decision<null, 'serves-not-possible'> {
  if (!partners.includes(partner.kind)) {
    return refuse('serves-not-possible', { reason: 'kind', side: 'partner', kind: partner.kind, kinds: partners });
  }
  if (customer.kind !== 'customer') {
    return refuse('serves-not-possible', { reason: 'kind', side: 'customer', kind: customer.kind, kinds: ['customer'] });
  }
  return accept(null);
}
