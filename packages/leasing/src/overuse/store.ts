import type { Statement, Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';

/**
 * Over-use (C3): from when to when more seats are in use than there are. Seats change by date without a write, and what is in use
 * does not change between two writes, so whoever is about to change it first writes down what the dates since then came to.
 * From there on `over_since` is set exactly while more are in use than there are.
 */

/** Lease time: the database's own, after the locks, plus the shift of a test clock in milliseconds. */
export const clockAt = (shift: string) =>
  `clock AS MATERIALIZED (SELECT clock_timestamp() + ${shift}::bigint * interval '1 millisecond' AS at)`;

/** Seats that a counter has at the clock's instant, and those that may be in use. */
const owned = 'COALESCE(c.step_seats[width_bucket((SELECT at FROM clock), c.step_from)], 0)';
export const most = `${owned} + c.overdraft`;

const overSince = 'COALESCE(c.over_since, (SELECT at FROM clock))';
const overMost = (used: string) => `greatest(c.over_most, c.used - (${owned}), ${used} - (${owned}))`;

/** Seats given back end an over-use, which is then written down: what an overdraft is charged by. */
export const overuseEnded = `ended AS (
        INSERT INTO counter_overuses (vendor_id, counter_id, since, until, most)
        SELECT $1, c.id, c.over_since, greatest(c.over_since, (SELECT at FROM clock)), greatest(c.over_most, c.used - (${owned}))
        FROM counters c JOIN freed f ON f.counter_id = c.id
        WHERE c.vendor_id = $1 AND c.over_since IS NOT NULL AND c.used - f.seats <= ${owned}
        ON CONFLICT DO NOTHING)`;
export const overAfterGiving = (used: string) => `over_since = CASE WHEN ${used} > ${owned} THEN ${overSince} END,
          over_most = CASE WHEN ${used} > ${owned} THEN ${overMost(used)} ELSE 0 END`;
/** More in use ends nothing: what a date ended a moment ago is judged by whoever comes next. */
export const overAfterTaking = (used: string) => `over_since = CASE WHEN ${used} > ${owned} THEN ${overSince} ELSE c.over_since END,
          over_most = CASE WHEN ${used} > ${owned} THEN ${overMost(used)} ELSE c.over_most END`;

/** Walks the steps that came since the counter was judged last; a run of them with fewer seats than are in use is one over-use. */
const judging = (clock: string, counters: string) => `WITH ${clock},
      due AS MATERIALIZED (
        SELECT c.id, c.used, c.over_since, c.over_most, c.step_from, c.step_seats, c.step, width_bucket(clock.at, c.step_from) AS upto
        FROM counters c CROSS JOIN clock
        WHERE c.vendor_id = $1 AND c.id = ANY (${counters}) AND c.step < width_bucket(clock.at, c.step_from)),
      spans AS (
        SELECT d.id, s.n, CASE WHEN s.n = d.step THEN d.over_since ELSE d.step_from[s.n] END AS since,
          CASE WHEN s.n = d.step THEN d.over_most ELSE d.used - d.step_seats[s.n] END AS beyond
        FROM due d CROSS JOIN LATERAL generate_series(CASE WHEN d.over_since IS NULL THEN d.step + 1 ELSE d.step END, d.upto) AS s (n)),
      runs AS MATERIALIZED (
        SELECT id, min(since) AS since, max(beyond) AS most, max(n) AS last
        FROM (SELECT *, n - row_number() OVER (PARTITION BY id ORDER BY n) AS run FROM spans WHERE beyond > 0) o GROUP BY id, run),
      ended AS (
        INSERT INTO counter_overuses (vendor_id, counter_id, since, until, most)
        SELECT $1, r.id, r.since, greatest(r.since, d.step_from[r.last + 1]), r.most FROM runs r JOIN due d ON d.id = r.id WHERE r.last < d.upto
        ON CONFLICT DO NOTHING)
      UPDATE counters c SET step = d.upto, over_since = r.since, over_most = COALESCE(r.most, 0)
      FROM due d LEFT JOIN runs r ON r.id = d.id AND r.last = d.upto
      WHERE c.vendor_id = $1 AND c.id = d.id RETURNING c.id`;

/** Judges counters that are locked, and those of leases, before what is in use changes. */
export function judgeOveruse(vendorId: string, counterIds: readonly string[], shift: number, leaseIds: readonly string[] = []): Statement {
  const counters = '$2::uuid[] || ARRAY(SELECT l.counter_id FROM leases l WHERE l.vendor_id = $1 AND l.id = ANY ($4::uuid[]))';
  return { name: 'leasing-judge-overuse', text: judging(clockAt('$3'), counters), parameters: [vendorId, counterIds, shift, leaseIds] };
}

/** The same at an act's instant, before the steps or what is in use change. */
export async function judgeOveruseAt(tx: Tx, vendorId: string, counterIds: readonly string[], at: Temporal.Instant): Promise<void> {
  const clock = 'clock AS MATERIALIZED (SELECT $3::timestamptz AS at)';
  await tx.run('leasing-judge-overuse-at', judging(clock, '$2::uuid[]'), [vendorId, counterIds, at]);
}
