import type { OrganizationKind } from '../context.ts';

/** How far an organization sees: the vendor everything, a partner whom it serves, a customer itself. */
export type Sight = 'all' | 'served' | 'own';

const sights: Readonly<Record<OrganizationKind, Sight>> = { vendor: 'all', distributor: 'served', dealer: 'served', customer: 'own' };

/** Statements that contain a visibility rule differ by sight: their names end in it (`devices-list-${sightOf(kind)}`). */
export function sightOf(kind: OrganizationKind): Sight {
  return sights[kind];
}

/** Numbers of the statement's parameters: 1 for `$1`. */
export interface SightParameters {
  readonly vendor: number;
  /** The organization that looks. */
  readonly organization: number;
  readonly now: number;
}

// Every variant mentions every parameter, so that PostgreSQL knows their types.
function servedSql(at: SightParameters): string {
  return `SELECT sv.customer_id FROM serves sv WHERE sv.vendor_id = $${at.vendor}::uuid AND sv.partner_id = $${at.organization}::uuid
    AND sv.since <= $${at.now}::timestamptz AND (sv.until IS NULL OR sv.until > $${at.now}::timestamptz)`;
}

/**
 * The one rule of who sees which customers (and their devices, projects and documents), as a condition on a column that
 * holds a customer's id. A text of its own per sight, so that each gets a plan of its own.
 */
export function visibleCustomersSql(column: string, kind: OrganizationKind, at: SightParameters): string {
  const typed = `$${at.vendor}::uuid IS NOT NULL AND $${at.now}::timestamptz IS NOT NULL`;
  switch (sightOf(kind)) {
    case 'all':
      return `(${typed} AND $${at.organization}::uuid IS NOT NULL)`;
    case 'served':
      return `(${column} IN (${servedSql(at)}))`;
    case 'own':
      return `(${typed} AND ${column} = $${at.organization}::uuid)`;
  }
}

/**
 * The one rule of which organizations are seen, as a condition on a column that holds an organization's id: the vendor
 * all; a partner itself, both sides of its open allowances and the customers it serves; a customer itself and whoever serves it.
 */
export function visibleOrganizationsSql(column: string, kind: OrganizationKind, at: SightParameters): string {
  const self = `${column} = $${at.organization}::uuid`;
  const open = (alias: string) =>
    `${alias}.vendor_id = $${at.vendor}::uuid AND ${alias}.since <= $${at.now}::timestamptz AND (${alias}.until IS NULL OR ${alias}.until > $${at.now}::timestamptz)`;
  switch (sightOf(kind)) {
    case 'all':
      return visibleCustomersSql(column, kind, at);
    case 'served':
      return `(${self} OR ${column} IN (${servedSql(at)})
        OR ${column} IN (SELECT al.to_id FROM allowances al WHERE al.from_id = $${at.organization}::uuid AND ${open('al')})
        OR ${column} IN (SELECT al.from_id FROM allowances al WHERE al.to_id = $${at.organization}::uuid AND ${open('al')}))`;
    case 'own':
      return `(${self} OR ${column} IN (SELECT sv.partner_id FROM serves sv WHERE sv.customer_id = $${at.organization}::uuid AND ${open('sv')}))`;
  }
}
