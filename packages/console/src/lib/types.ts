import type { InputOfId, Problem, ValueOfId } from '@muniment/client';
import type { OperationId } from '@muniment/contract';

export type { OperationId, Problem };

/** What the console passes to an operation: path parameters, query and body in one object. */
export type InputFor<Id extends OperationId> = InputOfId<Id>;

/** What an operation answers. */
export type ValueOf<Id extends OperationId> = ValueOfId<Id>;

export interface Answer<Value> {
  readonly value: Value;
  /** Version of the object read, for `If-Match` on its edit; null where it has none. */
  readonly etag: string | null;
}

/** Ids of the operations that answer keyset pages. */
export type PagedOperationId = {
  [Id in OperationId]: ValueOf<Id> extends { readonly items: readonly unknown[]; readonly next: string | null; readonly total: number }
    ? Id
    : never;
}[OperationId];

/** One row of a paged operation. */
export type ItemOf<Id extends PagedOperationId> = ValueOf<Id> extends { readonly items: readonly (infer Item)[] } ? Item : never;

export type Me = ValueOf<'get-me'>;
export type Membership = Me['current'];
export type Outcome = ValueOf<'attach-licenses'>;
export type Movement = Outcome['movements'][number];
export type Order = ItemOf<'list-orders'>;
export type OrderLine = ValueOf<'get-order'>['lines'][number];
export type Customer = ItemOf<'list-customers'>;
export type Device = ItemOf<'list-devices'>;
export type HeldLot = ValueOf<'list-device-licenses'>['reserved'][number];
export type Entitlement = ValueOf<'list-entitlements'>['entitlements'][number];
export type Coverage = ValueOf<'list-entitlements'>['coverage'][number];
export type LicenseFile = ItemOf<'list-license-files'>;
export type LedgerOperation = ItemOf<'list-operations'>;
export type Catalog = ValueOf<'get-catalog'>;
export type SearchHit = ValueOf<'search'>['hits'][number];
export type Project = ItemOf<'list-projects'>;
export type ProjectDetails = ValueOf<'get-project'>;
export type NamedUser = ItemOf<'list-named-users'>;
export type Transfer = ItemOf<'list-transfers'>;
export type InventoryItem = ItemOf<'list-inventory'>;
