import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';
import { afterSql, type Keyset, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';

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

const objects = {
  devices: `SELECT d.id, d.name, d.product, d.variant, k.hardware_key, 'active' AS kind FROM devices d
    LEFT JOIN device_keys k ON k.vendor_id = d.vendor_id AND k.device_id = d.id AND k.role = 'primary' AND k.state = 'current'
    WHERE d.vendor_id = $1 AND d.project_id = $2`,
  users: `SELECT u.id, u.name, NULL AS product, NULL AS variant, NULL AS hardware_key, 'assigned' AS kind FROM named_users u
    WHERE u.vendor_id = $1 AND u.project_id = $2 AND u.removed_at IS NULL`,
} as const;

export type AssigneeList = keyof typeof objects;

const values = (vendorId: Uuid, { projectId, today, text, ids, models }: Omit<AssigneeFilter, 'state'>): unknown[] => [
  vendorId,
  projectId,
  today,
  text,
  ids,
  models?.map(({ product }) => product) ?? null,
  models?.map(({ variant }) => variant ?? '') ?? null,
];

// The licence that lasts longest decides; what never ends comes first.
function statesSql(of: AssigneeList): string {
  return `(SELECT w.id, w.name, w.product, w.variant, w.hardware_key, t.lot_id,
      CASE WHEN t.lot_id IS NULL THEN 'unlicensed' WHEN t.valid_until IS NULL OR t.valid_until > $3::date THEN 'licensed' ELSE 'expired' END AS state
    FROM (${objects[of]}) w LEFT JOIN LATERAL (
      SELECT l.id AS lot_id, l.valid_until FROM accounts a
      JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id AND b.quantity > 0
      JOIN lots l ON l.vendor_id = b.vendor_id AND l.id = b.lot_id
      WHERE a.vendor_id = $1 AND a.owner_id = w.id AND a.kind = w.kind
      ORDER BY l.valid_until DESC NULLS FIRST, l.id LIMIT 1) t ON true
    WHERE ($4::text IS NULL OR strpos(lower(w.name), lower($4)) > 0) AND ($5::uuid[] IS NULL OR w.id = ANY ($5))
      AND ($6::text[] IS NULL OR (w.product, coalesce(w.variant, '')) IN (SELECT * FROM unnest($6, $7::text[])))) s`;
}

export async function listAssignees(
  tx: Tx,
  vendorId: Uuid,
  of: AssigneeList,
  filter: AssigneeFilter,
  request: PageRequest,
): Promise<AssigneeRow[]> {
  return tx.query<AssigneeRow>(
    `terms-list-assignees-${of}-${request.part}`,
    `SELECT s.* FROM ${statesSql(of)} WHERE ($8::text IS NULL OR s.state = $8)${afterSql(request, 10)}${orderSql(request, 9)}`,
    [...values(vendorId, filter), filter.state, rowsToLoad(request), ...(request.after ?? [])],
  );
}

/** How many there are in each state, whatever state is asked for. */
export async function countAssignees(
  tx: Tx,
  vendorId: Uuid,
  of: AssigneeList,
  filter: Omit<AssigneeFilter, 'state'>,
): Promise<Record<AssigneeRow['state'], number>> {
  const rows = await tx.query<{ state: AssigneeRow['state']; total: number }>(
    `terms-count-assignees-${of}`,
    `SELECT s.state, count(*) AS total FROM ${statesSql(of)} GROUP BY s.state`,
    values(vendorId, filter),
  );
  const counts = { licensed: 0, expired: 0, unlicensed: 0 };
  for (const { state, total } of rows) counts[state] = total;
  return counts;
}
