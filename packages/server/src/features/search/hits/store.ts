import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationFacts, OrganizationKind, Uuid } from '../../../core/context.ts';
import { sightOf, visibleCustomersSql, visibleOrganizationsSql } from '../../../core/visibility/store.ts';
import type { IndexedKind } from '../store.ts';

/** Who looks, and when. */
export interface Viewer {
  readonly vendorId: Uuid;
  readonly organization: Pick<OrganizationFacts, 'id' | 'kind'>;
  readonly now: Temporal.Instant;
}

export interface Match {
  readonly kind: IndexedKind;
  readonly object_id: Uuid;
  readonly term: string;
}

/**
 * A project that goes by its customer's name and is its only one, as the first of every customer is: where customers
 * are found too, it would be the same line a second time.
 */
const doubleOfCustomerSql = `'customer' = ANY ($5::text[]) AND f.kind = 'project' AND EXISTS (
    SELECT 1 FROM projects p JOIN organizations o ON o.vendor_id = p.vendor_id AND o.id = p.customer_id
    WHERE p.vendor_id = $7 AND p.id = CASE WHEN f.kind = 'project' THEN f.object_id::uuid END AND f.term = lower(o.name COLLATE "default")
      AND NOT EXISTS (SELECT 1 FROM projects b WHERE b.vendor_id = p.vendor_id AND b.customer_id = p.customer_id AND b.id <> p.id))`;

/** Terms that contain the text, of visible objects only: exact ones first, then those that begin with it, then the shortest. */
export function findMatches(tx: Tx, viewer: Viewer, text: string, kinds: readonly IndexedKind[], most: number): Promise<Match[]> {
  const { organization, now } = viewer;
  return tx.query<Match>(
    'search-find',
    `SELECT f.kind, f.object_id, f.term FROM search_objects($1, $2, $3, $4, $5::text[], $6) f WHERE NOT (${doubleOfCustomerSql})`,
    [organization.id, organization.kind === 'vendor', now, text, kinds, most, viewer.vendorId],
  );
}

/** Facts of a found object that a line about it is made of; which ones depends on its kind. */
export interface FoundRow {
  readonly id: Uuid;
  readonly title: string;
  readonly detail: string;
  readonly more: string;
}

const at = { vendor: 1, organization: 2, now: 3 };

/** What a person may be seen by: the vendor, and whoever shares an organization. */
function peopleSql(kind: OrganizationKind): string {
  return kind === 'vendor' ? '$2::uuid IS NOT NULL' : 'm.organization_id = $2::uuid';
}

/** An order is seen by its parties and the vendor. */
function ordersSql(kind: OrganizationKind): string {
  return kind === 'vendor' ? '$2::uuid IS NOT NULL' : '(o.receiver_id = $2::uuid OR o.shipper_id = $2::uuid)';
}

/** One text per kind of object; each checks again what the viewer may see, so that an id alone opens nothing. */
const statements: Readonly<Record<IndexedKind, (kind: OrganizationKind) => string>> = {
  device: (kind) => `SELECT d.id, d.name AS title, d.product AS detail, k.hardware_key || ' · ' || o.name AS more
    FROM devices d
    JOIN organizations o ON o.vendor_id = d.vendor_id AND o.id = d.customer_id
    JOIN device_keys k ON k.vendor_id = d.vendor_id AND k.device_id = d.id AND k.role = 'primary' AND k.state = 'current'
    WHERE d.vendor_id = $1 AND d.id = ANY ($4::uuid[]) AND ${visibleCustomersSql('d.customer_id', kind, at)}`,
  customer: (kind) => `SELECT o.id, o.name AS title, c.city AS detail, '' AS more
    FROM customers c JOIN organizations o ON o.vendor_id = c.vendor_id AND o.id = c.organization_id
    WHERE c.vendor_id = $1 AND c.organization_id = ANY ($4::uuid[]) AND ${visibleCustomersSql('c.organization_id', kind, at)}`,
  project: (kind) => `SELECT p.id, p.name AS title, o.name AS detail, '' AS more
    FROM projects p JOIN organizations o ON o.vendor_id = p.vendor_id AND o.id = p.customer_id
    WHERE p.vendor_id = $1 AND p.id = ANY ($4::uuid[]) AND ${visibleCustomersSql('p.customer_id', kind, at)}`,
  order: (kind) => `SELECT o.id, o.sales_order AS title, o.purchase_order AS detail, r.name AS more
    FROM orders o JOIN organizations r ON r.vendor_id = o.vendor_id AND r.id = o.receiver_id
    WHERE o.vendor_id = $1 AND o.id = ANY ($4::uuid[]) AND $3::timestamptz IS NOT NULL AND ${ordersSql(kind)}`,
  organization: (kind) => `SELECT o.id, o.name AS title, o.kind AS detail, '' AS more FROM organizations o
    WHERE o.vendor_id = $1 AND o.kind <> 'customer' AND o.id = ANY ($4::uuid[]) AND ${visibleOrganizationsSql('o.id', kind, at)}`,
  person: (kind) => `SELECT DISTINCT ON (p.id) p.id, p.name AS title, p.email AS detail, o.name AS more
    FROM people p
    JOIN memberships m ON m.vendor_id = p.vendor_id AND m.person_id = p.id
    JOIN organizations o ON o.vendor_id = m.vendor_id AND o.id = m.organization_id
    WHERE p.vendor_id = $1 AND p.id = ANY ($4::uuid[]) AND $3::timestamptz IS NOT NULL AND ${peopleSql(kind)} ORDER BY p.id, o.name`,
};

/** The visible ones of these objects, by id. */
export async function loadFound(tx: Tx, viewer: Viewer, kind: IndexedKind, ids: readonly Uuid[]): Promise<ReadonlyMap<Uuid, FoundRow>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.query<FoundRow>(
    `search-load-${kind}-${sightOf(viewer.organization.kind)}`,
    statements[kind](viewer.organization.kind),
    [viewer.vendorId, viewer.organization.id, viewer.now, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
