import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationFacts, OrganizationKind, Uuid } from '../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';
import { sightOf, visibleCustomersSql } from '../../core/visibility/store.ts';

export type BatchState = 'waiting' | 'running' | 'done' | 'cancelled';
type ItemState = 'waiting' | 'done' | 'failed';

/** A refusal as it is kept: its words are found when somebody reads it. */
export interface KeptRefusal {
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface BatchRow {
  readonly id: Uuid;
  readonly kind: string;
  readonly state: BatchState;
  readonly actor_kind: 'person' | 'api-key';
  readonly actor_id: Uuid;
  readonly organization_id: Uuid;
  readonly language: string | null;
  readonly customer_id: Uuid | null;
  readonly project_id: Uuid | null;
  readonly settings: unknown;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly stopped: KeptRefusal | null;
  readonly created_at: Temporal.Instant;
  readonly started_at: Temporal.Instant | null;
  readonly ended_at: Temporal.Instant | null;
}

/** With the names of what it is about. */
export interface ListedBatch extends Omit<BatchRow, 'settings'> {
  readonly customer_name: string | null;
  readonly project_name: string | null;
}

export interface ItemRow {
  readonly number: number;
  readonly state: ItemState;
  readonly label: string;
  readonly input: unknown;
  readonly result: unknown;
}

/** Who looks, and when. */
export interface Viewer {
  readonly vendorId: Uuid;
  readonly organization: Pick<OrganizationFacts, 'id' | 'kind'>;
  readonly now: Temporal.Instant;
}

const own = `b.id, b.kind, b.state, b.actor_kind, b.actor_id, b.organization_id, b.language, b.customer_id, b.project_id,
  b.total, b.done, b.failed, b.stopped, b.created_at, b.started_at, b.ended_at`;
const listed = `${own}, o.name AS customer_name, p.name AS project_name`;

// The vendor sees every batch, everybody else those of the own organization, as long as it sees the customer.
function fromSql(kind: OrganizationKind): string {
  const sees = visibleCustomersSql('b.customer_id', kind, { vendor: 1, organization: 2, now: 3 });
  const started = kind === 'vendor' ? sees : `b.organization_id = $2::uuid AND (b.customer_id IS NULL OR ${sees})`;
  return `FROM batches b
    LEFT JOIN organizations o ON o.vendor_id = b.vendor_id AND o.id = b.customer_id
    LEFT JOIN projects p ON p.vendor_id = b.vendor_id AND p.id = b.project_id
    WHERE b.vendor_id = $1 AND ${started}`;
}

export async function insertBatch(
  tx: Tx,
  vendorId: Uuid,
  row: Pick<
    BatchRow,
    | 'id'
    | 'kind'
    | 'actor_kind'
    | 'actor_id'
    | 'organization_id'
    | 'language'
    | 'customer_id'
    | 'project_id'
    | 'settings'
    | 'total'
    | 'created_at'
  >,
): Promise<void> {
  await tx.run(
    'batches-insert',
    `INSERT INTO batches (vendor_id, id, kind, actor_kind, actor_id, organization_id, language, customer_id, project_id, settings, total, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11, $12)`,
    [
      vendorId,
      row.id,
      row.kind,
      row.actor_kind,
      row.actor_id,
      row.organization_id,
      row.language,
      row.customer_id,
      row.project_id,
      JSON.stringify(row.settings),
      row.total,
      row.created_at,
    ],
  );
}

/** So many items are written by one statement. */
const itemsAtOnce = 5000;

/** The items of a new batch, numbered from 1. */
export async function insertItems(
  tx: Tx,
  vendorId: Uuid,
  batchId: Uuid,
  items: readonly { readonly label: string; readonly input: unknown }[],
): Promise<void> {
  for (let start = 0; start < items.length; start += itemsAtOnce) {
    const some = items.slice(start, start + itemsAtOnce);
    await tx.run(
      'batches-insert-items',
      `INSERT INTO batch_items (vendor_id, batch_id, number, label, input)
       SELECT $1, $2, $3::int + i.place, i.label, i.input::jsonb
       FROM unnest($4::text[], $5::text[]) WITH ORDINALITY AS i (label, input, place)`,
      [vendorId, batchId, start, some.map(({ label }) => label), some.map(({ input }) => JSON.stringify(input))],
    );
  }
}

/** Asks for a batch to be gone on with, in the same transaction. */
export async function enqueueBatch(tx: Tx, batchId: Uuid, now: Temporal.Instant): Promise<void> {
  await tx.query('batches-enqueue', "SELECT enqueue_job('run-batch', $1::jsonb, $2::timestamptz, $3)", [
    JSON.stringify({ batchId }),
    now,
    batchId,
  ]);
}

/** Batches that have not ended and that nobody goes on with at this moment: a worker that is killed leaves its lock with its connection. */
export async function idleBatches(tx: Tx, vendorId: Uuid): Promise<Uuid[]> {
  const rows = await tx.query<{ id: Uuid }>(
    'batches-idle',
    'SELECT id FROM batches WHERE vendor_id = $1 AND ended_at IS NULL ORDER BY created_at, id FOR UPDATE SKIP LOCKED',
    [vendorId],
  );
  return rows.map(({ id }) => id);
}

/** Locks a batch: one worker at a time goes on with it, and nobody cancels it between two statements. */
export async function lockBatch(tx: Tx, vendorId: Uuid, batchId: Uuid): Promise<BatchRow | null> {
  const rows = await tx.query<BatchRow>(
    'batches-lock',
    `SELECT ${own}, b.settings FROM batches b WHERE b.vendor_id = $1 AND b.id = $2 FOR UPDATE`,
    [vendorId, batchId],
  );
  return rows[0] ?? null;
}

/** The items after a number, in their order. */
export function itemsAfter(tx: Tx, vendorId: Uuid, batchId: Uuid, number: number, most: number): Promise<ItemRow[]> {
  return tx.query<ItemRow>(
    'batches-items-after',
    `SELECT number, state, label, input, result FROM batch_items
     WHERE vendor_id = $1 AND batch_id = $2 AND number > $3 ORDER BY number LIMIT $4`,
    [vendorId, batchId, number, most],
  );
}

export interface ItemOutcome {
  readonly number: number;
  readonly state: 'done' | 'failed';
  readonly result: unknown;
}

/** Notes what became of the next items, in the order of their numbers, and how far the batch is. */
export async function saveOutcomes(
  tx: Tx,
  vendorId: Uuid,
  batchId: Uuid,
  outcomes: readonly ItemOutcome[],
  now: Temporal.Instant,
): Promise<void> {
  const done = outcomes.filter(({ state }) => state === 'done').length;
  // Their numbers follow one another, so one range of the key finds them: a join might be planned the other way round.
  const before = outcomes[0]!.number - 1;
  const items = tx.run(
    'batches-save-items',
    `UPDATE batch_items SET state = ($5::text[])[number - $3::int], result = (($6::text[])[number - $3::int])::jsonb
     WHERE vendor_id = $1 AND batch_id = $2 AND number > $3::int AND number <= $4::int AND state = 'waiting'`,
    [
      vendorId,
      batchId,
      before,
      before + outcomes.length,
      outcomes.map(({ state }) => state),
      outcomes.map(({ result }) => JSON.stringify(result)),
    ],
  );
  const counts = tx.run(
    'batches-save-counts',
    `UPDATE batches SET done = done + $3, failed = failed + $4, started_at = coalesce(started_at, $5::timestamptz),
       state = CASE WHEN done + failed + $3 + $4 = total THEN 'done' ELSE 'running' END,
       ended_at = CASE WHEN done + failed + $3 + $4 = total THEN $5::timestamptz END
     WHERE vendor_id = $1 AND id = $2`,
    [vendorId, batchId, done, outcomes.length - done, now],
  );
  const [saved] = await Promise.all([items, counts]);
  if (saved !== outcomes.length) throw new Error(`an item of batch ${batchId} had its result already`);
}

/** Ends a batch before its time. */
export async function stopBatch(tx: Tx, vendorId: Uuid, batchId: Uuid, because: KeptRefusal | null, now: Temporal.Instant): Promise<void> {
  await tx.run(
    'batches-stop',
    "UPDATE batches SET state = 'cancelled', stopped = $3::jsonb, ended_at = $4 WHERE vendor_id = $1 AND id = $2 AND ended_at IS NULL",
    [vendorId, batchId, because === null ? null : JSON.stringify(because), now],
  );
}

export async function loadBatch(tx: Tx, viewer: Viewer, batchId: Uuid): Promise<(ListedBatch & Pick<BatchRow, 'settings'>) | null> {
  const { kind, id } = viewer.organization;
  const rows = await tx.query<ListedBatch & Pick<BatchRow, 'settings'>>(
    `batches-load-${sightOf(kind)}`,
    `SELECT ${listed}, b.settings ${fromSql(kind)} AND b.id = $4`,
    [viewer.vendorId, id, viewer.now, batchId],
  );
  return rows[0] ?? null;
}

export interface BatchFilter {
  readonly state: BatchState | null;
  readonly kind: string | null;
  readonly projectId: Uuid | null;
}

/** Newest first. */
export const batchKeyset: Keyset = {
  columns: [
    { sql: 'b.created_at', type: 'timestamptz' },
    { sql: 'b.id', type: 'uuid' },
  ],
  descending: true,
};

const filterSql =
  'AND ($4::text IS NULL OR b.state = $4) AND ($5::text IS NULL OR b.kind = $5) AND ($6::uuid IS NULL OR b.project_id = $6)';

const filterValues = (viewer: Viewer, filter: BatchFilter): unknown[] => [
  viewer.vendorId,
  viewer.organization.id,
  viewer.now,
  filter.state,
  filter.kind,
  filter.projectId,
];

export function listBatches(tx: Tx, viewer: Viewer, filter: BatchFilter, request: PageRequest): Promise<ListedBatch[]> {
  const { kind } = viewer.organization;
  return tx.query<ListedBatch>(
    `batches-list-${sightOf(kind)}-${request.part}`,
    `SELECT ${listed} ${fromSql(kind)} ${filterSql}${afterSql(request, 8)}${orderSql(request, 7)}`,
    [...filterValues(viewer, filter), rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countBatches(tx: Tx, viewer: Viewer, filter: BatchFilter): Promise<number> {
  const { kind } = viewer.organization;
  const rows = await tx.query<{ total: number }>(
    `batches-count-${sightOf(kind)}`,
    `SELECT count(*) AS total FROM (SELECT 1 ${fromSql(kind)} ${filterSql} LIMIT $7) c`,
    [...filterValues(viewer, filter), mostCounted],
  );
  return rows[0]!.total;
}

/** In the order they were given. */
export const itemKeyset: Keyset = { columns: [{ sql: 'i.number', type: 'integer' }], descending: false };

const itemsSql = 'FROM batch_items i WHERE i.vendor_id = $1 AND i.batch_id = $2 AND ($3::text IS NULL OR i.state = $3)';

export function listItems(tx: Tx, vendorId: Uuid, batchId: Uuid, state: ItemState | null, request: PageRequest): Promise<ItemRow[]> {
  return tx.query<ItemRow>(
    `batches-list-items-${request.part}`,
    `SELECT i.number, i.state, i.label, i.input, i.result ${itemsSql}${afterSql(request, 5)}${orderSql(request, 4)}`,
    [vendorId, batchId, state, rowsToLoad(request), ...(request.after ?? [])],
  );
}

/** Refused items after a number, for the file of them. */
export function failedAfter(tx: Tx, vendorId: Uuid, batchId: Uuid, number: number, most: number): Promise<ItemRow[]> {
  return tx.query<ItemRow>(
    'batches-failed-after',
    `SELECT number, state, label, input, result FROM batch_items
     WHERE vendor_id = $1 AND batch_id = $2 AND number > $3 AND state = 'failed' ORDER BY number LIMIT $4`,
    [vendorId, batchId, number, most],
  );
}
