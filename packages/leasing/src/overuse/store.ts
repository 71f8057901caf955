import type { Statement, Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';

/**
 * Over-use (C3): from when to when more seats are held than there are. Seats change by date without a write, and leases run out without
 * one, so whoever is about to change what is in use first writes down what came of both since then. From there on `over_since` is set
 * exactly while more are held than there are.
 *
 * A lease that ran out counts no more from its end on, whenever it is taken back: of a counter where more is counted as in use than there
 * is, and of no other, those are read.
 */

/** Lease time: the database's own, after the locks, plus the shift of a test clock in milliseconds. */
export const clockAt = (shift: string) =>
  `clock AS MATERIALIZED (SELECT clock_timestamp() + ${shift}::bigint * interval '1 millisecond' AS at)`;

/** Seats that a counter has at the clock's instant, and those that may be in use. */
export const owned = 'COALESCE(c.step_seats[width_bucket((SELECT at FROM clock), c.step_from)], 0)';
export const most = `${owned} + c.overdraft`;

/** Seats of a counter `c` whose leases ran out and were not taken back, but for those that this very statement takes back. */
const runOut = (notOf?: string) => `(SELECT COALESCE(sum(l.seats), 0)::bigint FROM leases l
            WHERE l.vendor_id = $1 AND l.counter_id = c.id AND l.look_at <= (SELECT at FROM clock) AND l.expires_at <= (SELECT at FROM clock)${notOf === undefined ? '' : ` AND l.id NOT IN (SELECT id FROM ${notOf})`})`;
/** Seats held beyond those there are, where so many are counted as in use; 0 where none are. */
const beyond = (used: string, seats: string, notOf?: string) =>
  `CASE WHEN ${used} > ${seats} THEN greatest(0, ${used} - (${seats}) - ${runOut(notOf)}) ELSE 0 END`;

/** Whether more is held of a counter `c` than there is, and nobody wrote down since when. */
export const isOverUnseen = `(c.over_since IS NULL AND ${beyond('c.used', owned)} > 0)`;

interface Change {
  /** What is counted as in use after it. */
  readonly used: string;
  /** Seats there are; the counter's own at the clock's instant unless said. */
  readonly seats?: string;
  /** Leases, with `id`, that the same statement takes back or that are given back by it. */
  readonly gone?: string;
}

/** An over-use of counters of `changed` that ends with a change is written down: what an overdraft is charged by. */
export const overuseEnded = (changed: string, { used, seats = owned, gone }: Change) => `ended AS (
        INSERT INTO counter_overuses (vendor_id, counter_id, since, until, most)
        SELECT $1, c.id, c.over_since, greatest(c.over_since, (SELECT at FROM clock)), c.over_most
        FROM counters c JOIN ${changed} f ON f.counter_id = c.id
        WHERE c.vendor_id = $1 AND c.over_since IS NOT NULL AND ${beyond(used, seats, gone)} = 0
        ON CONFLICT DO NOTHING)`;
export const overAfter = ({ used, seats = owned, gone }: Change) => {
  const now = beyond(used, seats, gone);
  return `over_since = CASE WHEN ${now} > 0 THEN COALESCE(c.over_since, (SELECT at FROM clock)) END,
          over_most = CASE WHEN ${now} > 0 THEN greatest(c.over_most, ${now}) ELSE 0 END`;
};
/** More in use ends nothing: what a date ended a moment ago is judged by whoever comes next. */
export const overAfterTaking = (used: string) => {
  const now = beyond(used, owned);
  return `over_since = CASE WHEN ${now} > 0 THEN COALESCE(c.over_since, (SELECT at FROM clock)) ELSE c.over_since END,
          over_most = greatest(c.over_most, ${now})`;
};

/**
 * Walks the steps that came since the counter was judged last. Within each, what is held only shrinks, by leases that run out: it is over
 * from its beginning, or not at all, until the first end of a lease with which it `fits`. What lasts from one step into the next is one
 * over-use. Where nothing lasts and no step came, more may be held all the same: somebody's heartbeat came after all; that counts from now.
 */
const judging = (clock: string, counters: string) => `WITH ${clock},
      due AS MATERIALIZED (
        SELECT c.id, c.used, c.over_since, c.over_most, c.step_from, c.step_seats, c.step, width_bucket(clock.at, c.step_from) AS upto
        FROM counters c CROSS JOIN clock
        WHERE c.vendor_id = $1 AND c.id = ANY (${counters}) AND c.step <= width_bucket(clock.at, c.step_from)
          AND (c.step < width_bucket(clock.at, c.step_from) OR c.over_since IS NOT NULL OR c.used > ${owned})),
      spans AS MATERIALIZED (
        SELECT d.id, d.used, d.over_most, s.n, COALESCE(d.step_seats[s.n], 0) AS seats, s.n = d.step AND d.over_since IS NOT NULL AS lasts,
          CASE WHEN s.n > d.step THEN d.step_from[s.n] ELSE COALESCE(d.over_since, clock.at) END AS since,
          CASE WHEN s.n < d.upto THEN d.step_from[s.n + 1] END AS next
        FROM due d CROSS JOIN clock CROSS JOIN LATERAL generate_series(
          CASE WHEN d.over_since IS NULL AND d.step < d.upto THEN d.step + 1 ELSE d.step END, d.upto) AS s (n)),
      over AS (
        SELECT s.id, s.n, s.since, CASE WHEN e.fits IS NULL THEN s.next ELSE least(greatest(e.fits, s.since), s.next) END AS until,
          CASE WHEN s.lasts THEN greatest(s.over_most, s.used - e.all_gone - s.seats) ELSE s.used - e.gone - s.seats END AS beyond
        FROM spans s CROSS JOIN LATERAL (
          SELECT min(r.at) FILTER (WHERE s.used - r.gone <= s.seats) AS fits, COALESCE(max(r.gone), 0)::bigint AS all_gone,
            COALESCE(max(r.gone) FILTER (WHERE r.at <= s.since), 0)::bigint AS gone
          FROM (SELECT l.expires_at AS at, sum(l.seats) OVER (ORDER BY l.expires_at) AS gone FROM leases l
            WHERE l.vendor_id = $1 AND l.counter_id = s.id AND l.look_at <= (SELECT at FROM clock) AND l.expires_at <= (SELECT at FROM clock)) r) e
        WHERE s.used > s.seats AND (s.lasts OR e.fits IS NULL OR e.fits > s.since)
        UNION ALL
        SELECT s.id, s.n, s.since, least(s.since, s.next), s.over_most FROM spans s WHERE s.used <= s.seats AND s.lasts),
      runs AS MATERIALIZED (
        SELECT id, min(since) AS since, max(beyond) AS most, (array_agg(until ORDER BY n DESC))[1] AS until
        FROM (SELECT *, count(*) FILTER (WHERE before IS DISTINCT FROM since) OVER (PARTITION BY id ORDER BY n) AS run
          FROM (SELECT *, lag(until) OVER (PARTITION BY id ORDER BY n) AS before FROM over) o) o GROUP BY id, run),
      ended AS (
        INSERT INTO counter_overuses (vendor_id, counter_id, since, until, most)
        SELECT $1, id, since, greatest(since, until), most FROM runs WHERE until IS NOT NULL ON CONFLICT DO NOTHING)
      UPDATE counters c SET step = d.upto, over_since = r.since, over_most = COALESCE(r.most, 0)
      FROM due d LEFT JOIN runs r ON r.id = d.id AND r.until IS NULL
      WHERE c.vendor_id = $1 AND c.id = d.id
        AND (c.step, c.over_since, c.over_most) IS DISTINCT FROM (d.upto, r.since, COALESCE(r.most, 0)) RETURNING c.id`;

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
