import type { EndingWindow } from '@muniment/domain/terms';
import type { Tx } from '@muniment/platform/postgres';
import { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';
import { sightOf, visibleCustomersSql } from '../../core/visibility/store.ts';
import type { Viewer } from '../devices/index.ts';
import { freeSql } from './store.ts';

/** A project as far as its licences' ends are concerned. */
export interface ExpiryProject {
  id: Uuid;
  name: string;
  customer_id: Uuid;
  customer_name: string;
  notice_days: number[] | null;
  at_expiry: 'lapse' | 'extend';
  extend_prefer: 'shortest' | 'longest';
  extend_since: Temporal.PlainDate | null;
}

const projectColumns = `j.id, j.name, j.customer_id, c.name AS customer_name, j.notice_days, j.at_expiry, j.extend_prefer, j.extend_since`;

/** A licence with an end on a device or user. */
export interface EndingRow {
  lot_id: Uuid;
  until: Temporal.PlainDate;
  /** Its dates stand, whatever it is on: no licence of a pool extends it. */
  is_dated: boolean;
  part: string;
  pack_version: number;
  /** Of the device or user. */
  kind: 'device' | 'user';
  owner_id: Uuid;
  name: string;
  project_id: Uuid;
}

// What terms run on; `holds` is the kind of account that they are in.
const ownersSql = `(
    SELECT vendor_id, id, 'device' AS kind, 'active' AS holds, project_id, name FROM devices
    UNION ALL
    SELECT vendor_id, id, 'user', 'assigned', project_id, name FROM named_users WHERE removed_at IS NULL
  ) w`;

// Licences and what they are on, of all projects; `l` narrows them to an index over their ends. Demos tell of their own ends.
const endingSql = `FROM lots l
  JOIN balances b ON b.vendor_id = l.vendor_id AND b.lot_id = l.id AND b.quantity > 0 AND b.kind IN ('active', 'assigned')
  JOIN accounts a ON a.vendor_id = b.vendor_id AND a.id = b.account_id
  JOIN ${ownersSql} ON w.vendor_id = a.vendor_id AND w.id = a.owner_id AND w.holds = a.kind`;

const notDemoSql = "l.origin <> 'demo'";
/** Only what runs while it is assigned can be extended from a pool. */
const extendableSql = 'l.starts_on IS NOT NULL';

const endingColumns =
  'l.id AS lot_id, l.valid_until AS until, l.starts_on IS NULL AS is_dated, l.part, l.pack_version, w.kind, w.id AS owner_id, w.name, w.project_id';

export interface Horizon {
  readonly today: Temporal.PlainDate;
  /** Days of notice, or of extending ahead, of a project that has no rules of its own. */
  readonly usualDays: number;
  readonly extendDays: number;
  /** What ended so many days ago is still extended. */
  readonly extendedForDays: number;
}

/** Projects in which something may be to extend, or to tell, now or of what was done before: their ids. */
export async function projectsToServe(tx: Tx, vendorId: Uuid, { today, usualDays, extendDays, extendedForDays }: Horizon): Promise<Uuid[]> {
  // All that any project may want is found by the index over the ends, once, and held against what each of them wants.
  const rows = await tx.query<{ id: Uuid }>(
    'terms-projects-to-serve',
    `SELECT j.id FROM (
       SELECT w.project_id, array_agg(DISTINCT l.valid_until) AS untils,
         array_agg(DISTINCT l.valid_until) FILTER (WHERE ${extendableSql}) AS extendable ${endingSql}
       WHERE l.vendor_id = $1 AND ${notDemoSql} AND l.valid_until >= $2::date - $5::int AND l.valid_until <= $2::date + (
         SELECT greatest($3::int, $4::int, max(n)) FROM projects p, unnest(p.notice_days) AS n WHERE p.vendor_id = $1)
       GROUP BY w.project_id
     ) e JOIN projects j ON j.vendor_id = $1 AND j.id = e.project_id
     WHERE EXISTS (
       SELECT 1 FROM unnest(e.untils) AS until WHERE
         until > $2::date AND until <= $2::date + CASE WHEN j.notice_days IS NULL THEN $3::int
           ELSE (SELECT coalesce(max(n), 0) FROM unnest(j.notice_days) AS n) END)
     OR (j.at_expiry = 'extend' AND EXISTS (
       SELECT 1 FROM unnest(e.extendable) AS until WHERE until > j.extend_since AND until <= $2::date + $4::int))
     UNION SELECT project_id FROM expiry_notices WHERE vendor_id = $1 AND told_at IS NULL
     ORDER BY 1`,
    [vendorId, today, usualDays, extendDays, extendedForDays],
  );
  return rows.map((row) => row.id);
}

// What a project has comes first: with it, not with all that ends at that time, grows what there is to read.
const endingsOfSql = `FROM ${ownersSql}
  JOIN accounts a ON a.vendor_id = w.vendor_id AND a.owner_id = w.id AND a.kind = w.holds
  JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id AND b.quantity > 0
  JOIN lots l ON l.vendor_id = b.vendor_id AND l.id = b.lot_id AND ${notDemoSql}
  WHERE w.vendor_id = $1 AND w.project_id = $2 AND l.valid_until > $3::date AND l.valid_until <= $4::date`;

/** Licences of a project that end in a window and can be extended, the first to end first. */
export async function endingsOf(tx: Tx, vendorId: Uuid, projectId: Uuid, window: EndingWindow, most: number): Promise<EndingRow[]> {
  return tx.query<EndingRow>(
    'terms-endings-of',
    `SELECT ${endingColumns} ${endingsOfSql} AND ${extendableSql} ORDER BY l.valid_until, l.id LIMIT $5`,
    [...[vendorId, projectId, window.after, window.last], most],
  );
}

/** Their ids, of all of them: read once, where each page would read the whole project again. */
export async function endingIdsOf(tx: Tx, vendorId: Uuid, projectId: Uuid, { after, last }: EndingWindow): Promise<Uuid[]> {
  const rows = await tx.query<{ id: Uuid }>(
    'terms-ending-ids-of',
    `SELECT l.id ${endingsOfSql} AND ${extendableSql} ORDER BY l.valid_until, l.id`,
    [...[vendorId, projectId, after, last]],
  );
  return rows.map((row) => row.id);
}

/** Of licences that can be extended, those that still run on something of a project, the first to end first. */
export async function endingsAmong(tx: Tx, vendorId: Uuid, projectId: Uuid, lotIds: readonly Uuid[]): Promise<EndingRow[]> {
  return tx.query<EndingRow>(
    'terms-endings-among',
    `SELECT ${endingColumns} ${endingSql} WHERE l.vendor_id = $1 AND l.id = ANY ($3::uuid[]) AND ${extendableSql} AND w.project_id = $2
     ORDER BY l.valid_until, l.id`,
    [vendorId, projectId, lotIds],
  );
}

export interface EndingsPage extends EndingWindow {
  /** The last row of the page before. */
  readonly next: Pick<EndingRow, 'until' | 'lot_id' | 'owner_id'> | null;
  readonly most: number;
  /** What is noted in the same run is told of in it: one lot may be on more devices than a page has rows. */
  readonly now: Temporal.Instant;
}

/** What ends in a window and nobody was told of before with so many days of notice, page by page. */
export async function untoldEndingsOf(tx: Tx, vendorId: Uuid, projectId: Uuid, days: number, page: EndingsPage): Promise<EndingRow[]> {
  const { after, last, next, most, now } = page;
  return tx.query<EndingRow>(
    'terms-untold-endings-of',
    `SELECT ${endingColumns} ${endingsOfSql} AND ($5::date IS NULL OR (l.valid_until, l.id, w.id) > ($5, $6::uuid, $7::uuid)) AND NOT EXISTS (
       SELECT 1 FROM expiry_notices n WHERE n.vendor_id = $1 AND n.lot_id = l.id AND n.project_id = $2 AND n.kind = 'expiring' AND n.days = $9
         AND n.told_at < $10)
     ORDER BY l.valid_until, l.id, w.id LIMIT $8`,
    [vendorId, projectId, after, last, next?.until ?? null, next?.lot_id ?? null, next?.owner_id ?? null, most, days, now],
  );
}

const projectSql = `SELECT ${projectColumns} FROM projects j JOIN organizations c ON c.vendor_id = j.vendor_id AND c.id = j.customer_id
  WHERE j.vendor_id = $1 AND j.id = $2`;

export async function loadExpiryProject(tx: Tx, vendorId: Uuid, projectId: Uuid): Promise<ExpiryProject> {
  return (await tx.query<ExpiryProject>('terms-load-expiry-project', projectSql, [vendorId, projectId]))[0]!;
}

/** Locks a project against another run that tells of it, and reads its present rules. */
export async function lockExpiryProject(tx: Tx, vendorId: Uuid, projectId: Uuid): Promise<ExpiryProject> {
  const locking = `${projectSql} FOR NO KEY UPDATE OF j`;
  return (await tx.query<ExpiryProject>('terms-lock-expiry-project', locking, [vendorId, projectId]))[0]!;
}

export interface NoticeRow {
  readonly lotId: Uuid;
  readonly days: number;
}

export type NoticeKind = 'expiring' | 'extended' | 'not-extended';

/** Notes what there is to tell of on a day, and when it is told: null where a mail follows. What was noted before stays as it is. */
export async function insertNotices(
  tx: Tx,
  vendorId: Uuid,
  project: { readonly id: Uuid },
  kind: NoticeKind,
  notices: readonly NoticeRow[],
  at: { readonly day: Temporal.PlainDate; readonly toldAt: Temporal.Instant | null },
): Promise<void> {
  if (notices.length === 0) return;
  await tx.run(
    'terms-insert-notices',
    `INSERT INTO expiry_notices (vendor_id, lot_id, kind, days, day, project_id, told_at)
     SELECT $1, n.lot_id, $4, n.days, $5::date, $2, $6 FROM unnest($3::uuid[], $7::int[]) AS n (lot_id, days)
     ON CONFLICT DO NOTHING`,
    [vendorId, project.id, notices.map(({ lotId }) => lotId), kind, at.day, at.toldAt, notices.map(({ days }) => days)],
  );
}

/** Whether a project was told of something of a kind since an instant. */
export async function wasToldSince(tx: Tx, vendorId: Uuid, projectId: Uuid, kind: NoticeKind, since: Temporal.Instant): Promise<boolean> {
  const rows = await tx.query<{ told: boolean }>(
    'terms-was-told-since',
    `SELECT EXISTS (SELECT 1 FROM expiry_notices WHERE vendor_id = $1 AND project_id = $2 AND kind = $3 AND told_at >= $4) AS told`,
    [vendorId, projectId, kind, since],
  );
  return rows[0]!.told;
}

export type ToldRow = Pick<EndingRow, 'name' | 'part' | 'until'>;

/** What was noted of a project and not told yet, the first to end first, and how many there are. */
export async function untoldOf(
  tx: Tx,
  vendorId: Uuid,
  projectId: Uuid,
  kind: 'extended' | 'not-extended',
  most: number,
): Promise<{ readonly first: readonly ToldRow[]; readonly count: number }> {
  // What could not be extended and has gone since is nothing to tell of. What was extended is, whatever it has become meanwhile.
  const rows = await tx.query<ToldRow & { count: number }>(
    'terms-untold-of',
    `SELECT o.name, l.part, l.valid_until AS until, count(*) OVER () AS count FROM (
       SELECT DISTINCT lot_id FROM expiry_notices WHERE vendor_id = $1 AND project_id = $2 AND kind = $3 AND told_at IS NULL
     ) n JOIN lots l ON l.vendor_id = $1 AND l.id = n.lot_id
     JOIN LATERAL (
       SELECT w.name FROM balances b JOIN accounts a ON a.vendor_id = b.vendor_id AND a.id = b.account_id
       JOIN ${ownersSql} ON w.vendor_id = a.vendor_id AND w.id = a.owner_id AND w.holds = a.kind
       WHERE b.vendor_id = $1 AND b.lot_id = n.lot_id AND b.kind IN ('active', 'assigned') AND ($3 = 'extended' OR b.quantity > 0)
       ORDER BY b.quantity DESC, b.last_at DESC LIMIT 1
     ) o ON true
     ORDER BY l.valid_until, l.id LIMIT $4`,
    [vendorId, projectId, kind, most],
  );
  return { first: rows, count: rows[0]?.count ?? 0 };
}

/** Notes that a project was told of all that was noted of a kind. */
export async function markTold(tx: Tx, vendorId: Uuid, projectId: Uuid, kind: NoticeKind, now: Temporal.Instant): Promise<void> {
  await tx.run(
    'terms-mark-told',
    'UPDATE expiry_notices SET told_at = $4 WHERE vendor_id = $1 AND project_id = $2 AND kind = $3 AND told_at IS NULL',
    [vendorId, projectId, kind, now],
  );
}

/** Forgets what was noted of a kind, and is nothing to tell of any more. */
export async function dropUntold(tx: Tx, vendorId: Uuid, projectId: Uuid, kind: NoticeKind): Promise<void> {
  await tx.run(
    'terms-drop-untold',
    'DELETE FROM expiry_notices WHERE vendor_id = $1 AND project_id = $2 AND kind = $3 AND told_at IS NULL',
    [vendorId, projectId, kind],
  );
}

/** Of licences, those that were noted before as not extended. */
export async function notedNotExtended(tx: Tx, vendorId: Uuid, lotIds: readonly Uuid[]): Promise<Set<Uuid>> {
  const rows = await tx.query<{ lot_id: Uuid }>(
    'terms-noted-not-extended',
    `SELECT DISTINCT lot_id FROM expiry_notices WHERE vendor_id = $1 AND lot_id = ANY ($2::uuid[]) AND kind = 'not-extended'`,
    [vendorId, lotIds],
  );
  return new Set(rows.map((row) => row.lot_id));
}

export const expiryKeyset: Keyset = {
  columns: [
    { sql: 's.until', type: 'date' },
    { sql: 's.lot_id', type: 'uuid' },
    { sql: 's.owner_id', type: 'uuid' },
  ],
  descending: false,
};

export interface ExpiryRow extends EndingRow, Omit<ExpiryProject, 'id' | 'name'> {
  hardware_key: string | null;
  project_name: string;
}

export interface ExpiryFilter {
  readonly projectId: Uuid | null;
  /** Of the first day without, both included. */
  readonly from: Temporal.PlainDate;
  readonly last: Temporal.PlainDate;
}

function seenSql(kind: Viewer['organization']['kind']): string {
  return `(SELECT ${endingColumns}, k.hardware_key, j.name AS project_name, j.customer_id, c.name AS customer_name,
      j.notice_days, j.at_expiry, j.extend_prefer, j.extend_since
    ${endingSql} JOIN projects j ON j.vendor_id = w.vendor_id AND j.id = w.project_id
      JOIN organizations c ON c.vendor_id = j.vendor_id AND c.id = j.customer_id
      LEFT JOIN device_keys k ON k.vendor_id = w.vendor_id AND k.device_id = w.id AND k.role = 'primary' AND k.state = 'current'
    WHERE l.vendor_id = $1 AND ${notDemoSql} AND l.valid_until BETWEEN $5::date AND $6::date AND ($4::uuid IS NULL OR j.id = $4)
      AND ${visibleCustomersSql('j.customer_id', kind, { vendor: 1, organization: 2, now: 3 })}) s`;
}

const values = ({ vendorId, organization, now }: Viewer, { projectId, from, last }: ExpiryFilter) => [
  vendorId,
  organization.id,
  now,
  projectId,
  from,
  last,
];

/** What ends, of every project that is seen, the first to end first. */
export async function listEndings(tx: Tx, viewer: Viewer, filter: ExpiryFilter, request: PageRequest): Promise<ExpiryRow[]> {
  const { kind } = viewer.organization;
  // A page begins with the day that the one before ended with: what ended sooner is not read again.
  const [day = null] = request.after ?? [];
  const from = day === null ? filter.from : Temporal.PlainDate.from(day);
  return tx.query<ExpiryRow>(
    `terms-list-endings-${sightOf(kind)}-${request.part}`,
    `SELECT s.* FROM ${seenSql(kind)} WHERE true${afterSql(request, 8)}${orderSql(request, 7)}`,
    [...values(viewer, { ...filter, from }), rowsToLoad(request), ...(request.after ?? [])],
  );
}

export interface DayRow {
  readonly until: Temporal.PlainDate;
  readonly lapse: number;
  readonly extend: number;
}

/** How many end on each day, by what comes of it: only what can be extended is, where its project wants that. */
export async function countEndings(tx: Tx, viewer: Viewer, filter: ExpiryFilter): Promise<DayRow[]> {
  const { kind } = viewer.organization;
  return tx.query(
    `terms-count-endings-${sightOf(kind)}`,
    `SELECT s.until, count(*) FILTER (WHERE s.is_dated OR s.at_expiry = 'lapse') AS lapse,
       count(*) FILTER (WHERE NOT s.is_dated AND s.at_expiry = 'extend') AS extend
     FROM ${seenSql(kind)} GROUP BY s.until ORDER BY s.until LIMIT $7`,
    [...values(viewer, filter), mostCounted],
  );
}

/** How many end, up to `mostCounted`. */
export async function countAllEndings(tx: Tx, viewer: Viewer, filter: ExpiryFilter): Promise<number> {
  const { kind } = viewer.organization;
  const rows = await tx.query<{ total: number }>(
    `terms-count-all-endings-${sightOf(kind)}`,
    `SELECT count(*) AS total FROM (SELECT 1 FROM ${seenSql(kind)} LIMIT $7) m`,
    [...values(viewer, filter), mostCounted],
  );
  return rows[0]!.total;
}

/** Parts of which a pool holds a licence that nobody has begun. */
export async function freePartsOf(tx: Tx, vendorId: Uuid, projectId: Uuid): Promise<Set<string>> {
  const rows = await tx.query<{ part: string }>(
    'terms-free-parts-of',
    `SELECT DISTINCT l.part FROM accounts a JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id
     JOIN lots l ON l.vendor_id = b.vendor_id AND l.id = b.lot_id
     WHERE a.vendor_id = $1 AND a.owner_id = $2 AND a.kind = 'pool' AND ${freeSql}`,
    [vendorId, projectId],
  );
  return new Set(rows.map((row) => row.part));
}

/** Of licences, those that a device or user still has. */
export async function stillHeld(tx: Tx, vendorId: Uuid, lotIds: readonly Uuid[]): Promise<Set<Uuid>> {
  if (lotIds.length === 0) return new Set();
  const rows = await tx.query<{ lot_id: Uuid }>(
    'terms-still-held',
    `SELECT lot_id FROM balances WHERE vendor_id = $1 AND lot_id = ANY ($2::uuid[]) AND quantity > 0 AND kind IN ('active', 'assigned')`,
    [vendorId, lotIds],
  );
  return new Set(rows.map((row) => row.lot_id));
}

export interface FreeRow {
  lot_id: Uuid;
  quantity: number;
  part: string;
  term_days: number;
  issued_at: Temporal.Instant;
}

/** Term licences of pools that nobody has locked: what extensions would find. */
export async function freeOf(tx: Tx, vendorId: Uuid, accountId: Uuid, most: number): Promise<FreeRow[]> {
  return tx.query<FreeRow>(
    'terms-free-of',
    `SELECT b.lot_id, b.quantity, l.part, l.term_days, l.issued_at FROM balances b JOIN lots l ON l.vendor_id = b.vendor_id AND l.id = b.lot_id
     WHERE b.vendor_id = $1 AND b.account_id = $2 AND ${freeSql}
     ORDER BY l.term_days, l.issued_at, l.id LIMIT $3`,
    [vendorId, accountId, most],
  );
}
