import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';
import { hasTextSql } from '../../core/found/store.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';

export interface NewTask {
  readonly id: Uuid;
  readonly kind: 'import';
  readonly deviceId: Uuid;
  readonly operationId: Uuid;
  /** What to do, by language. */
  readonly text: Readonly<Record<string, string>>;
  readonly openedAt: Temporal.Instant;
  /** As `actorRef` writes it. */
  readonly openedBy: string;
}

export interface TaskRow {
  id: Uuid;
  kind: 'import';
  text: Record<string, string>;
  operation_id: Uuid | null;
  opened_at: Temporal.Instant;
  opened_by: string;
  done_at: Temporal.Instant | null;
  done_by: string | null;
  note: string;
  device_id: Uuid | null;
  device_name: string | null;
  hardware_key: string | null;
  customer_id: Uuid | null;
  customer_name: string | null;
}

export async function insertTask(tx: Tx, vendorId: Uuid, task: NewTask): Promise<void> {
  await tx.run(
    'tasks-insert',
    `INSERT INTO tasks (vendor_id, id, kind, device_id, operation_id, text, opened_at, opened_by)
     VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, $8)`,
    [vendorId, task.id, task.kind, task.deviceId, task.operationId, JSON.stringify(task.text), task.openedAt, task.openedBy],
  );
}

export interface TaskFilter {
  readonly state: 'open' | 'done' | null;
  readonly deviceId: Uuid | null;
  /** What the device or its customer is found by. */
  readonly text: string | null;
}

/** Newest first. */
export const taskKeyset: Keyset = {
  columns: [
    { sql: 't.opened_at', type: 'timestamptz' },
    { sql: 't.id', type: 'uuid' },
  ],
  descending: true,
};

const columns = `t.id, t.kind, t.text, t.operation_id, t.opened_at, t.opened_by, t.done_at, t.done_by, t.note,
  d.id AS device_id, d.name AS device_name, k.hardware_key, d.customer_id, o.name AS customer_name`;
const from = `FROM tasks t
  LEFT JOIN devices d ON d.vendor_id = t.vendor_id AND d.id = t.device_id
  LEFT JOIN organizations o ON o.vendor_id = d.vendor_id AND o.id = d.customer_id
  LEFT JOIN device_keys k ON k.vendor_id = d.vendor_id AND k.device_id = d.id AND k.role = 'primary' AND k.state = 'current'
  WHERE t.vendor_id = $1`;
const sought = { viewer: 'vendor', text: '$4' } as const;
// Tasks are few beside all that a text finds.
const where = `AND ($2::text IS NULL OR ($2 = 'open') = (t.done_at IS NULL)) AND ($3::uuid IS NULL OR t.device_id = $3)
  AND ($4::text IS NULL OR ${hasTextSql('d.id', { kind: 'device', ...sought })}
    OR ${hasTextSql('d.customer_id', { kind: 'customer', ...sought })})`;

const values = (vendorId: Uuid, { state, deviceId, text }: TaskFilter) => [vendorId, state, deviceId, text];

export function listTasks(tx: Tx, vendorId: Uuid, filter: TaskFilter, request: PageRequest): Promise<TaskRow[]> {
  return tx.query<TaskRow>(
    `tasks-list-${request.part}`,
    `SELECT ${columns} ${from} ${where}${afterSql(request, 6)}${orderSql(request, 5)}`,
    [...values(vendorId, filter), rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countTasks(tx: Tx, vendorId: Uuid, filter: TaskFilter): Promise<number> {
  const rows = await tx.query<{ total: number }>('tasks-count', `SELECT count(*) AS total FROM (SELECT 1 ${from} ${where} LIMIT $5) m`, [
    ...values(vendorId, filter),
    mostCounted,
  ]);
  return rows[0]!.total;
}

export async function loadTask(tx: Tx, vendorId: Uuid, taskId: Uuid): Promise<TaskRow | null> {
  const rows = await tx.query<TaskRow>('tasks-load', `SELECT ${columns} ${from} AND t.id = $2`, [vendorId, taskId]);
  return rows[0] ?? null;
}

/** False if it is done already, perhaps by somebody at the same moment. */
export async function saveDone(
  tx: Tx,
  vendorId: Uuid,
  taskId: Uuid,
  done: { readonly at: Temporal.Instant; readonly by: string; readonly note: string },
): Promise<boolean> {
  const saved = await tx.run(
    'tasks-save-done',
    'UPDATE tasks SET done_at = $3, done_by = $4, note = $5 WHERE vendor_id = $1 AND id = $2 AND done_at IS NULL',
    [vendorId, taskId, done.at, done.by, done.note],
  );
  return saved === 1;
}
