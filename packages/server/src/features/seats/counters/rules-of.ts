import type { SeatRules } from '@muniment/domain/catalog';
import type { CounterRules } from '@muniment/leasing';
import type { CounterRulesRow, CounterSettingsRow, ReservedRow } from './store.ts';

/** In seconds: who waits is told to ask again after a third of the time, which is a second at least and travels to and fro. */
const shortestTicket = 3;

/** How seats of a counter are given: by the catalog, by what was set, and by its reservations (C3). */
export function rulesOf(seats: SeatRules, set: CounterSettingsRow, reserved: readonly ReservedRow[]): CounterRulesRow {
  const { leaseSeconds, heartbeatSeconds, lingerSeconds, overdraft } = seats;
  const rules: CounterRules = {
    include: set.include,
    exclude: set.exclude,
    perUser: set.per_user ?? seats.perUser ?? null,
    reservations: reserved.map((row) => ({ id: row.id, seats: row.seats, whom: { kind: row.whom_kind, name: row.whom_name } })),
    idleSeconds: seats.idleMinutes === undefined ? null : seats.idleMinutes * 60,
    ticketSeconds: seats.queue === undefined ? null : Math.max(shortestTicket, seats.queue.ticketSeconds),
  };
  // What is a plain count is counted for many at once; rules are decided one request after the other.
  const isPlain =
    lingerSeconds === 0 &&
    rules.include.length + rules.exclude.length + rules.reservations.length === 0 &&
    rules.perUser === null &&
    rules.idleSeconds === null &&
    rules.ticketSeconds === null;
  return { id: set.id, overdraft, leaseSeconds, heartbeatSeconds, lingerSeconds, rules: isPlain ? null : rules };
}
