import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationFacts, Uuid, Vendor } from '../core/context.ts';

/** False if the slug is taken. */
export async function insertVendor(tx: Tx, vendor: Vendor, now: Temporal.Instant): Promise<boolean> {
  const inserted = await tx.run(
    'operator-insert-vendor',
    'INSERT INTO vendors (id, slug, name, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (slug) DO NOTHING',
    [vendor.id, vendor.slug, vendor.name, now],
  );
  return inserted === 1;
}

/** The first project of the customer of that name, null where there is none. */
export async function firstProjectOf(tx: Tx, vendorId: Uuid, customer: string): Promise<Uuid | null> {
  const rows = await tx.query<{ id: Uuid }>(
    'operator-first-project',
    `SELECT p.id FROM projects p JOIN organizations o ON o.vendor_id = p.vendor_id AND o.id = p.customer_id
     WHERE p.vendor_id = $1 AND o.name = $2 ORDER BY p.created_at, p.id LIMIT 1`,
    [vendorId, customer],
  );
  return rows[0]?.id ?? null;
}

export async function vendorOrganization(tx: Tx, vendorId: Uuid): Promise<OrganizationFacts> {
  const rows = await tx.query<OrganizationFacts>(
    'operator-vendor-organization',
    "SELECT id, name, kind FROM organizations WHERE vendor_id = $1 AND kind = 'vendor'",
    [vendorId],
  );
  return rows[0]!;
}

/** The first row that contradicts a rule of the ledger, and how many rows were looked at. */
export interface Finding {
  readonly looked: number;
  readonly first: Readonly<Record<string, unknown>> | null;
}

/** A rule that `muniment audit` recomputes from the postings: rows that break it, and what it looks at. */
interface AuditCheck {
  readonly id: string;
  readonly says: string;
  readonly looksAt: string;
  readonly breaks: string;
}

// Each statement is about one vendor ($1) and answers the rows that contradict; an honest ledger gives none.
export const auditChecks: readonly AuditCheck[] = [
  {
    id: 'zero-sums',
    says: 'the postings of every operation sum to zero for every lot',
    looksAt: 'postings',
    breaks:
      'SELECT operation_id, lot_id, sum(quantity) AS sum FROM postings WHERE vendor_id = $1 GROUP BY operation_id, lot_id HAVING sum(quantity) <> 0',
  },
  {
    id: 'balances',
    says: 'every balance is the sum of its postings',
    looksAt: 'balances',
    breaks: `SELECT account_id, lot_id, b.quantity AS balance, p.sum AS postings
      FROM (SELECT account_id, lot_id, quantity FROM balances WHERE vendor_id = $1) b
      FULL JOIN (SELECT account_id, lot_id, sum(quantity) AS sum FROM postings WHERE vendor_id = $1 GROUP BY account_id, lot_id) p
        USING (account_id, lot_id) WHERE b.quantity IS DISTINCT FROM p.sum`,
  },
  {
    id: 'never-negative',
    says: 'no balance outside issue and conversion was ever below zero, at any instant',
    looksAt: 'postings',
    breaks: `SELECT account_id, lot_id, operation_id, running FROM (
        SELECT p.account_id, p.lot_id, p.operation_id, a.kind,
          sum(p.quantity) OVER (PARTITION BY p.account_id, p.lot_id ORDER BY o.at RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS running
        FROM postings p JOIN operations o ON o.vendor_id = p.vendor_id AND o.id = p.operation_id
        JOIN accounts a ON a.vendor_id = p.vendor_id AND a.id = p.account_id WHERE p.vendor_id = $1
      ) r WHERE running < 0 AND kind NOT IN ('issue', 'conversion')`,
  },
  {
    id: 'instants',
    says: 'every balance knows the instant of its last operation, and when units last came in',
    looksAt: 'balances',
    breaks: `SELECT b.account_id, b.lot_id, b.last_at, max(o.at) AS last_operation, b.came_at
      FROM balances b JOIN postings p ON p.vendor_id = b.vendor_id AND p.account_id = b.account_id AND p.lot_id = b.lot_id
      JOIN operations o ON o.vendor_id = p.vendor_id AND o.id = p.operation_id
      LEFT JOIN operations u ON u.vendor_id = o.vendor_id AND u.undoes = o.id
      WHERE b.vendor_id = $1 GROUP BY b.account_id, b.lot_id, b.last_at, b.came_at
      HAVING max(o.at) <> b.last_at
        OR max(o.at) FILTER (WHERE p.quantity > 0 AND o.undoes IS NULL AND u.id IS NULL) IS DISTINCT FROM b.came_at`,
  },
  {
    id: 'kinds',
    says: 'every balance carries the kind of its account',
    looksAt: 'balances',
    breaks: `SELECT b.account_id, b.kind, a.kind AS account_kind FROM balances b
      JOIN accounts a ON a.vendor_id = b.vendor_id AND a.id = b.account_id WHERE b.vendor_id = $1 AND a.kind <> b.kind`,
  },
  {
    id: 'issued',
    says: 'of every order line exactly what was shipped was issued',
    looksAt: 'order_lines',
    breaks: `SELECT ol.order_id, ol.line, ol.quantity AS shipped, coalesce(-sum(b.quantity), 0) AS issued
      FROM order_lines ol
      LEFT JOIN accounts a ON a.vendor_id = ol.vendor_id AND a.kind = 'issue'
      LEFT JOIN balances b ON b.vendor_id = ol.vendor_id AND b.account_id = a.id AND b.lot_id = ol.lot_id
      WHERE ol.vendor_id = $1 GROUP BY ol.order_id, ol.line, ol.quantity HAVING ol.quantity <> coalesce(-sum(b.quantity), 0)`,
  },
  {
    id: 'lineage',
    says: 'every converted lot names the lots it came from, with as many units as went into conversion',
    looksAt: 'lots',
    breaks: `SELECT l.id AS lot_id FROM lots l LEFT JOIN lot_parents lp ON lp.vendor_id = l.vendor_id AND lp.lot_id = l.id
      WHERE l.vendor_id = $1 AND l.origin = 'conversion' AND lp.parent_id IS NULL`,
  },
  {
    id: 'undone-exactly',
    says: 'what was undone was reversed posting by posting',
    looksAt: 'operations',
    breaks: `SELECT u.id AS operation_id, u.undoes FROM operations u WHERE u.vendor_id = $1 AND u.undoes IS NOT NULL AND EXISTS (
        SELECT 1 FROM (SELECT account_id, lot_id, quantity FROM postings WHERE vendor_id = $1 AND operation_id = u.id) p
        FULL JOIN (SELECT account_id, lot_id, -quantity AS quantity FROM postings WHERE vendor_id = $1 AND operation_id = u.undoes) w
          USING (account_id, lot_id) WHERE p.quantity IS DISTINCT FROM w.quantity)`,
  },
  {
    id: 'leaves',
    says: 'every leaf of the log has the hash of its text (RFC 6962)',
    looksAt: 'audit_leaves',
    breaks: String.raw`SELECT encode(hash, 'hex') AS hash, kind FROM audit_leaves
      WHERE vendor_id = $1 AND sha256('\x00'::bytea || convert_to(leaf, 'UTF8')) <> hash`,
  },
  {
    id: 'logged',
    says: 'every operation is in the log: by whom, for whom, with exactly the postings it made, in the places they were made',
    looksAt: 'operations',
    // A place is written as the domain's `placeKey` writes it.
    breaks: `SELECT o.id AS operation_id, o.kind FROM operations o
      LEFT JOIN audit_leaves l ON l.vendor_id = o.vendor_id AND l.operation_id = o.id
      WHERE o.vendor_id = $1 AND (l.hash IS NULL OR l.kind <> o.kind OR l.leaf::jsonb ->> 'id' <> o.id::text
        OR (l.leaf::jsonb -> 'facts' ->> 'at')::timestamptz <> o.at
        OR l.leaf::jsonb -> 'actor' ->> 'kind' IS DISTINCT FROM o.actor_kind
        OR l.leaf::jsonb -> 'actor' ->> 'id' IS DISTINCT FROM o.actor_id::text
        OR l.leaf::jsonb ->> 'organization' IS DISTINCT FROM o.organization_id::text
        OR (SELECT coalesce(string_agg(concat_ws(' ', e ->> 0, e ->> 1, e ->> 2), ',' ORDER BY concat_ws(' ', e ->> 0, e ->> 1, e ->> 2)), '')
            FROM jsonb_array_elements(l.leaf::jsonb -> 'facts' -> 'postings') e)
          <> (SELECT coalesce(string_agg(m.line, ',' ORDER BY m.line), '') FROM (
            SELECT a.kind || '|' || CASE WHEN a.owner_kind = 'vendor' THEN '' ELSE a.owner_id::text END || '|' || a.class || '|'
              || coalesce(a.origin_id::text, '') || ' ' || p.lot_id || ' ' || p.quantity AS line
            FROM postings p JOIN accounts a ON a.vendor_id = p.vendor_id AND a.id = p.account_id
            WHERE p.vendor_id = o.vendor_id AND p.operation_id = o.id) m))`,
  },
  {
    id: 'lots',
    says: 'every lot is of the part, the catalog version and the dates that the log says it was issued with',
    looksAt: 'lots',
    breaks: `SELECT lot.id AS lot_id, lot.part FROM lots lot
      LEFT JOIN (SELECT e ->> 0 AS id, e FROM audit_leaves l, jsonb_array_elements(l.leaf::jsonb -> 'facts' -> 'lots') e
        WHERE l.vendor_id = $1 AND l.operation_id IS NOT NULL) issued ON issued.id = lot.id::text
      WHERE lot.vendor_id = $1 AND (issued.id IS NULL OR issued.e ->> 1 <> lot.part OR (issued.e ->> 2)::int <> lot.pack_version
        OR issued.e ->> 3 IS DISTINCT FROM lot.valid_from::text OR issued.e ->> 4 IS DISTINCT FROM lot.valid_until::text
        OR (issued.e ->> 5)::int IS DISTINCT FROM lot.term_days
        OR (SELECT coalesce(string_agg(concat_ws(' ', c ->> 0, c ->> 1), ',' ORDER BY n), '') FROM jsonb_array_elements(issued.e -> 6) WITH ORDINALITY x (c, n))
          <> (SELECT coalesce(string_agg(concat_ws(' ', c ->> 'lotId', c ->> 'days'), ',' ORDER BY n), '')
              FROM jsonb_array_elements(lot.components) WITH ORDINALITY x (c, n)))`,
  },
  {
    id: 'components',
    says: 'the parts of every cumulative licence sum to its days',
    looksAt: 'lots',
    breaks: `SELECT l.id AS lot_id, l.term_days FROM lots l WHERE l.vendor_id = $1 AND l.components IS NOT NULL
      AND l.term_days <> (SELECT sum((c ->> 'days')::int) FROM jsonb_array_elements(l.components) c)`,
  },
  {
    id: 'days',
    says: 'acts on terms lose no day: what went in came out, was used, or was deducted',
    looksAt: 'operations',
    // Recounted from the postings: the days of the units that went into conversion or were retired, and of those that came out.
    breaks: `SELECT o.id AS operation_id, o.kind, m.days_in, m.days_out, o.details FROM operations o
      JOIN LATERAL (
        SELECT coalesce(sum(p.quantity * l.term_days) FILTER (WHERE a.kind IN ('conversion', 'retired') AND p.quantity > 0), 0) AS days_in,
          coalesce(-sum(p.quantity * l.term_days) FILTER (WHERE a.kind = 'conversion' AND p.quantity < 0), 0) AS days_out
        FROM postings p JOIN lots l ON l.vendor_id = p.vendor_id AND l.id = p.lot_id
        JOIN accounts a ON a.vendor_id = p.vendor_id AND a.id = p.account_id
        WHERE p.vendor_id = o.vendor_id AND p.operation_id = o.id
      ) m ON true
      WHERE o.vendor_id = $1 AND o.kind IN ('assign-license', 'extend-license', 'unassign-license', 'split-license')
        AND (m.days_in IS DISTINCT FROM (o.details ->> 'daysIn')::bigint OR m.days_out IS DISTINCT FROM (o.details ->> 'daysOut')::bigint
          OR m.days_in <> m.days_out + (o.details ->> 'daysUsed')::bigint + (o.details ->> 'daysDeducted')::bigint)`,
  },
  {
    id: 'licensed',
    says: 'every device and named user names whatever of its licences ends last',
    looksAt: 'devices',
    breaks: `SELECT w.id, w.license_lot_id, s.lot_id AS ends_last FROM (
        SELECT id, license_lot_id, license_part, licensed_until FROM devices WHERE vendor_id = $1
        UNION ALL SELECT id, license_lot_id, license_part, licensed_until FROM named_users WHERE vendor_id = $1) w
      LEFT JOIN (
        SELECT DISTINCT ON (a.owner_id) a.owner_id, l.id AS lot_id, l.part, coalesce(l.valid_until, 'infinity') AS until
        FROM accounts a JOIN balances b ON b.vendor_id = a.vendor_id AND b.account_id = a.id AND b.quantity > 0
        JOIN lots l ON l.vendor_id = b.vendor_id AND l.id = b.lot_id
        WHERE a.vendor_id = $1 AND a.kind IN ('active', 'assigned')
        ORDER BY a.owner_id, coalesce(l.valid_until, 'infinity') DESC, l.id DESC) s ON s.owner_id = w.id
      WHERE (w.license_lot_id, w.license_part, w.licensed_until) IS DISTINCT FROM (s.lot_id, s.part, s.until)`,
  },
  {
    id: 'returned',
    says: 'what devices gave back they said with a key of their own, once for each licence file',
    looksAt: 'device_receipts',
    // An act may wait an hour for another: only a key that was killed longer before was none any more. Returns of before name no key.
    breaks: `SELECT o.id AS operation_id, o.device_id, o.details FROM operations o
      LEFT JOIN device_receipts r ON r.vendor_id = o.vendor_id AND r.operation_id = o.id
      LEFT JOIN enrolments e ON e.vendor_id = o.vendor_id AND e.id = (o.details ->> 'enrolmentId')::uuid
      WHERE o.vendor_id = $1 AND o.kind = 'return-from-device' AND (r.device_id IS DISTINCT FROM o.device_id
        OR r.epoch <> (o.details -> 'serial' ->> 'epoch')::int OR r.serial <> (o.details -> 'serial' ->> 'number')::int
        OR (o.details ? 'keyThumbprint' AND (e.device_id IS DISTINCT FROM o.device_id OR e.thumbprint <> o.details ->> 'keyThumbprint'
          OR e.decided_at > o.at + interval '1 hour' OR e.killed_at < o.at - interval '1 hour')))`,
  },
  {
    id: 'activated',
    says: 'what devices took they asked for with a key of their own, and none after its end',
    looksAt: 'operations',
    // An act may wait an hour for another before it is done; the end of a key is never told earlier than what was done with it.
    // Activations of before name no key.
    breaks: `SELECT o.id AS operation_id, o.device_id, o.details, o.at, e.killed_at FROM operations o
      LEFT JOIN enrolments e ON e.vendor_id = o.vendor_id AND e.id = (o.details ->> 'enrolmentId')::uuid
      WHERE o.vendor_id = $1 AND o.kind = 'activate-on-device' AND o.details ? 'keyThumbprint'
        AND (e.device_id IS DISTINCT FROM o.device_id OR e.thumbprint <> o.details ->> 'keyThumbprint'
          OR e.decided_at > o.at + interval '1 hour' OR e.killed_at < o.at)`,
  },
  {
    id: 'seats',
    says: 'every counter has as many seats in use as its leases hold',
    looksAt: 'counters',
    breaks: `SELECT c.id AS counter_id, c.used, coalesce(l.held, 0) AS held FROM counters c
      LEFT JOIN (SELECT counter_id, sum(seats) AS held FROM leases WHERE vendor_id = $1 GROUP BY counter_id) l ON l.counter_id = c.id
      WHERE c.vendor_id = $1 AND c.used <> coalesce(l.held, 0)`,
  },
  {
    id: 'serials',
    says: 'no licence file has a serial above its device\u2019s',
    looksAt: 'license_documents',
    breaks: `SELECT d.id AS document_id, d.serial, v.serial AS device_serial FROM license_documents d
      JOIN devices v ON v.vendor_id = d.vendor_id AND v.id = d.device_id
      WHERE d.vendor_id = $1 AND (d.epoch, d.serial) > (v.epoch, v.serial)`,
  },
];

export async function runCheck(tx: Tx, vendorId: Uuid, check: AuditCheck): Promise<Finding> {
  const counted = await tx.query<{ looked: number }>(
    `operator-audit-count-${check.looksAt}`,
    `SELECT count(*) AS looked FROM ${check.looksAt} WHERE vendor_id = $1`,
    [vendorId],
  );
  // Planned as if every row were wanted: to find one of many soon the planner would compare everything with everything, and
  // an honest ledger has none.
  const text = `WITH broken AS MATERIALIZED (${check.breaks}) SELECT * FROM broken LIMIT 1`;
  const rows = await tx.query<Record<string, unknown>>(`operator-audit-${check.id}`, text, [vendorId]);
  return { looked: counted[0]!.looked, first: rows[0] ?? null };
}
