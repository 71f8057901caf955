import { toId } from '@muniment/platform/ids';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../../core/context.ts';
import { mostCounted } from '../../../core/page.ts';
import { sightOf, visibleCustomersSql } from '../../../core/visibility/store.ts';
import type { Viewer } from '../hits/store.ts';

const at = { vendor: 1, organization: 2, now: 3 };
const viewerValues = (viewer: Viewer) => [viewer.vendorId, viewer.organization.id, viewer.now];

export interface ArrivalRow {
  readonly id: Uuid;
  readonly sales_order: string;
  readonly shipper_name: string;
  readonly shipped_at: Temporal.Instant;
  readonly available: number;
}

/** The newest orders of which something is still in the organization's bins. */
export function loadArrivals(tx: Tx, viewer: Viewer, most: number): Promise<ArrivalRow[]> {
  return tx.query<ArrivalRow>(
    'home-arrivals',
    `SELECT o.id, o.sales_order, s.name AS shipper_name, o.shipped_at, b.available
     FROM orders o
     JOIN organizations s ON s.vendor_id = o.vendor_id AND s.id = o.shipper_id
     JOIN LATERAL (
       SELECT coalesce(sum(b.quantity), 0)::bigint AS available
       FROM order_lines ol
       JOIN accounts a ON a.vendor_id = ol.vendor_id AND a.owner_id = o.receiver_id AND a.kind = 'bin'
       JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id AND b.lot_id = ol.lot_id
       WHERE ol.vendor_id = o.vendor_id AND ol.order_id = o.id
     ) b ON b.available > 0
     WHERE o.vendor_id = $1 AND o.receiver_id = $2 ORDER BY o.shipped_at DESC, o.id DESC LIMIT $3`,
    [viewer.vendorId, viewer.organization.id, most],
  );
}

export interface ReservedRow {
  readonly id: Uuid;
  readonly name: string;
  readonly customer_name: string;
  readonly units: number;
  readonly since: Temporal.Instant;
  /** Devices there are of the kind, on every row. */
  readonly total: number;
}

/** Devices that hold units reserved from the organization's bins, the longest waiting first. */
export function loadReserved(tx: Tx, viewer: Viewer, most: number): Promise<ReservedRow[]> {
  return tx.query<ReservedRow>(
    `home-reserved-${sightOf(viewer.organization.kind)}`,
    `SELECT d.id, d.name, o.name AS customer_name, sum(b.quantity)::bigint AS units, min(b.last_at) AS since,
       count(*) OVER () AS total
     FROM accounts bin
     JOIN accounts a ON a.vendor_id = bin.vendor_id AND a.origin_id = bin.id
     JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id AND b.quantity > 0
     JOIN devices d ON d.vendor_id = a.vendor_id AND d.id = a.owner_id
     JOIN organizations o ON o.vendor_id = d.vendor_id AND o.id = d.customer_id
     WHERE bin.vendor_id = $1 AND bin.owner_id = $2 AND bin.kind = 'bin'
       AND ${visibleCustomersSql('d.customer_id', viewer.organization.kind, at)}
     GROUP BY d.id, d.name, o.name ORDER BY since, d.id LIMIT $4`,
    [...viewerValues(viewer), most],
  );
}

export interface RecentRow {
  readonly id: Uuid;
  readonly name: string;
  readonly customer_name: string;
  readonly hardware_key: string;
  readonly at: Temporal.Instant;
}

/** How many of the organization's last acts are looked through for devices. */
const actsLookedAt = 300;

/** Devices that the organization's people last did something with. */
export function loadRecent(tx: Tx, viewer: Viewer, most: number): Promise<RecentRow[]> {
  return tx.query<RecentRow>(
    `home-recent-${sightOf(viewer.organization.kind)}`,
    `SELECT d.id, d.name, o.name AS customer_name, k.hardware_key, r.at
     FROM (
       SELECT device_id, max(at) AS at FROM (
         SELECT device_id, at FROM operations WHERE vendor_id = $1 AND organization_id = $2 ORDER BY at DESC, id DESC LIMIT ${actsLookedAt}
       ) acts WHERE device_id IS NOT NULL GROUP BY device_id
     ) r
     JOIN devices d ON d.vendor_id = $1 AND d.id = r.device_id
     JOIN organizations o ON o.vendor_id = d.vendor_id AND o.id = d.customer_id
     JOIN device_keys k ON k.vendor_id = d.vendor_id AND k.device_id = d.id AND k.role = 'primary' AND k.state = 'current'
     WHERE ${visibleCustomersSql('d.customer_id', viewer.organization.kind, at)} ORDER BY r.at DESC, d.id LIMIT $4`,
    [...viewerValues(viewer), most],
  );
}

export interface Counts {
  readonly customers: number;
  readonly devices: number;
  /** Of the devices counted, those with nothing active and nothing reserved by the viewer, whose place nobody took. */
  readonly unlicensed: number;
  readonly bin_units: number;
}

/** How much there is: customers and devices counted up to 10,001, so that their number costs nothing; units summed over the lots in the bins. */
export async function loadCounts(tx: Tx, viewer: Viewer): Promise<Counts> {
  const { kind } = viewer.organization;
  const reserved =
    kind === 'vendor'
      ? "a.kind = 'reserved'"
      : "a.kind = 'reserved' AND EXISTS (SELECT 1 FROM accounts f WHERE f.vendor_id = a.vendor_id AND f.id = a.origin_id AND f.owner_id = $2)";
  const rows = await tx.query<Counts>(
    `home-counts-${sightOf(kind)}`,
    `WITH visible AS (
       SELECT d.id, d.license_lot_id, d.replaced_by FROM devices d WHERE d.vendor_id = $1 AND ${visibleCustomersSql('d.customer_id', kind, at)}
       ORDER BY d.created_at DESC, d.id DESC LIMIT $4)
     SELECT
       (SELECT count(*) FROM (
          SELECT 1 FROM customers c WHERE c.vendor_id = $1 AND ${visibleCustomersSql('c.organization_id', kind, at)} LIMIT $4) m) AS customers,
       (SELECT count(*) FROM visible) AS devices,
       (SELECT count(*) FROM visible v WHERE v.license_lot_id IS NULL AND v.replaced_by IS NULL AND NOT EXISTS (
          SELECT 1 FROM accounts a JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id AND b.quantity > 0
          WHERE a.vendor_id = $1 AND a.owner_id = v.id AND ${reserved})) AS unlicensed,
       (SELECT coalesce(sum(b.quantity), 0)::bigint FROM accounts a
          JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id
          WHERE a.vendor_id = $1 AND a.owner_id = $2 AND a.kind = 'bin') AS bin_units`,
    [...viewerValues(viewer), mostCounted],
  );
  return rows[0]!;
}

/** What somebody at the vendor must still do by hand. */
export async function countOpenTasks(tx: Tx, vendorId: Uuid): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    'home-open-tasks',
    'SELECT count(*) AS total FROM (SELECT 1 FROM tasks WHERE vendor_id = $1 AND done_at IS NULL LIMIT $2) m',
    [vendorId, mostCounted],
  );
  return rows[0]!.total;
}

/** Offers to projects of customers that the viewer sees, which nobody has answered and whose day has not come. */
export async function countTransfersOffered(tx: Tx, viewer: Viewer, today: Temporal.PlainDate): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    `home-transfers-offered-${sightOf(viewer.organization.kind)}`,
    `SELECT count(*) AS total FROM (SELECT 1 FROM transfers t JOIN projects p ON p.vendor_id = t.vendor_id AND p.id = t.to_project_id
       WHERE t.vendor_id = $1 AND t.decision IS NULL AND t.until > $5::date
         AND ${visibleCustomersSql('p.customer_id', viewer.organization.kind, at)} LIMIT $4) m`,
    [...viewerValues(viewer), mostCounted, today],
  );
  return rows[0]!.total;
}

/** Controllers of projects that the viewer sees that wait for somebody, and their project where all are of one. */
export async function countControllersWaiting(tx: Tx, viewer: Viewer): Promise<{ count: number; projectId: string | null }> {
  const rows = await tx.query<{ total: number; project_id: Uuid | null }>(
    `home-controllers-waiting-${sightOf(viewer.organization.kind)}`,
    `SELECT count(*) AS total, CASE WHEN count(DISTINCT m.project_id) = 1 THEN (array_agg(m.project_id))[1] END AS project_id FROM (
       SELECT e.project_id FROM enrolments e
       JOIN projects p ON p.vendor_id = e.vendor_id AND p.id = e.project_id
       WHERE e.vendor_id = $1 AND (e.state = 'waiting' AND e.gave_way_at IS NULL OR e.state = 'current' AND e.by_license_key AND e.waits_for IS NOT NULL) AND ${visibleCustomersSql('p.customer_id', viewer.organization.kind, at)}
       ORDER BY e.requested_at, e.id LIMIT $4) m`,
    [...viewerValues(viewer), mostCounted],
  );
  const { total, project_id } = rows[0]!;
  return { count: total, projectId: project_id === null ? null : toId('prj', project_id) };
}

/** Mails that no mail server took. */
export async function countFailedMails(tx: Tx, vendorId: Uuid): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    'home-failed-mails',
    "SELECT count(*) AS total FROM (SELECT 1 FROM mails WHERE vendor_id = $1 AND state = 'failed' LIMIT $2) m",
    [vendorId, mostCounted],
  );
  return rows[0]!.total;
}

/** Licence files that somebody at the vendor must hand over. */
export async function countExternalFiles(tx: Tx, vendorId: Uuid): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    'home-external-files',
    `SELECT count(*) AS total FROM (SELECT 1 FROM external_files WHERE vendor_id = $1 AND content IS NULL
       AND (delivery <> 'against-upload' OR upload IS NOT NULL) LIMIT $2) f`,
    [vendorId, mostCounted],
  );
  return rows[0]!.total;
}

/** Files from devices that the organization must upload first: of the activations that were its own. */
export async function countUploadsWanted(tx: Tx, viewer: Viewer): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    `home-uploads-wanted-${sightOf(viewer.organization.kind)}`,
    `SELECT count(*) AS total FROM (SELECT 1 FROM external_files f
       JOIN operations o ON o.vendor_id = f.vendor_id AND o.id = f.operation_id AND o.organization_id = $2
       JOIN devices d ON d.vendor_id = f.vendor_id AND d.id = f.device_id
       WHERE f.vendor_id = $1 AND f.content IS NULL AND f.delivery = 'against-upload' AND f.upload IS NULL
         AND ${visibleCustomersSql('d.customer_id', viewer.organization.kind, at)} LIMIT $4) f`,
    [...viewerValues(viewer), mostCounted],
  );
  return rows[0]!.total;
}

export interface EndingCounts {
  /** Devices whose last licence ends by the horizon. */
  readonly ending: number;
  /** The first day without of the first of them. */
  readonly first: Temporal.PlainDate | null;
  /** Devices that had a licence, of which nothing is good any more. */
  readonly ended: number;
}

/** What has ended on devices that the viewer sees, and what will by a day: as the device list is filtered by its licences. */
export async function countEnding(
  tx: Tx,
  viewer: Viewer,
  { today, horizon }: { readonly today: Temporal.PlainDate; readonly horizon: Temporal.PlainDate },
): Promise<EndingCounts> {
  // Each asked for itself: a limit over all of them would count those of one kind and leave out the others.
  const from = `FROM devices d WHERE d.vendor_id = $1 AND ${visibleCustomersSql('d.customer_id', viewer.organization.kind, at)}`;
  const ending = `${from} AND d.licensed_until > $4::date AND d.licensed_until <= $5::date`;
  const rows = await tx.query<EndingCounts>(
    `home-ending-${sightOf(viewer.organization.kind)}`,
    `SELECT (SELECT count(*) FROM (SELECT 1 ${ending} LIMIT $6) e) AS ending,
       (SELECT d.licensed_until ${ending} ORDER BY d.licensed_until LIMIT 1) AS first,
       (SELECT count(*) FROM (SELECT 1 ${from} AND d.licensed_until <= $4::date LIMIT $6) e) AS ended`,
    [...viewerValues(viewer), today, horizon, mostCounted],
  );
  return rows[0]!;
}

export interface DatedEnding {
  readonly count: number;
  /** The end of the first, as the first day without. */
  readonly first: Temporal.PlainDate | null;
  /** How many projects they are of, and the few of them whose licences end first. */
  readonly projects: number;
  readonly named: readonly { readonly id: string; readonly name: string; readonly customer: string }[];
}

/** So many projects are named. */
const mostNamed = 3;

interface DatedEndingRow {
  readonly id: Uuid;
  readonly name: string;
  readonly customer_name: string;
  readonly first: Temporal.PlainDate;
  /** Of all projects, on every row. */
  readonly total: number;
  readonly projects: number;
}

/** Whoever sees no more devices than that is asked about them, device by device; whoever sees more, lot by lot as they end. */
const fewDevices = 1000;

/** Of devices that the viewer sees, licences whose dates stand, so that no pool extends them, and that end by a day. */
export async function countDatedEnding(
  tx: Tx,
  viewer: Viewer,
  { today, horizon }: { readonly today: Temporal.PlainDate; readonly horizon: Temporal.PlainDate },
): Promise<DatedEnding> {
  const visible = visibleCustomersSql('d.customer_id', viewer.organization.kind, at);
  const isDated = "l.starts_on IS NULL AND l.origin <> 'demo' AND l.valid_until > $4::date AND l.valid_until <= $5::date";
  const isActive = "b.kind = 'active' AND b.quantity > 0";
  // OFFSET 0 keeps the order of the joins, which would be planned from every device that the viewer sees, or from every lot.
  const rows = await tx.query<DatedEndingRow>(
    `home-dated-ending-${sightOf(viewer.organization.kind)}`,
    `WITH few AS MATERIALIZED (SELECT d.id, d.project_id FROM devices d WHERE d.vendor_id = $1 AND ${visible} LIMIT $7 + 1),
     ending AS (
       SELECT l.valid_until, f.project_id FROM few f
       CROSS JOIN LATERAL (
         SELECT l.valid_until FROM accounts a
         JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id
         JOIN lots l ON l.vendor_id = b.vendor_id AND l.id = b.lot_id
         WHERE a.vendor_id = $1 AND a.owner_id = f.id AND ${isActive} AND ${isDated} OFFSET 0) l
       WHERE (SELECT count(*) FROM few) <= $7
       UNION ALL
       (SELECT l.valid_until, d.project_id FROM lots l
       CROSS JOIN LATERAL (
         SELECT d.project_id FROM balances b
         JOIN accounts a ON a.vendor_id = b.vendor_id AND a.id = b.account_id
         JOIN devices d ON d.vendor_id = a.vendor_id AND d.id = a.owner_id
         WHERE b.vendor_id = l.vendor_id AND b.lot_id = l.id AND ${isActive} AND ${visible} OFFSET 0) d
       WHERE (SELECT count(*) FROM few) > $7 AND l.vendor_id = $1 AND ${isDated}
       ORDER BY l.valid_until, l.id LIMIT $6))
     SELECT p.id, p.name, c.name AS customer_name, m.first, (sum(m.licences) OVER ())::bigint AS total, count(*) OVER () AS projects
     FROM (SELECT e.project_id, min(e.valid_until) AS first, count(*) AS licences FROM ending e GROUP BY e.project_id) m
     JOIN projects p ON p.vendor_id = $1 AND p.id = m.project_id
     JOIN organizations c ON c.vendor_id = p.vendor_id AND c.id = p.customer_id
     ORDER BY m.first, p.name, p.id LIMIT ${mostNamed}`,
    [...viewerValues(viewer), today, horizon, mostCounted, fewDevices],
  );
  const named = rows.map(({ id, name, customer_name: customer }) => ({ id: toId('prj', id), name, customer }));
  return { count: rows[0]?.total ?? 0, first: rows[0]?.first ?? null, projects: rows[0]?.projects ?? 0, named };
}
