import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Context, OrganizationFacts, OrganizationKind, Uuid } from '../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';
import { sightOf, visibleOrganizationsSql } from '../../core/visibility/store.ts';

/** Who looks, and when. */
export interface Viewer {
  readonly vendorId: Uuid;
  readonly organization: Pick<OrganizationFacts, 'id' | 'kind'>;
  readonly now: Temporal.Instant;
}

export function viewerOf(context: Pick<Context, 'vendor' | 'actor' | 'now'>): Viewer {
  return { vendorId: context.vendor.id, organization: context.actor.organization, now: context.now };
}

export interface OrganizationRow {
  readonly id: Uuid;
  readonly kind: OrganizationKind;
  readonly name: string;
  readonly created_at: Temporal.Instant;
  readonly version: number;
}

const columns = 'o.id, o.kind, o.name, o.created_at, o.version';

function visibleSql({ organization }: Viewer): string {
  return `FROM organizations o WHERE o.vendor_id = $1 AND ${visibleOrganizationsSql('o.id', organization.kind, { vendor: 1, organization: 2, now: 3 })}`;
}

const viewerValues = (viewer: Viewer) => [viewer.vendorId, viewer.organization.id, viewer.now];

export async function loadVisible(tx: Tx, viewer: Viewer, organizationId: Uuid): Promise<OrganizationRow | null> {
  const rows = await tx.query<OrganizationRow>(
    `organizations-load-${sightOf(viewer.organization.kind)}`,
    `SELECT ${columns} ${visibleSql(viewer)} AND o.id = $4`,
    [...viewerValues(viewer), organizationId],
  );
  return rows[0] ?? null;
}

export interface OrganizationFilter {
  readonly kind: OrganizationKind | null;
  /** Part of the name. */
  readonly q: string | null;
}

export const organizationKeyset: Keyset = {
  columns: [
    { sql: 'o.name', type: 'text' },
    { sql: 'o.id', type: 'uuid' },
  ],
  descending: false,
};

const filterSql =
  'AND ($4::text IS NULL OR o.kind = $4) AND ($5::text IS NULL OR position(lower($5) IN lower(o.name COLLATE "default")) > 0)';

export function listVisible(tx: Tx, viewer: Viewer, filter: OrganizationFilter, request: PageRequest): Promise<OrganizationRow[]> {
  return tx.query<OrganizationRow>(
    `organizations-list-${sightOf(viewer.organization.kind)}-${request.part}`,
    `SELECT ${columns} ${visibleSql(viewer)} ${filterSql}${afterSql(request, 7)}${orderSql(request, 6)}`,
    [...viewerValues(viewer), filter.kind, filter.q, rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countVisible(tx: Tx, viewer: Viewer, filter: OrganizationFilter): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    `organizations-count-${sightOf(viewer.organization.kind)}`,
    `SELECT count(*) AS total FROM (SELECT 1 ${visibleSql(viewer)} ${filterSql} LIMIT $6) m`,
    [...viewerValues(viewer), filter.kind, filter.q, mostCounted],
  );
  return rows[0]!.total;
}

/** False if a partner of this name exists. */
export async function insertOrganization(
  tx: Tx,
  vendorId: Uuid,
  row: Pick<OrganizationRow, 'id' | 'kind' | 'name' | 'created_at'>,
): Promise<boolean> {
  const inserted = await tx.run(
    'organizations-insert',
    'INSERT INTO organizations (vendor_id, id, kind, name, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
    [vendorId, row.id, row.kind, row.name, row.created_at],
  );
  return inserted === 1;
}

/** PostgreSQL's code for a value that must be unique and is not. */
const uniqueViolation = '23505';

/** Renames, unless the version is not the expected one (null expects any) or a partner of this name exists: then the transaction is over. */
export async function renameOrganization(
  tx: Tx,
  vendorId: Uuid,
  organizationId: Uuid,
  name: string,
  ifVersion: number | null,
): Promise<'renamed' | 'changed-meanwhile' | 'taken'> {
  try {
    const renamed = await tx.run(
      'organizations-rename',
      `UPDATE organizations SET name = $3, version = version + 1 WHERE vendor_id = $1 AND id = $2 AND ($4::int IS NULL OR version = $4)`,
      [vendorId, organizationId, name, ifVersion],
    );
    return renamed === 1 ? 'renamed' : 'changed-meanwhile';
  } catch (error) {
    if ((error as { code?: string }).code !== uniqueViolation) throw error;
    return 'taken';
  }
}

/** What beside its name a customer is found by; null for any other organization. */
export async function loadCustomerTerms(
  tx: Tx,
  vendorId: Uuid,
  organizationId: Uuid,
): Promise<{ city: string; reference_note: string } | null> {
  const rows = await tx.query<{ city: string; reference_note: string }>(
    'organizations-customer-terms',
    'SELECT city, reference_note FROM customers WHERE vendor_id = $1 AND organization_id = $2',
    [vendorId, organizationId],
  );
  return rows[0] ?? null;
}
