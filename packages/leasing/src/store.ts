import type { Statement } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import { hourAfter, hourNow, hoursOver } from './hours/store.ts';
import { clockAt, isOverUnseen, most, overAfter, overAfterTaking, overuseEnded } from './overuse/store.ts';
import { foldName } from './rules/names.ts';

/**
 * Statements of the seat engine. They travel in flights, so they are data; each flight locks in the same order: leases by
 * id, then counters by id, and a statement that computes comes after the one that locked, so that it sees what the lock
 * waited for (a statement that locks and computes at once oversells: it computes with the snapshot from before the wait).
 */

/** Until when leases have run out: the clock's instant, yet no later than it can be if nobody has set that clock on. */
export const dueAt = (shift: string, latest: string) =>
  `due AS MATERIALIZED (SELECT least(clock.at, to_timestamp(${latest}::float8 / 1000) + ${shift}::bigint * interval '1 millisecond') AS at FROM clock)`;

/** What the database's clock shows, in milliseconds: whoever locks is told, and notices when somebody sets it. */
export const wall = '(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS wall';

/** Whole seconds from the clock's instant to another. */
const secondsTo = (instant: string) => `floor(extract(epoch FROM ${instant} - (SELECT at FROM clock)))::bigint`;

/** What a flight knows of the time. */
export interface Moment {
  /** Shift of the test clock in milliseconds. */
  readonly shift: number;
  /** Whole seconds since the server has been there without a break. */
  readonly upSeconds: number;
  /** What the database's own clock can show at the most, if nobody sets it, in milliseconds; null where that is not known. */
  readonly latest: number | null;
}

/** What the database's clock showed when something was locked. */
export interface LockRow {
  readonly wall: number;
}

/** How many run-out leases one flight takes back at most. */
const sweptAtOnce = 500;

/** What the database's clock shows, for whoever has nothing to lock. */
export const readWall: Statement = { name: 'leasing-read-wall', text: `SELECT ${wall}`, parameters: [] };

/** Locks counters, and with them those of leases that are locked already, and those where somebody waits for such a lease. */
export function lockCounters(vendorId: string, counterIds: readonly string[], leases: readonly Named[] = []): Statement {
  return {
    name: 'leasing-lock-counters',
    text: `SELECT ${wall} FROM counters WHERE vendor_id = $1 AND id = ANY ($2::uuid[] || ARRAY(
        SELECT l.counter_id FROM leases l WHERE l.vendor_id = $1 AND l.id = ANY ($3::uuid[])
        UNION SELECT t.counter_id FROM seat_tickets t WHERE t.vendor_id = $1 AND t.id = ANY ($3::uuid[])))
      ORDER BY id FOR UPDATE`,
    parameters: [vendorId, counterIds, leases.map((one) => one.leaseId)],
  };
}

/** Seats of leases `gone`, by counter `f`, are in use no more. */
const afterGiving = { used: 'c.used - f.seats', gone: 'gone' };

/**
 * Takes back run-out leases of counters that are locked. One whose heartbeat is just being written is left alone, and so is
 * everybody while the server has not been there for one heartbeat period: whoever lives has not had the time to say so.
 */
export function sweepCounters(vendorId: string, counterIds: readonly string[], moment: Moment): Statement {
  return {
    name: 'leasing-sweep-counters',
    text: `WITH ${clockAt('$3')}, ${dueAt('$3', '$6')},
      looked AS MATERIALIZED (
        SELECT l.id, l.expires_at FROM counters c
        CROSS JOIN LATERAL (SELECT e.id, e.expires_at FROM leases e
          WHERE e.vendor_id = $1 AND e.counter_id = c.id AND e.look_at <= (SELECT at FROM due)
          ORDER BY e.look_at LIMIT $4 FOR UPDATE SKIP LOCKED) l
        WHERE c.vendor_id = $1 AND c.id = ANY ($2::uuid[]) AND c.heartbeat_seconds <= $5 LIMIT $4),
      put_off AS (
        UPDATE leases l SET look_at = l.expires_at FROM looked o
        WHERE l.vendor_id = $1 AND l.id = o.id AND o.expires_at > (SELECT at FROM due) RETURNING l.counter_id),
      gone AS (
        DELETE FROM leases l USING looked o WHERE l.vendor_id = $1 AND l.id = o.id AND o.expires_at <= (SELECT at FROM due)
        RETURNING l.id, l.counter_id, l.seats),
      freed AS (SELECT counter_id, sum(seats)::bigint AS seats FROM gone GROUP BY counter_id),
      ${overuseEnded('freed', afterGiving)}, ${hourNow}, ${hoursOver('freed')},
      counted AS (
        UPDATE counters c SET used = c.used - f.seats, ceiling = greatest(${most}, c.used - f.seats),
          ${overAfter(afterGiving)}, ${hourAfter('c.used - f.seats')}
        FROM freed f WHERE c.vendor_id = $1 AND c.id = f.counter_id)
      SELECT counter_id AS id, seats FROM freed UNION ALL SELECT counter_id, 0 FROM put_off`,
    parameters: [vendorId, counterIds, moment.shift, sweptAtOnce, moment.upSeconds, moment.latest],
  };
}

/**
 * Counters with something to do that nobody asks for seats, so that nobody does it: run-out leases that may be taken back, a date that
 * has come since over-use was judged, or an over-use that nobody wrote down. Whoever lives has had the time to say so. (EXISTS would be
 * planned as a list of all that have run out, read from end to end.)
 */
export function findRunOut(vendorId: string, moment: Moment, most: number): Statement {
  return {
    name: 'leasing-find-run-out',
    text: `WITH ${clockAt('$2')}, ${dueAt('$2', '$5')}
      SELECT c.id FROM counters c
      WHERE c.vendor_id = $1 AND c.heartbeat_seconds <= $3 AND (c.step < width_bucket((SELECT at FROM clock), c.step_from) OR ${isOverUnseen} OR (
        SELECT true FROM leases l WHERE l.vendor_id = $1 AND l.counter_id = c.id AND l.look_at <= (SELECT at FROM due) LIMIT 1)) LIMIT $4`,
    parameters: [vendorId, moment.shift, moment.upSeconds, most, moment.latest],
  };
}

const wholeTime = (lease: string) =>
  `CASE WHEN ${lease}.lingers THEN ${lease}.linger_seconds ELSE ${lease}.lease_seconds END * interval '1 second'`;

/**
 * After the database's clock was set back leases would last longer than one may: they end when they would if they had been
 * prolonged now. Whoever holds them says so before; of those who do not the seats come back in their time. This reads all of a
 * vendor's leases, for no index follows what heartbeats change: to be done when it may have happened.
 */
export function shortenLeases(vendorId: string, shift: number): Statement {
  return {
    name: 'leasing-shorten-leases',
    text: `WITH ${clockAt('$2')},
      long AS (
        SELECT l.id FROM counters c
        CROSS JOIN LATERAL (SELECT e.id FROM leases e
          WHERE e.vendor_id = $1 AND e.counter_id = c.id AND e.expires_at > (SELECT at FROM clock) + c.lease_seconds * interval '1 second'
            AND e.expires_at > (SELECT at FROM clock) + ${wholeTime('e')} AND e.borrowed_until IS NULL FOR UPDATE SKIP LOCKED) l
        WHERE c.vendor_id = $1)
      UPDATE leases l SET expires_at = clock.at + ${wholeTime('l')}, look_at = least(l.look_at, clock.at + ${wholeTime('l')})
      FROM clock WHERE l.vendor_id = $1 AND l.id IN (SELECT id FROM long)`,
    parameters: [vendorId, shift],
  };
}

/** What is asked for: seats of a counter, under an id that the asker made. */
export interface Asked {
  readonly counterId: string;
  readonly leaseId: string;
  readonly projectId: string;
  readonly seats: number;
  readonly user: string;
  readonly host: string;
  readonly groups: readonly string[];
  /** Whether to wait where nothing is free, if the counter lets people wait. */
  readonly waits: boolean;
}

/** What became of it. `ours`: the lease of this id was there before, and the same asker's. `id-taken`: another's, or one that was ended. `more`: there are not so many seats at all. */
export interface GrantRow {
  readonly outcome: 'granted' | 'ours' | 'id-taken' | 'again' | 'full' | 'more' | 'no-counter' | 'ruled';
  readonly expires_at: Temporal.Instant | null;
  /** Whole seconds from the decision to there. */
  readonly holds_seconds: number | null;
  readonly heartbeat_seconds: number | null;
  /** Seats there are and seats in use when it was decided, this flight's included. */
  readonly seats: number | null;
  readonly used: number | null;
}

/** What is asked for, as columns. */
export const columnsOf = (asked: readonly Asked[]) =>
  [
    asked.map((one) => one.counterId),
    asked.map((one) => one.leaseId),
    asked.map((one) => one.projectId),
    asked.map((one) => one.seats),
    asked.map((one) => one.user),
    asked.map((one) => one.host),
    asked.map((one) => JSON.stringify(one.groups)),
    asked.map((one) => foldName(one.user)),
  ] as const;

/** Whether a lease `held` is what was asked for as `a`. */
const isSame = `(held.counter_id = a.counter_id AND held.seats = a.seats AND held.user_name = a.user_name AND held.host_name = a.host_name
            AND NOT held.lingers)`;

/** To ask for what one has is a sign of life. What somebody else has locked is left as it is: counters come after leases in the order of locks. */
const signsOfLife = `mine AS MATERIALIZED (
        SELECT l.id FROM held JOIN asked a ON a.lease_id = held.id JOIN leases l ON l.vendor_id = $1 AND l.id = held.id
        WHERE ${isSame} AND l.borrowed_until IS NULL AND NOT l.lingers FOR UPDATE OF l SKIP LOCKED),
      prolonged AS (
        UPDATE leases l SET seen_at = clock.at, idle_since = NULL, expires_at = clock.at + l.lease_seconds * interval '1 second',
          look_at = least(l.look_at, clock.at + l.lease_seconds * interval '1 second')
        FROM mine CROSS JOIN clock WHERE l.vendor_id = $1 AND l.id = mine.id RETURNING l.id, l.expires_at)`;

/** Until when the wish `a` now holds. */
const ends = `COALESCE(p.expires_at, held.expires_at, CASE WHEN j.fits THEN (SELECT at FROM clock) + h.lease_seconds * interval '1 second' END)`;

/** What becomes of a wish `a`: by its counter `h`, what was `held` under its id or `spent`, and how it was judged as a new one. */
const outcome = `CASE
          WHEN h.id IS NULL THEN 'no-counter'
          WHEN held.id IS NOT NULL AND NOT ${isSame} THEN 'id-taken'
          WHEN p.id IS NOT NULL OR held.expires_at > (SELECT at FROM clock) THEN 'ours'
          WHEN held.id IS NOT NULL THEN CASE WHEN held.borrowed THEN 'id-taken' ELSE 'again' END
          WHEN spent.lease_id IS NOT NULL THEN 'id-taken'
          WHEN h.ruled THEN 'ruled'
          ELSE j.outcome END`;

/**
 * Grants in the order asked while it fits, in counters that are locked and have no rules; a wish that cannot fit stands in nobody's
 * way. What did not fit is `again` where it may fit the next time: since smaller than what is free now, or since a run-out lease was
 * left.
 */
export function grantSeats(vendorId: string, asked: readonly Asked[], moment: Moment): Statement {
  return {
    name: 'leasing-grant-seats',
    text: `WITH ${clockAt('$11')}, ${dueAt('$11', '$13')}, ${hourNow},
      asked AS MATERIALIZED (
        SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::text[], $7::text[], $8::jsonb[], $9::text[]) WITH ORDINALITY
          AS a (counter_id, lease_id, project_id, seats, user_name, host_name, groups, user_key, n)),
      have AS MATERIALIZED (
        SELECT c.id, c.project_id, c.used, ${most} AS most, c.lease_seconds, c.heartbeat_seconds, c.linger_seconds, c.overdraft,
          c.rules IS NOT NULL AS ruled
        FROM counters c WHERE c.vendor_id = $1 AND c.id = ANY ($10::uuid[])),
      held AS MATERIALIZED (
        SELECT l.id, l.counter_id, l.seats, l.user_name, l.host_name, l.expires_at, l.lingers, l.borrowed_until IS NOT NULL AS borrowed
        FROM leases l WHERE l.vendor_id = $1 AND l.id = ANY ($3::uuid[])),
      spent AS MATERIALIZED (SELECT e.lease_id FROM lease_ends e WHERE e.vendor_id = $1 AND e.lease_id = ANY ($3::uuid[])),
      ${signsOfLife},
      fresh AS (
        SELECT a.*, h.used, h.most, h.lease_seconds, h.heartbeat_seconds, h.linger_seconds, h.used + a.seats <= h.most
          AND h.used + sum(a.seats) FILTER (WHERE h.used + a.seats <= h.most) OVER (PARTITION BY a.counter_id ORDER BY a.n) <= h.most AS fits
        FROM asked a JOIN have h ON h.id = a.counter_id AND h.project_id = a.project_id AND NOT h.ruled
        WHERE NOT EXISTS (SELECT 1 FROM held WHERE held.id = a.lease_id) AND NOT EXISTS (SELECT 1 FROM spent WHERE spent.lease_id = a.lease_id)),
      sized AS (SELECT f.*, sum(f.seats) FILTER (WHERE f.fits) OVER (PARTITION BY f.counter_id) AS given FROM fresh f),
      judged AS MATERIALIZED (
        SELECT s.*, CASE
            WHEN s.fits THEN 'granted'
            WHEN s.seats > s.most THEN 'more'
            WHEN s.used + COALESCE(s.given, 0) + s.seats <= s.most OR (s.heartbeat_seconds <= $12 AND EXISTS (
              SELECT 1 FROM leases l WHERE l.vendor_id = $1 AND l.counter_id = s.counter_id AND l.look_at <= (SELECT at FROM due)
                AND l.expires_at <= (SELECT at FROM due))) THEN 'again'
            ELSE 'full' END AS outcome
        FROM sized s),
      moved AS MATERIALIZED (
        SELECT counter_id, COALESCE(sum(seats) FILTER (WHERE fits), 0)::bigint AS seats, count(*) FILTER (WHERE fits) AS check_outs,
          count(*) FILTER (WHERE outcome IN ('full', 'more')) AS denials
        FROM judged GROUP BY counter_id),
      ${hoursOver('moved')},
      counted AS (
        UPDATE counters c SET used = c.used + m.seats, ceiling = greatest(h.most, c.used),
          ${overAfterTaking('c.used + m.seats')},
          ${hourAfter('c.used + m.seats', 'm.check_outs', 'm.denials')}
        FROM moved m JOIN have h ON h.id = m.counter_id WHERE c.vendor_id = $1 AND c.id = m.counter_id),
      made AS (
        INSERT INTO leases (vendor_id, id, counter_id, project_id, seats, user_name, user_key, host_name, groups, since, seen_at, expires_at,
          look_at, lease_seconds, linger_seconds)
        SELECT $1, j.lease_id, j.counter_id, j.project_id, j.seats, j.user_name, j.user_key, j.host_name,
          ARRAY(SELECT jsonb_array_elements_text(j.groups)), clock.at, clock.at, clock.at + j.lease_seconds * interval '1 second',
          clock.at + j.lease_seconds * interval '1 second', j.lease_seconds, j.linger_seconds
        FROM judged j CROSS JOIN clock WHERE j.fits)
      SELECT ${outcome} AS outcome,
        ${ends} AS expires_at, ${secondsTo(ends)} AS holds_seconds,
        h.heartbeat_seconds, h.most - h.overdraft AS seats, h.used + COALESCE(m.seats, 0) AS used
      FROM asked a
      LEFT JOIN have h ON h.id = a.counter_id AND h.project_id = a.project_id
      LEFT JOIN held ON held.id = a.lease_id
      LEFT JOIN spent ON spent.lease_id = a.lease_id
      LEFT JOIN prolonged p ON p.id = a.lease_id
      LEFT JOIN judged j ON j.n = a.n
      LEFT JOIN moved m ON m.counter_id = a.counter_id
      ORDER BY a.n`,
    parameters: [
      vendorId,
      ...columnsOf(asked),
      [...new Set(asked.map((one) => one.counterId))],
      moment.shift,
      moment.upSeconds,
      moment.latest,
    ],
  };
}

/** A lease of a project. */
export interface Named {
  readonly leaseId: string;
  readonly projectId: string;
}

export function lockLeases(vendorId: string, leases: readonly Named[]): Statement {
  return {
    name: 'leasing-lock-leases',
    text: `SELECT ${wall} FROM leases WHERE vendor_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id FOR UPDATE`,
    parameters: [vendorId, leases.map((one) => one.leaseId)],
  };
}

/** A sign of life; `idleSeconds`: for how long the seat has not been used, where the program knows. */
export interface Beating extends Named {
  readonly idleSeconds: number | null;
}

/** A lease that an answer is about. */
export interface NamedRow {
  readonly id: string;
  readonly project_id: string;
}

export interface HeartbeatRow extends NamedRow {
  readonly expires_at: Temporal.Instant;
  readonly holds_seconds: number;
}

/**
 * Prolongs leases, run-out ones too while nobody has taken them back; what is borrowed keeps its date, and is lost when that has come. Who
 * is missing in the answer has lost its lease. They are locked as they come, by id, and each counts from when it is locked: a statement
 * that locked them all before would cost as much again.
 */
export function prolongLeases(vendorId: string, leases: readonly Beating[], shift: number): Statement {
  const now = "clock_timestamp() + $4::bigint * interval '1 millisecond'";
  const sorted = [...leases].sort((one, other) => (one.leaseId < other.leaseId ? -1 : 1));
  return {
    name: 'leasing-prolong-leases',
    text: `WITH ${clockAt('$4')}
      UPDATE leases l SET seen_at = clock.at, idle_since = clock.at - a.idle_seconds * interval '1 second',
        expires_at = CASE WHEN l.borrowed_until IS NULL THEN ${now} + l.lease_seconds * interval '1 second' ELSE l.expires_at END,
        look_at = CASE WHEN l.borrowed_until IS NULL THEN least(l.look_at, clock.at + l.lease_seconds * interval '1 second') ELSE l.look_at END
      FROM unnest($2::uuid[], $3::uuid[], $5::bigint[]) AS a (lease_id, project_id, idle_seconds) CROSS JOIN clock
      WHERE l.vendor_id = $1 AND l.id = a.lease_id AND l.project_id = a.project_id AND NOT l.lingers
        AND (l.borrowed_until IS NULL OR l.expires_at > ${now})
      RETURNING l.id, l.project_id, l.expires_at, CASE WHEN l.borrowed_until IS NULL THEN l.lease_seconds
        ELSE floor(extract(epoch FROM l.expires_at - (${now})))::bigint END AS holds_seconds, ${wall}`,
    parameters: [
      vendorId,
      sorted.map((one) => one.leaseId),
      sorted.map((one) => one.projectId),
      shift,
      sorted.map((one) => one.idleSeconds),
    ],
  };
}

/**
 * Gives back what is held by leases that are locked, with their counters; where seats linger they stay with the holder for that
 * time. Whoever waited waits no more. Who is missing in the answer had neither.
 */
export function releaseLeases(vendorId: string, leases: readonly Named[], shift: number): Statement {
  return {
    name: 'leasing-release-leases',
    text: `WITH ${clockAt('$4')},
      kept AS (
        UPDATE leases l SET lingers = true, idle_since = NULL, expires_at = clock.at + l.linger_seconds * interval '1 second',
          look_at = least(l.look_at, clock.at + l.linger_seconds * interval '1 second')
        FROM unnest($2::uuid[], $3::uuid[]) AS a (lease_id, project_id), clock
        WHERE l.vendor_id = $1 AND l.id = a.lease_id AND l.project_id = a.project_id AND l.linger_seconds > 0 AND NOT l.lingers AND l.borrowed_until IS NULL
        RETURNING l.id, l.project_id),
      gone AS (
        DELETE FROM leases l USING unnest($2::uuid[], $3::uuid[]) AS a (lease_id, project_id)
        WHERE l.vendor_id = $1 AND l.id = a.lease_id AND l.project_id = a.project_id AND l.linger_seconds = 0 AND l.borrowed_until IS NULL
        RETURNING l.id, l.project_id, l.counter_id, l.seats),
      freed AS (SELECT counter_id, sum(seats)::bigint AS seats FROM gone GROUP BY counter_id),
      ${overuseEnded('freed', afterGiving)}, ${hourNow}, ${hoursOver('freed')},
      counted AS (
        UPDATE counters c SET used = c.used - f.seats, ceiling = greatest(${most}, c.used - f.seats),
          ${overAfter(afterGiving)}, ${hourAfter('c.used - f.seats')}
        FROM freed f WHERE c.vendor_id = $1 AND c.id = f.counter_id),
      gave_up AS (
        DELETE FROM seat_tickets t USING unnest($2::uuid[], $3::uuid[]) AS a (lease_id, project_id)
        WHERE t.vendor_id = $1 AND t.id = a.lease_id AND t.project_id = a.project_id RETURNING t.id, t.project_id)
      SELECT id, project_id FROM gone UNION ALL SELECT id, project_id FROM kept UNION ALL SELECT id, project_id FROM gave_up`,
    parameters: [vendorId, leases.map((one) => one.leaseId), leases.map((one) => one.projectId), shift],
  };
}
