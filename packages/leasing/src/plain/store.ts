import type { Statement } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import { clockAt, owned } from '../overuse/store.ts';
import { type Asked, columnsOf, type Named, type NamedRow, wall } from '../store.ts';

/**
 * What most flights are (C3): new leases of counters without rules that have seats enough, and seats given back of counters on which no
 * date has come, no hour has begun, and no more is in use than there is. All of that is one change of each counter, so that a
 * statement of few parts does it; how many parts a statement has costs more than all that it reads.
 */

/** Locks leases by id, then their counters and others by id: the order of every flight. */
export function lockBoth(vendorId: string, counterIds: readonly string[], leases: readonly Named[]): Statement {
  return {
    name: 'leasing-lock-both',
    text: `WITH mine AS MATERIALIZED (SELECT counter_id FROM leases WHERE vendor_id = $1 AND id = ANY ($3::uuid[]) ORDER BY id FOR UPDATE)
      SELECT ${wall} FROM counters WHERE vendor_id = $1 AND id = ANY ($2::uuid[] || ARRAY(SELECT counter_id FROM mine)) ORDER BY id FOR UPDATE`,
    parameters: [vendorId, counterIds, leases.map((one) => one.leaseId)],
  };
}

/** A lease that was made, or one whose seats were given back. */
export interface PlainRow extends NamedRow {
  /** Of one that was made. */
  readonly expires_at: Temporal.Instant | null;
  readonly holds_seconds: number | null;
  readonly heartbeat_seconds: number | null;
}

/**
 * Gives back and takes what is plain, of leases and counters that are locked; whatever is missing in the answer is as it was, and goes
 * the other way. A wish of a counter goes with all of that counter or not at all, so that nobody is served before whoever asked first.
 */
export function exchangePlain(vendorId: string, asked: readonly Asked[], given: readonly Named[], shift: number): Statement {
  return {
    name: 'leasing-exchange-plain',
    text: `WITH ${clockAt('$13')},
      asked AS MATERIALIZED (
        SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::text[], $7::text[], $8::jsonb[], $9::text[])
          AS a (counter_id, lease_id, project_id, seats, user_name, host_name, groups, user_key)),
      mine AS MATERIALIZED (
        SELECT l.id, l.counter_id, l.seats FROM unnest($11::uuid[], $12::uuid[]) AS a (lease_id, project_id)
        JOIN leases l ON l.vendor_id = $1 AND l.id = a.lease_id AND l.project_id = a.project_id
        WHERE l.linger_seconds = 0 AND l.borrowed_until IS NULL
          AND NOT EXISTS (SELECT 1 FROM seat_tickets t WHERE t.vendor_id = $1 AND t.id = a.lease_id)),
      have AS MATERIALIZED (
        SELECT c.id, c.project_id, c.used, ${owned} AS owned, c.lease_seconds, c.heartbeat_seconds, c.rules IS NULL AS plain
        FROM counters c CROSS JOIN clock
        WHERE c.vendor_id = $1 AND c.id = ANY ($10::uuid[] || ARRAY(SELECT counter_id FROM mine)) AND c.over_since IS NULL AND c.used <= ${owned}
          AND c.step = width_bucket(clock.at, c.step_from) AND c.hour = date_trunc('hour', clock.at)),
      roomy AS MATERIALIZED (
        SELECT h.id, h.project_id, h.lease_seconds, h.heartbeat_seconds FROM have h
        WHERE h.plain AND h.used - COALESCE((SELECT sum(m.seats) FROM mine m WHERE m.counter_id = h.id), 0)
          + (SELECT sum(a.seats) FROM asked a WHERE a.counter_id = h.id) <= h.owned),
      gone AS (
        DELETE FROM leases l USING mine m, have h WHERE h.id = m.counter_id AND l.vendor_id = $1 AND l.id = m.id
        RETURNING l.id, l.project_id, l.counter_id, l.seats),
      made AS (
        INSERT INTO leases (vendor_id, id, counter_id, project_id, seats, user_name, user_key, host_name, groups, since, seen_at, expires_at,
          look_at, lease_seconds)
        SELECT $1, a.lease_id, a.counter_id, a.project_id, a.seats, a.user_name, a.user_key, a.host_name,
          ARRAY(SELECT jsonb_array_elements_text(a.groups)), clock.at, clock.at, clock.at + r.lease_seconds * interval '1 second',
          clock.at + r.lease_seconds * interval '1 second', r.lease_seconds
        FROM asked a JOIN roomy r ON r.id = a.counter_id AND r.project_id = a.project_id CROSS JOIN clock
        WHERE NOT EXISTS (SELECT 1 FROM lease_ends e WHERE e.vendor_id = $1 AND e.lease_id = a.lease_id)
        ON CONFLICT DO NOTHING RETURNING id, project_id, counter_id, seats, expires_at, lease_seconds),
      moved AS (
        SELECT counter_id, sum(taken)::bigint AS taken, sum(given)::bigint AS given, sum(check_out)::bigint AS check_outs
        FROM (SELECT counter_id, 0 AS taken, seats AS given, 0 AS check_out FROM gone UNION ALL SELECT counter_id, seats, 0, 1 FROM made) m
        GROUP BY counter_id),
      counted AS (
        UPDATE counters c SET used = c.used - m.given + m.taken, ceiling = greatest(h.owned + c.overdraft, c.used - m.given + m.taken),
          hour_check_outs = c.hour_check_outs + m.check_outs, hour_peak = greatest(c.hour_peak, c.used - m.given + m.taken)
        FROM moved m JOIN have h ON h.id = m.counter_id WHERE c.vendor_id = $1 AND c.id = m.counter_id)
      SELECT m.id, m.project_id, m.expires_at, m.lease_seconds AS holds_seconds, r.heartbeat_seconds FROM made m JOIN roomy r ON r.id = m.counter_id
      UNION ALL SELECT id, project_id, NULL, NULL, NULL FROM gone`,
    parameters: [
      vendorId,
      ...columnsOf(asked),
      [...new Set(asked.map((one) => one.counterId))],
      given.map((one) => one.leaseId),
      given.map((one) => one.projectId),
      shift,
    ],
  };
}
