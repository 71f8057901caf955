import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationFacts, Uuid } from '../../core/context.ts';
import { foundSql, hasTextSql } from '../../core/found/store.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';
import { sightOf, visibleCustomersSql } from '../../core/visibility/store.ts';
import type { Viewer } from './store.ts';

export type CustomerSort = 'name' | '-name' | 'created' | '-created';

export interface CustomerRow {
  id: Uuid;
  name: string;
  street: string;
  postal_code: string;
  city: string;
  country: string;
  reference_note: string;
  device_count: number;
  created_at: Temporal.Instant;
  version: number;
}

const customerColumns = `o.id, o.name, c.street, c.postal_code, c.city, c.country, c.reference_note, o.created_at, o.version,
  (SELECT count(*) FROM devices d WHERE d.vendor_id = o.vendor_id AND d.customer_id = o.id) AS device_count`;

function fromCustomersSql(kind: OrganizationFacts['kind']): string {
  return `FROM organizations o JOIN customers c ON c.vendor_id = o.vendor_id AND c.organization_id = o.id
    WHERE o.vendor_id = $1 AND o.kind = 'customer' AND ${visibleCustomersSql('o.id', kind, { vendor: 1, organization: 2, now: 3 })}`;
}

export async function loadCustomer(tx: Tx, viewer: Viewer, customerId: Uuid): Promise<CustomerRow | null> {
  const rows = await tx.query<CustomerRow>(
    `devices-load-customer-${sightOf(viewer.organization.kind)}`,
    `SELECT ${customerColumns} ${fromCustomersSql(viewer.organization.kind)} AND o.id = $4`,
    [viewer.vendorId, viewer.organization.id, viewer.now, customerId],
  );
  return rows[0] ?? null;
}

export function customerKeyset(sort: CustomerSort): Keyset {
  const column = sort.endsWith('name')
    ? ({ sql: 'o.name', type: 'text' } as const)
    : ({ sql: 'o.created_at', type: 'timestamptz' } as const);
  return { columns: [column, { sql: 'o.id', type: 'uuid' }], descending: sort.startsWith('-') };
}

/** What a text finds: of those that an organization looks after each is asked, of the vendor's the index. */
function textSql(viewer: OrganizationFacts['kind'], text: string | null): string {
  if (text === null) return '$4::text IS NULL';
  return (viewer === 'vendor' ? foundSql : hasTextSql)('o.id', { kind: 'customer', viewer, text: '$4' });
}

export async function listCustomers(
  tx: Tx,
  viewer: Viewer,
  text: string | null,
  request: PageRequest,
  sort: CustomerSort,
): Promise<CustomerRow[]> {
  return tx.query<CustomerRow>(
    `devices-list-customers-${sightOf(viewer.organization.kind)}-${sort}-${request.part}${text === null ? '' : '-text'}`,
    `SELECT ${customerColumns} ${fromCustomersSql(viewer.organization.kind)} AND ${textSql(viewer.organization.kind, text)}${afterSql(request, 6)}${orderSql(request, 5)}`,
    [viewer.vendorId, viewer.organization.id, viewer.now, text, rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countCustomers(tx: Tx, viewer: Viewer, text: string | null): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    `devices-count-customers-${sightOf(viewer.organization.kind)}${text === null ? '' : '-text'}`,
    `SELECT count(*) AS total FROM (SELECT 1 ${fromCustomersSql(viewer.organization.kind)} AND ${textSql(viewer.organization.kind, text)} LIMIT $5) m`,
    [viewer.vendorId, viewer.organization.id, viewer.now, text, mostCounted],
  );
  return rows[0]!.total;
}

/** Partners that serve these customers now. */
export async function partnersOf(
  tx: Tx,
  viewer: Viewer,
  customerIds: readonly Uuid[],
): Promise<{ customer_id: Uuid; id: Uuid; name: string }[]> {
  return tx.query(
    'devices-partners-of',
    `SELECT s.customer_id, o.id, o.name FROM serves s JOIN organizations o ON o.vendor_id = s.vendor_id AND o.id = s.partner_id
     WHERE s.vendor_id = $1 AND s.customer_id = ANY ($2::uuid[]) AND s.since <= $3 AND (s.until IS NULL OR s.until > $3) ORDER BY o.name, o.id`,
    [viewer.vendorId, customerIds, viewer.now],
  );
}

export async function insertCustomer(
  tx: Tx,
  vendorId: Uuid,
  row: Omit<CustomerRow, 'device_count' | 'version'> & {
    readonly servesId: Uuid;
    readonly partnerId: Uuid | null;
  },
): Promise<void> {
  await tx.run(
    'devices-insert-customer',
    `WITH organization AS (
       INSERT INTO organizations (vendor_id, id, kind, name, created_at) VALUES ($1, $2, 'customer', $3, $4)
     ), customer AS (
       INSERT INTO customers (vendor_id, organization_id, street, postal_code, city, country, reference_note) VALUES ($1, $2, $5, $6, $7, $8, $9)
     )
     INSERT INTO serves (vendor_id, id, partner_id, customer_id, since) SELECT $1, $10, $11::uuid, $2, $4 WHERE $11::uuid IS NOT NULL`,
    [
      vendorId,
      row.id,
      row.name,
      row.created_at,
      row.street,
      row.postal_code,
      row.city,
      row.country,
      row.reference_note,
      row.servesId,
      row.partnerId,
    ],
  );
}

export async function saveCustomer(tx: Tx, vendorId: Uuid, row: Omit<CustomerRow, 'device_count' | 'created_at'>): Promise<boolean> {
  const saved = await tx.run(
    'devices-save-customer',
    `WITH organization AS (
       UPDATE organizations SET name = $3, version = version + 1 WHERE vendor_id = $1 AND id = $2 AND version = $9 RETURNING id
     )
     UPDATE customers SET street = $4, postal_code = $5, city = $6, country = $7, reference_note = $8
     WHERE vendor_id = $1 AND organization_id IN (SELECT id FROM organization)`,
    [vendorId, row.id, row.name, row.street, row.postal_code, row.city, row.country, row.reference_note, row.version],
  );
  return saved === 1;
}
