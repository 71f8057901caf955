import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import { hourAfter, hourNow, hoursOver } from '../hours/store.ts';
import { clockAt, overAfter, overuseEnded } from '../overuse/store.ts';
import { dueAt, type Moment } from '../store.ts';
import { foldName } from './names.ts';
import type { CounterRules, Lease, Request, Ticket } from './types.ts';

/** A counter that is locked, at the database's instant after the lock. */
export interface LockedCounter {
  readonly id: string;
  readonly project_id: string;
  readonly at: Temporal.Instant;
  readonly seats: number;
  readonly overdraft: number;
  readonly used: number;
  readonly lease_seconds: number;
  readonly heartbeat_seconds: number;
  readonly linger_seconds: number;
  readonly rules: CounterRules | null;
  /** Whether run-out leases are left that may be taken back: more than were swept, or one that somebody has locked. */
  readonly unswept: boolean;
}

/** Counters as they are behind their locks and after a sweep, with the seats of this instant. */
export async function readCounters(tx: Tx, vendorId: string, counterIds: readonly string[], moment: Moment): Promise<LockedCounter[]> {
  return tx.query(
    'leasing-read-counters',
    `WITH ${clockAt('$3')}, ${dueAt('$3', '$5')}
     SELECT c.id, c.project_id, clock.at, COALESCE(c.step_seats[width_bucket(clock.at, c.step_from)], 0) AS seats, c.overdraft, c.used,
       c.lease_seconds, c.heartbeat_seconds, c.linger_seconds, c.rules, c.heartbeat_seconds <= $4 AND EXISTS (
         SELECT 1 FROM leases l WHERE l.vendor_id = $1 AND l.counter_id = c.id AND l.look_at <= (SELECT at FROM due)
           AND l.expires_at <= (SELECT at FROM due)) AS unswept
     FROM counters c CROSS JOIN clock WHERE c.vendor_id = $1 AND c.id = ANY ($2::uuid[]) ORDER BY c.id`,
    [vendorId, counterIds, moment.shift, moment.upSeconds, moment.latest],
  );
}

interface LeaseRow {
  readonly id: string | null;
  readonly seats: number;
  readonly user_name: string;
  readonly host_name: string;
  readonly reservation: string | null;
  readonly idle_since: Temporal.Instant | null;
  readonly lingers: boolean;
  readonly borrowed: boolean;
}

/** Whose leases a decision looks at one by one. */
export interface Concerned {
  /** Users who ask or wait. */
  readonly users: readonly string[];
  /** How many of those that are unused the longest; null: all of them. */
  readonly idle: number | null;
}

/**
 * The leases of a counter as far as a decision looks at them: those of the users concerned and those that may be taken back
 * one by one, of all others what they come to, by reservation. How long a seat is unused is what its program said last: since
 * then somebody may have come back, and the next heartbeat will say so.
 *
 * Each part is found by an index of its own: of a hundred thousand others nothing is read, for the counter says how many there
 * are. (IS TRUE: a user's leases are found by the user, also while nobody has told the planner that a counter has many.)
 */
export async function readLeases(tx: Tx, vendorId: string, counter: LockedCounter, { users, idle }: Concerned): Promise<Lease[]> {
  const rows = await tx.query<LeaseRow>(
    'leasing-read-leases',
    `SELECT id, seats, user_name, host_name, reservation, CASE WHEN idle_since <= seen_at - $5::int * interval '1 second' THEN idle_since END AS idle_since,
         lingers, borrowed_until IS NOT NULL AS borrowed
       FROM leases WHERE vendor_id = $1 AND user_key = ANY ($3::text[]) AND (counter_id = $2) IS TRUE
     UNION ALL
     (SELECT id, seats, user_name, host_name, reservation, idle_since, lingers, false
       FROM leases WHERE vendor_id = $1 AND counter_id = $2 AND borrowed_until IS NULL AND NOT user_key = ANY ($3::text[])
         AND idle_since <= seen_at - $5::int * interval '1 second' AND idle_since <= $4::timestamptz - $5::int * interval '1 second'
       ORDER BY idle_since, id LIMIT $6)
     UNION ALL
     SELECT NULL, sum(seats)::bigint, '', '', reservation, NULL, false, true
       FROM leases WHERE vendor_id = $1 AND counter_id = $2 AND reservation IS NOT NULL GROUP BY reservation`,
    [vendorId, counter.id, users.map(foldName), counter.at, counter.rules?.idleSeconds ?? null, idle],
  );
  const alone = rows.filter(({ id }) => id !== null).map(leaseOf);
  const sum = (leases: readonly Lease[]) => leases.reduce((total, { seats }) => total + seats, 0);
  const reserved = rows
    .filter(({ id }) => id === null)
    .map(leaseOf)
    .map((all) => ({ ...all, seats: all.seats - sum(alone.filter(({ reservation }) => reservation === all.reservation)) }));
  const open = { ...others, seats: counter.used - sum(alone) - sum(reserved) };
  return [...alone, ...[...reserved, open].filter(({ seats }) => seats > 0)];
}

/** What is left when all that is looked at is taken away: leases of nobody in particular. */
const others: Lease = {
  id: '',
  seats: 0,
  user: '',
  host: '',
  groups: [],
  reservation: null,
  idleSince: null,
  lingers: false,
  borrowed: true,
};

const leaseOf = (row: LeaseRow): Lease => ({
  id: row.id ?? '',
  seats: row.seats,
  user: row.user_name,
  host: row.host_name,
  groups: [],
  reservation: row.reservation,
  idleSince: row.idle_since?.epochMilliseconds ?? null,
  lingers: row.lingers,
  borrowed: row.borrowed,
});

/** Which of these leases are there already, on whichever counter; one that was taken away or given back with a receipt has no seats, and its id stays its own. */
export async function readHeld(
  tx: Tx,
  vendorId: string,
  leaseIds: readonly string[],
): Promise<
  { id: string; counter_id: string; seats: number; user_name: string; host_name: string; expires_at: Temporal.Instant; lingers: boolean }[]
> {
  return tx.query(
    'leasing-read-held',
    `SELECT id, counter_id, seats, user_name, host_name, expires_at, lingers FROM leases WHERE vendor_id = $1 AND id = ANY ($2::uuid[])
     UNION ALL SELECT lease_id, counter_id, 0::bigint, '', '', ended_at, false FROM lease_ends WHERE vendor_id = $1 AND lease_id = ANY ($2::uuid[])`,
    [vendorId, leaseIds],
  );
}

interface TicketRow {
  readonly id: string;
  readonly seats: number;
  readonly user_name: string;
  readonly host_name: string;
  readonly groups: readonly string[];
  readonly since: Temporal.Instant;
}

/** Live tickets in the order of service; those that ran out are dropped. */
export async function readTickets(tx: Tx, vendorId: string, { id, at }: LockedCounter): Promise<Ticket[]> {
  await tx.run('leasing-drop-tickets', 'DELETE FROM seat_tickets WHERE vendor_id = $1 AND counter_id = $2 AND expires_at <= $3', [
    vendorId,
    id,
    at,
  ]);
  const rows = await tx.query<TicketRow>(
    'leasing-read-tickets',
    'SELECT id, seats, user_name, host_name, groups, since FROM seat_tickets WHERE vendor_id = $1 AND counter_id = $2 ORDER BY number',
    [vendorId, id],
  );
  return rows.map((row) => ({
    id: row.id,
    seats: row.seats,
    user: row.user_name,
    host: row.host_name,
    groups: row.groups,
    since: row.since.epochMilliseconds,
  }));
}

/** A lease that was decided: what was asked, and where its seats come from. */
export interface Granted extends Request {
  readonly reservation: string | null;
}

export async function insertLeases(tx: Tx, vendorId: string, counter: LockedCounter, granted: readonly Granted[]): Promise<void> {
  await tx.run(
    'leasing-insert-leases',
    `INSERT INTO leases (vendor_id, id, counter_id, project_id, seats, user_name, user_key, host_name, groups, reservation, since, seen_at,
       expires_at, look_at, lease_seconds, linger_seconds)
     SELECT $1, a.id, $2, $3, a.seats, a.user_name, a.user_key, a.host_name, ARRAY(SELECT jsonb_array_elements_text(a.groups)), a.reservation,
       $4, $4, $4::timestamptz + $5::int * interval '1 second', $4::timestamptz + $5::int * interval '1 second', $5, $6
     FROM unnest($7::uuid[], $8::bigint[], $9::text[], $10::text[], $11::jsonb[], $12::text[], $13::text[])
       AS a (id, seats, user_name, host_name, groups, reservation, user_key)`,
    [
      vendorId,
      counter.id,
      counter.project_id,
      counter.at,
      counter.lease_seconds,
      counter.linger_seconds,
      granted.map((one) => one.id),
      granted.map((one) => one.seats),
      granted.map((one) => one.user),
      granted.map((one) => one.host),
      granted.map((one) => JSON.stringify(one.groups)),
      granted.map((one) => one.reservation),
      granted.map((one) => foldName(one.user)),
    ],
  );
}

/**
 * Locks leases that a decision would take, as far as they may still be taken and nobody else has them: locks of leases come before
 * those of counters everywhere else, so that to wait for one here would be a deadlock, and whoever has one is about to use it, to
 * borrow it or to give it back. Answers which are locked.
 */
export async function lockTakeable(tx: Tx, vendorId: string, counter: LockedCounter, leaseIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    'leasing-lock-takeable',
    `SELECT id FROM leases WHERE vendor_id = $1 AND counter_id = $2 AND id = ANY ($3::uuid[]) AND borrowed_until IS NULL
       AND (lingers OR idle_since <= seen_at - $4::int * interval '1 second') ORDER BY id FOR UPDATE SKIP LOCKED`,
    [vendorId, counter.id, leaseIds, counter.rules?.idleSeconds ?? null],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Takes locked seats from whoever does not use them, and leaves word. */
export async function reclaimLeases(tx: Tx, vendorId: string, counter: LockedCounter, leaseIds: readonly string[]): Promise<void> {
  await tx.run(
    'leasing-reclaim-leases',
    `WITH gone AS (DELETE FROM leases WHERE vendor_id = $1 AND id = ANY ($2::uuid[]) RETURNING id, counter_id, project_id)
     INSERT INTO lease_ends (vendor_id, lease_id, counter_id, project_id, ended_at, why) SELECT $1, id, counter_id, project_id, $3, 'idle' FROM gone
     ON CONFLICT (vendor_id, lease_id) DO UPDATE SET ended_at = excluded.ended_at, why = excluded.why, ended_by = NULL, reason = NULL, borrower_key = NULL`,
    [vendorId, leaseIds, counter.at],
  );
}

/** Deletes leases that are locked. */
export async function deleteLeases(tx: Tx, vendorId: string, leaseIds: readonly string[]): Promise<void> {
  await tx.run('leasing-delete-leases', 'DELETE FROM leases WHERE vendor_id = $1 AND id = ANY ($2::uuid[])', [vendorId, leaseIds]);
}

export async function deleteTickets(tx: Tx, vendorId: string, { id }: LockedCounter, ticketIds: readonly string[]): Promise<void> {
  await tx.run('leasing-delete-tickets', 'DELETE FROM seat_tickets WHERE vendor_id = $1 AND counter_id = $2 AND id = ANY ($3::uuid[])', [
    vendorId,
    id,
    ticketIds,
  ]);
}

/** Whoever waits: new ones join at the end, the others keep their place and wait on. */
export async function saveTickets(tx: Tx, vendorId: string, counter: LockedCounter, waiting: readonly Request[]): Promise<void> {
  await tx.run(
    'leasing-save-tickets',
    `INSERT INTO seat_tickets (vendor_id, id, counter_id, project_id, seats, user_name, host_name, groups, since, expires_at)
     SELECT $1, a.id, $2, $3, a.seats, a.user_name, a.host_name, ARRAY(SELECT jsonb_array_elements_text(a.groups)), $4,
       $4::timestamptz + $5::int * interval '1 second'
     FROM unnest($6::uuid[], $7::bigint[], $8::text[], $9::text[], $10::jsonb[]) WITH ORDINALITY AS a (id, seats, user_name, host_name, groups, n)
     ORDER BY a.n
     ON CONFLICT (vendor_id, id, counter_id) DO UPDATE SET expires_at = excluded.expires_at`,
    [
      vendorId,
      counter.id,
      counter.project_id,
      counter.at,
      counter.rules?.ticketSeconds ?? 1,
      waiting.map((one) => one.id),
      waiting.map((one) => one.seats),
      waiting.map((one) => one.user),
      waiting.map((one) => one.host),
      waiting.map((one) => JSON.stringify(one.groups)),
    ],
  );
}

/** What a decision did to a counter. */
export interface Counted {
  readonly used: number;
  readonly checkOuts: number;
  readonly denials: number;
}

export async function saveCounter(tx: Tx, vendorId: string, counter: LockedCounter, counted: Counted): Promise<void> {
  await tx.run(
    'leasing-save-counter',
    `WITH clock AS MATERIALIZED (SELECT $3::timestamptz AS at), ${hourNow}, changed AS (SELECT $2::uuid AS counter_id), ${hoursOver('changed')},
       ${overuseEnded('changed', { used: '$4::bigint', seats: '$8::bigint' })}
     UPDATE counters c SET used = $4, ${overAfter({ used: '$4::bigint', seats: '$8::bigint' })}, ceiling = greatest($5::bigint, c.used, $4),
       ${hourAfter('$4', '$6', '$7')}
     WHERE c.vendor_id = $1 AND c.id = $2`,
    [vendorId, counter.id, counter.at, counted.used, counter.seats + counter.overdraft, counted.checkOuts, counted.denials, counter.seats],
  );
}

/** How far an instant lies from the database's own, in milliseconds. */
export async function shiftTo(tx: Tx, at: Temporal.Instant): Promise<number> {
  const rows = await tx.query<{ shift: number }>(
    'leasing-shift-to',
    'SELECT (extract(epoch FROM $1::timestamptz - clock_timestamp()) * 1000)::bigint AS shift',
    [at],
  );
  return rows[0]!.shift;
}
