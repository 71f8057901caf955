import type { ItemOf, Membership } from '../../lib/types.ts';

export type Person = ItemOf<'list-people'>;
export type Invitation = ItemOf<'list-invitations'>;
export type Role = Membership['role'];

/** The roles that can be given in an organization of a kind: the one that works there, and read-only. */
export const rolesFor: Readonly<Record<Membership['organization']['kind'], readonly Role[]>> = {
  vendor: ['administrator', 'read-only'],
  distributor: ['distributor', 'read-only'],
  dealer: ['dealer', 'read-only'],
  customer: ['customer', 'read-only'],
};
