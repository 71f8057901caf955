import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';

export interface AssigneeRow {
  id: Uuid;
  name: string;
  product: string | null;
  variant: string | null;
  hardware_key: string | null;
  /** The licence that lasts longest, ended or not; null where there is none. */
  lot_id: Uuid | null;
  state: 'licensed' | 'expired' | 'unlicensed';
}

/** A product, and which of its variants. */
export interface ModelId {
  readonly product: string;
  readonly variant: string | null;
}

export interface AssigneeFilter {
  readonly projectId: Uuid;
  readonly today: Temporal.PlainDate;
  readonly state: AssigneeRow['state'] | null;
  readonly text: string | null;
  /** Only these; null for all. */
  readonly ids: readonly Uuid[] | null;
  /** Only devices of these; null for all. */
  readonly models: readonly ModelId[] | null;
}

export const assigneeKeyset: Keyset = {
  columns: [
    { sql: 's.name', type: 'text' },
    { sql: 's.id', type: 'uuid' },
  ],
  descending: false,
};

// What another device took the place of is licensed never again: no list of whom to license has it.
const objects = {
  devices: {
    table: 'devices s',
    model: 's.product, s.variant',
    isOfModel: "(s.product, coalesce(s.variant, '')) IN (SELECT * FROM unnest($6, $7::text[]))",
    there: ' AND s.replaced_by IS NULL',
  },
  users: {
    table: 'named_users s',
    model: 'NULL AS product, NULL AS variant',
    isOfModel: '$7::text[] IS NULL',
    there: ' AND s.removed_at IS NULL',
  },
} as const;

export type AssigneeList = keyof typeof objects;

/** What each state says of the licence that lasts longest, which every device and user is stored with. */
const states: Readonly<Record<AssigneeRow['state'], string>> = {
  licensed: 's.licensed_until > $3::date',
  expired: 's.licensed_until <= $3::date',
  unlicensed: 's.licensed_until IS NULL',
};
const stateNames = Object.keys(states) as AssigneeRow['state'][];

function matchingSql(of: AssigneeList, state: AssigneeRow['state'] | null): string {
  const { table, isOfModel, there } = objects[of];
  return `FROM ${table} WHERE s.vendor_id = $1 AND s.project_id = $2${there} AND ${state === null ? '$3::date IS NOT NULL' : states[state]}
    AND ($4::text IS NULL OR strpos(lower(s.name COLLATE "default"), lower($4)) > 0) AND ($5::uuid[] IS NULL OR s.id = ANY ($5))
    AND ($6::text[] IS NULL OR ${isOfModel})`;
}

const valuesOf = (vendorId: Uuid, { projectId, today, text, ids, models }: Omit<AssigneeFilter, 'state'>): unknown[] => [
  vendorId,
  projectId,
  today,
  text,
  ids,
  models?.map(({ product }) => product) ?? null,
  models?.map(({ variant }) => variant ?? '') ?? null,
];

/** One page by name; keys are read for its rows alone. */
export async function listAssignees(
  tx: Tx,
  vendorId: Uuid,
  of: AssigneeList,
  filter: AssigneeFilter,
  request: PageRequest,
): Promise<AssigneeRow[]> {
  const state = stateNames.map((name) => `WHEN ${states[name]} THEN '${name}'`).join(' ');
  return tx.query<AssigneeRow>(
    `terms-list-assignees-${of}-${filter.state ?? 'all'}-${request.part}`,
    `WITH page AS MATERIALIZED (
       SELECT s.id, s.name, ${objects[of].model}, s.license_lot_id AS lot_id, CASE ${state} END AS state
       ${matchingSql(of, filter.state)}${afterSql(request, 9)}${orderSql(request, 8)}
     )
     SELECT page.*, k.hardware_key FROM page
     LEFT JOIN device_keys k ON k.vendor_id = $1 AND k.device_id = page.id AND k.role = 'primary' AND k.state = 'current'
     ORDER BY page.name, page.id`,
    [...valuesOf(vendorId, filter), rowsToLoad(request), ...(request.after ?? [])],
  );
}

/** How many there are in each state, whatever state is asked for; each counted as far as totals are. */
export async function countAssignees(
  tx: Tx,
  vendorId: Uuid,
  of: AssigneeList,
  filter: Omit<AssigneeFilter, 'state'>,
): Promise<Record<AssigneeRow['state'], number>> {
  const counted = stateNames.map((name) => `(SELECT count(*) FROM (SELECT 1 ${matchingSql(of, name)} LIMIT $8) m) AS ${name}`);
  const rows = await tx.query<Record<AssigneeRow['state'], number>>(`terms-count-assignees-${of}`, `SELECT ${counted.join(', ')}`, [
    ...valuesOf(vendorId, filter),
    mostCounted,
  ]);
  return rows[0]!;
}
