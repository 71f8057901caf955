import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationFacts, OrganizationKind, Uuid } from '../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';
import { sightOf, visibleCustomersSql } from '../../core/visibility/store.ts';

/** Who looks, and when: decides which rows there are. */
export interface Viewer {
  readonly vendorId: Uuid;
  readonly organization: Pick<OrganizationFacts, 'id' | 'kind'>;
  readonly now: Temporal.Instant;
}

export type Decision = 'accepted' | 'refused' | 'withdrawn' | 'lapsed';

export interface TransferRow {
  id: Uuid;
  from_project_id: Uuid;
  from_project: string;
  from_customer_id: Uuid;
  from_customer: string;
  /** Whether the viewer sees that side. */
  from_seen: boolean;
  to_project_id: Uuid;
  to_project: string;
  to_customer_id: Uuid;
  to_customer: string;
  to_seen: boolean;
  note: string;
  offered_at: Temporal.Instant;
  offered_for: Uuid;
  until: Temporal.PlainDate;
  decision: Decision | null;
  decided_at: Temporal.Instant | null;
}

const at = { vendor: 1, organization: 2, now: 3 };

function columnsSql(kind: OrganizationKind): string {
  return `t.id, t.from_project_id, fp.name AS from_project, fp.customer_id AS from_customer_id, fo.name AS from_customer,
    ${visibleCustomersSql('fp.customer_id', kind, at)} AS from_seen,
    t.to_project_id, tp.name AS to_project, tp.customer_id AS to_customer_id, ot.name AS to_customer,
    ${visibleCustomersSql('tp.customer_id', kind, at)} AS to_seen,
    t.note, t.offered_at, t.offered_for, t.until, t.decision, t.decided_at`;
}

const joinsSql = `FROM transfers t
  JOIN projects fp ON fp.vendor_id = t.vendor_id AND fp.id = t.from_project_id
  JOIN organizations fo ON fo.vendor_id = fp.vendor_id AND fo.id = fp.customer_id
  JOIN projects tp ON tp.vendor_id = t.vendor_id AND tp.id = t.to_project_id
  JOIN organizations ot ON ot.vendor_id = tp.vendor_id AND ot.id = tp.customer_id`;

/** A transfer is seen by whoever sees either end of it. */
function seenSql(kind: OrganizationKind): string {
  return `(${visibleCustomersSql('fp.customer_id', kind, at)} OR ${visibleCustomersSql('tp.customer_id', kind, at)})`;
}

const viewerValues = (viewer: Viewer) => [viewer.vendorId, viewer.organization.id, viewer.now];

export async function loadTransfer(tx: Tx, viewer: Viewer, transferId: Uuid): Promise<TransferRow | null> {
  const { kind } = viewer.organization;
  const rows = await tx.query<TransferRow>(
    `transfers-load-${sightOf(kind)}`,
    `SELECT ${columnsSql(kind)} ${joinsSql} WHERE t.vendor_id = $1 AND t.id = $4 AND ${seenSql(kind)}`,
    [...viewerValues(viewer), transferId],
  );
  return rows[0] ?? null;
}

export interface TransferFilter {
  readonly projectId: Uuid | null;
  readonly direction: 'incoming' | 'outgoing' | null;
  readonly state: 'offered' | Decision | null;
  readonly today: Temporal.PlainDate;
}

/** Newest first. */
export const transferKeyset: Keyset = {
  columns: [
    { sql: 't.offered_at', type: 'timestamptz' },
    { sql: 't.id', type: 'uuid' },
  ],
  descending: true,
};

// An offer past its day has lapsed, whether or not the units have gone back yet.
function filterSql(kind: OrganizationKind): string {
  const [from, to] = [visibleCustomersSql('fp.customer_id', kind, at), visibleCustomersSql('tp.customer_id', kind, at)];
  return `AND ($4::uuid IS NULL OR $4 IN (t.from_project_id, t.to_project_id))
    AND ($5::text IS NULL OR ($5 = 'incoming' AND ${to} AND ($4 IS NULL OR $4 = t.to_project_id))
      OR ($5 = 'outgoing' AND ${from} AND ($4 IS NULL OR $4 = t.from_project_id)))
    AND ($6::text IS NULL OR $6 = coalesce(t.decision, CASE WHEN t.until <= $7::date THEN 'lapsed' ELSE 'offered' END))`;
}

function values(viewer: Viewer, { projectId, direction, state, today }: TransferFilter): unknown[] {
  return [...viewerValues(viewer), projectId, direction, state, today];
}

export async function listTransfers(tx: Tx, viewer: Viewer, filter: TransferFilter, request: PageRequest): Promise<TransferRow[]> {
  const { kind } = viewer.organization;
  return tx.query<TransferRow>(
    `transfers-list-${sightOf(kind)}-${request.part}`,
    `SELECT ${columnsSql(kind)} ${joinsSql} WHERE t.vendor_id = $1 AND ${seenSql(kind)} ${filterSql(kind)}${afterSql(request, 9)}${orderSql(request, 8)}`,
    [...values(viewer, filter), rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countTransfers(tx: Tx, viewer: Viewer, filter: TransferFilter): Promise<number> {
  const { kind } = viewer.organization;
  const rows = await tx.query<{ total: number }>(
    `transfers-count-${sightOf(kind)}`,
    `SELECT count(*) AS total FROM (SELECT 1 ${joinsSql} WHERE t.vendor_id = $1 AND ${seenSql(kind)} ${filterSql(kind)} LIMIT $8) m`,
    [...values(viewer, filter), mostCounted],
  );
  return rows[0]!.total;
}

export interface LineRow {
  transfer_id: Uuid;
  lot_id: Uuid;
  quantity: number;
}

export async function linesOf(tx: Tx, vendorId: Uuid, transferIds: readonly Uuid[]): Promise<LineRow[]> {
  if (transferIds.length === 0) return [];
  return tx.query<LineRow>(
    'transfers-lines-of',
    `SELECT transfer_id, lot_id, quantity FROM transfer_lines WHERE vendor_id = $1 AND transfer_id = ANY ($2::uuid[])
     ORDER BY transfer_id, lot_id`,
    [vendorId, transferIds],
  );
}

/** Locks an offer: of those who answer and withdraw at the same moment exactly one comes first. */
export async function lockTransfer(tx: Tx, vendorId: Uuid, transferId: Uuid): Promise<Pick<TransferRow, 'decision'> | null> {
  const rows = await tx.query<Pick<TransferRow, 'decision'>>(
    'transfers-lock',
    'SELECT decision FROM transfers WHERE vendor_id = $1 AND id = $2 FOR UPDATE',
    [vendorId, transferId],
  );
  return rows[0] ?? null;
}

export type LapsedRow = Pick<TransferRow, 'id' | 'until'>;

/** Offers whose day has come, the oldest first; the next ones after one. */
export async function lapsedAfter(
  tx: Tx,
  vendorId: Uuid,
  today: Temporal.PlainDate,
  after: LapsedRow | null,
  most: number,
): Promise<LapsedRow[]> {
  return tx.query<LapsedRow>(
    'transfers-lapsed-after',
    `SELECT id, until FROM transfers WHERE vendor_id = $1 AND decision IS NULL AND until <= $2::date
       AND ($3::date IS NULL OR (until, id) > ($3, $4::uuid)) ORDER BY until, id LIMIT $5`,
    [vendorId, today, after?.until ?? null, after?.id ?? null, most],
  );
}

/** Locks an offer that still waits; false for one that somebody else is seeing to or has seen to. */
export async function lockLapsed(tx: Tx, vendorId: Uuid, transferId: Uuid): Promise<boolean> {
  const rows = await tx.query(
    'transfers-lock-lapsed',
    'SELECT 1 FROM transfers WHERE vendor_id = $1 AND id = $2 AND decision IS NULL FOR UPDATE SKIP LOCKED',
    [vendorId, transferId],
  );
  return rows.length === 1;
}

export interface NewTransfer {
  readonly id: Uuid;
  readonly fromProjectId: Uuid;
  readonly toProjectId: Uuid;
  readonly note: string;
  readonly offeredAt: Temporal.Instant;
  readonly offeredFor: Uuid;
  readonly until: Temporal.PlainDate;
  readonly operationId: Uuid;
  readonly lines: readonly { readonly lotId: Uuid; readonly quantity: number }[];
}

export async function insertTransfer(tx: Tx, vendorId: Uuid, row: NewTransfer): Promise<void> {
  await tx.run(
    'transfers-insert',
    `WITH offered AS (
       INSERT INTO transfers (vendor_id, id, from_project_id, to_project_id, note, offered_at, offered_for, until, operation_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8::date, $9)
     )
     INSERT INTO transfer_lines (vendor_id, transfer_id, lot_id, quantity)
     SELECT $1, $2, l.* FROM unnest($10::uuid[], $11::bigint[]) AS l (lot_id, quantity)`,
    [
      vendorId,
      row.id,
      row.fromProjectId,
      row.toProjectId,
      row.note,
      row.offeredAt,
      row.offeredFor,
      row.until,
      row.operationId,
      row.lines.map(({ lotId }) => lotId),
      row.lines.map(({ quantity }) => quantity),
    ],
  );
}

export async function saveDecision(
  tx: Tx,
  vendorId: Uuid,
  transferId: Uuid,
  made: { readonly decision: Decision; readonly at: Temporal.Instant; readonly operationId: Uuid },
): Promise<void> {
  await tx.run(
    'transfers-save-decision',
    `UPDATE transfers SET decision = $3, decided_at = $4, decision_operation_id = $5
     WHERE vendor_id = $1 AND id = $2 AND decision IS NULL`,
    [vendorId, transferId, made.decision, made.at, made.operationId],
  );
}

export type ReceiverRow = Pick<TransferRow, 'to_project_id' | 'to_project' | 'to_customer_id' | 'to_customer' | 'to_seen'>;

/** A project by its id, seen or not: whoever knows the id may offer to it. */
export async function findReceiver(tx: Tx, viewer: Viewer, projectId: Uuid): Promise<ReceiverRow | null> {
  const { kind } = viewer.organization;
  const rows = await tx.query<ReceiverRow>(
    `transfers-find-receiver-${sightOf(kind)}`,
    `SELECT p.id AS to_project_id, p.name AS to_project, p.customer_id AS to_customer_id, o.name AS to_customer,
       ${visibleCustomersSql('p.customer_id', kind, at)} AS to_seen
     FROM projects p JOIN organizations o ON o.vendor_id = p.vendor_id AND o.id = p.customer_id WHERE p.vendor_id = $1 AND p.id = $4`,
    [...viewerValues(viewer), projectId],
  );
  return rows[0] ?? null;
}

/** Both ends of an offer, for those who are told of it. */
export async function loadEnds(tx: Tx, vendorId: Uuid, transferId: Uuid): Promise<TransferRow> {
  const rows = await tx.query<TransferRow>(
    'transfers-load-ends',
    `SELECT t.id, t.from_project_id, fp.name AS from_project, fp.customer_id AS from_customer_id, fo.name AS from_customer, true AS from_seen,
       t.to_project_id, tp.name AS to_project, tp.customer_id AS to_customer_id, ot.name AS to_customer, true AS to_seen,
       t.note, t.offered_at, t.offered_for, t.until, t.decision, t.decided_at
     ${joinsSql} WHERE t.vendor_id = $1 AND t.id = $2`,
    [vendorId, transferId],
  );
  return rows[0]!;
}
