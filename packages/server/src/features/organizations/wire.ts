import type { getOrganization, listAllowances, listServes, OutputOf } from '@muniment/contract';
import { toId } from '@muniment/platform/ids';
import type { RelationRow } from './relations/store.ts';
import type { OrganizationRow } from './store.ts';

type Organization = OutputOf<typeof getOrganization>;
type Allowance = OutputOf<typeof listAllowances>['items'][number];
type Serves = OutputOf<typeof listServes>['items'][number];

export function toOrganization(row: OrganizationRow): Organization {
  return { id: toId('org', row.id), name: row.name, kind: row.kind, createdAt: row.created_at.toString(), version: row.version };
}

const times = (row: RelationRow) => ({ since: row.since.toString(), until: row.until?.toString() ?? null });

export function toAllowance(row: RelationRow, names: ReadonlyMap<string, string>): Allowance {
  return {
    id: toId('alw', row.id),
    from: { id: toId('org', row.left_id), name: row.left_name },
    to: { id: toId('org', row.right_id), name: row.right_name },
    ...times(row),
    grantedBy: names.get(row.granted_by ?? '') ?? '',
  };
}

export function toServes(row: RelationRow): Serves {
  return {
    id: toId('srv', row.id),
    partner: { id: toId('org', row.left_id), name: row.left_name },
    customer: { id: toId('org', row.right_id), name: row.right_name },
    ...times(row),
  };
}
