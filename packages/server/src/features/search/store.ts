import type { Tx } from '@muniment/platform/postgres';
import type { Uuid } from '../../core/context.ts';

/** What can be found here; a `part` is found in the catalog pack. */
export type IndexedKind = 'device' | 'customer' | 'project' | 'order' | 'organization' | 'person';

export interface IndexedObject {
  readonly kind: IndexedKind;
  readonly objectId: Uuid;
  /** What people type to find it, such as name, hardware key, order numbers. Empty ones are left out; at most 500 characters count. */
  readonly terms: readonly string[];
  /** Beside the vendor it is seen by whoever sees this customer … */
  readonly customerId?: Uuid | null;
  /** … or by these organizations. */
  readonly organizationIds?: readonly Uuid[];
}

/** The same for many devices at once, new ones or not. */
export async function indexManyTerms(
  tx: Tx,
  vendorId: Uuid,
  kind: IndexedKind,
  objects: readonly { readonly objectId: Uuid; readonly customerId: Uuid; readonly terms: readonly string[]; readonly isNew: boolean }[],
): Promise<void> {
  const known = objects.filter(({ isNew }) => !isNew).map(({ objectId }) => objectId);
  const forgotten =
    known.length > 0 &&
    tx.run('search-forget-many-terms', 'DELETE FROM search_terms WHERE vendor_id = $1 AND kind = $2 AND object_id = ANY ($3::text[])', [
      vendorId,
      kind,
      known,
    ]);
  const rows = objects.flatMap(({ objectId, customerId, terms }) =>
    terms.map((term) => ({ objectId, customerId, term: term.trim().slice(0, 500) })).filter(({ term }) => term !== ''),
  );
  const added = tx.run(
    'search-insert-many-terms',
    `INSERT INTO search_terms (vendor_id, kind, object_id, term, customer_id)
     SELECT DISTINCT $1::uuid, $2, t.object_id, lower(t.term), t.customer_id
     FROM unnest($3::text[], $4::uuid[], $5::text[]) AS t (object_id, customer_id, term)`,
    [vendorId, kind, rows.map((row) => row.objectId), rows.map((row) => row.customerId), rows.map((row) => row.term)],
  );
  await Promise.all([forgotten, added]);
}

/** Makes an object findable by exactly these terms, in the act's own transaction; no terms make it unfindable. */
export async function indexTerms(tx: Tx, vendorId: Uuid, object: IndexedObject): Promise<void> {
  await tx.run('search-forget-terms', 'DELETE FROM search_terms WHERE vendor_id = $1 AND kind = $2 AND object_id = $3', [
    vendorId,
    object.kind,
    object.objectId,
  ]);
  const terms = object.terms.map((term) => term.trim().slice(0, 500)).filter((term) => term !== '');
  if (terms.length === 0) return;
  const organizations = object.organizationIds === undefined || object.organizationIds.length === 0 ? [null] : object.organizationIds;
  // lower() here and in search_objects: one notion of case, the database's.
  await tx.run(
    'search-insert-terms',
    `INSERT INTO search_terms (vendor_id, kind, object_id, term, customer_id, organization_id)
     SELECT DISTINCT $1::uuid, $2, $3, lower(t), $5::uuid, o FROM unnest($4::text[]) AS t, unnest($6::uuid[]) AS o`,
    [vendorId, object.kind, object.objectId, terms, object.customerId ?? null, organizations],
  );
}
