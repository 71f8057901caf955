import type { CounterRules, CounterState, Decided, Denial, Holder, Lease, Outcome, Request, Ticket, Whom } from './types.ts';

/**
 * Who gets a seat of a counter with rules (C3), request by request, in their order. Pure: `at` is the instant of the
 * decision in milliseconds. Whoever waits is served before newcomers; what is free for one who waits in front is not
 * given to anybody behind, so that a wish for many seats is not starved by wishes for one.
 */
export function decide(state: CounterState, requests: readonly Request[], at: number): Decided {
  let [now, reclaimed] = [state, [] as readonly string[]];
  const outcomes = requests.map((request) => {
    const step = decideOne(now, request, at);
    now = step.state;
    reclaimed = [...reclaimed, ...step.reclaimed];
    return step.outcome;
  });
  return { outcomes, state: now, reclaimed };
}

interface Step {
  readonly outcome: Outcome;
  readonly state: CounterState;
  readonly reclaimed: readonly string[];
}

const sum = (items: readonly { readonly seats: number }[]): number => items.reduce((total, item) => total + item.seats, 0);
const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

/** Whether a rule means this holder. */
export function means({ kind, name }: Whom, { user, host, groups }: Holder): boolean {
  if (kind === 'group') return groups.some((group) => same(group, name));
  return same(kind === 'user' ? user : host, name);
}

/** Why this holder gets no seat, whatever is free; null: it may have one. */
function barred(rules: CounterRules, holder: Holder): Denial | null {
  if (rules.exclude.some((whom) => means(whom, holder))) return 'excluded';
  return rules.include.length > 0 && !rules.include.some((whom) => means(whom, holder)) ? 'not-included' : null;
}

function overLimit({ rules, leases }: CounterState, wanted: Request | Ticket): boolean {
  if (rules.perUser === null) return false;
  return sum(leases.filter((lease) => same(lease.user, wanted.user))) + wanted.seats > rules.perUser;
}

/** Seats of each reservation that are there to be had: the first made are served first, where there are fewer than reserved. */
function allotted({ seats, rules }: CounterState): Map<string, number> {
  let left = seats;
  return new Map(
    rules.reservations.map(({ id, seats: wanted }) => {
      const given = Math.min(wanted, left);
      left -= given;
      return [id, given];
    }),
  );
}

/** Where a lease for this holder can come from: a reservation's id, null for everybody's seats, undefined for nowhere. */
function source(state: CounterState, wanted: Request | Ticket): string | null | undefined {
  const { seats, overdraft, rules, leases } = state;
  if (sum(leases) + wanted.seats > seats + overdraft) return undefined;
  const parts = allotted(state);
  const held = (id: string) => sum(leases.filter((lease) => lease.reservation === id));
  const own = rules.reservations.find(({ id, whom }) => means(whom, wanted) && held(id) + wanted.seats <= parts.get(id)!);
  if (own !== undefined) return own.id;
  // What a reservation has lent beyond what is there for it now, it has lent of everybody's.
  const lent = rules.reservations.reduce((total, { id }) => total + Math.max(0, held(id) - parts.get(id)!), 0);
  const orphaned = sum(leases.filter(({ reservation }) => reservation !== null && !parts.has(reservation)));
  const open = sum(leases.filter(({ reservation }) => reservation === null)) + lent + orphaned;
  const everybodys = seats + overdraft - [...parts.values()].reduce((total, part) => total + part, 0);
  return open + wanted.seats <= everybodys ? null : undefined;
}

function leaseOf(wanted: Request | Ticket, reservation: string | null): Lease {
  const { id, seats, user, host, groups } = wanted;
  return { id, seats, user, host, groups, reservation, idleSince: null, lingers: false, borrowed: false };
}

/** The state in which everybody in front has what they wait for, as far as it goes: the rest sets aside what is free. */
function withThoseInFront(state: CounterState, tickets: readonly Ticket[]): CounterState {
  const leases = [...state.leases];
  const now = { ...state, leases };
  for (const ticket of tickets) {
    if (barred(now.rules, ticket) !== null || overLimit(now, ticket)) continue;
    const from = source(now, ticket);
    const seats = from === undefined ? Math.min(ticket.seats, freeFor(now, ticket)) : ticket.seats;
    if (seats > 0) leases.push(leaseOf({ ...ticket, seats }, from ?? null));
  }
  return now;
}

/** The most seats at once that this holder could have now. */
function freeFor(state: CounterState, wanted: Ticket): number {
  let free = 0;
  while (free < wanted.seats && source(state, { ...wanted, seats: free + 1 }) !== undefined) free++;
  return free;
}

/** Leases that may be taken back for somebody else, those unused the longest first. */
function idleOf({ rules, leases }: CounterState, wanted: Request, at: number): readonly Lease[] {
  const { idleSeconds } = rules;
  if (idleSeconds === null) return [];
  return leases
    .filter(
      ({ idleSince, borrowed, user }) =>
        !borrowed && idleSince !== null && at - idleSince >= idleSeconds * 1000 && !same(user, wanted.user),
    )
    .toSorted((a, b) => a.idleSince! - b.idleSince! || (a.id < b.id ? -1 : 1));
}

/** The fewest idle leases whose taking back makes room, and where the seats then come from; null where none do. */
function reclaim(state: CounterState, front: readonly Ticket[], request: Request, at: number) {
  const taken: string[] = [];
  for (const { id } of idleOf(state, request, at)) {
    taken.push(id);
    const without = { ...state, leases: state.leases.filter((lease) => !taken.includes(lease.id)) };
    const from = source(withThoseInFront(without, front), request);
    if (from !== undefined) return { from, state: without, taken };
  }
  return null;
}

/** The same holder's own seats, given back a moment ago. */
function lingering({ leases }: CounterState, request: Request): Lease | undefined {
  return leases.find((one) => one.lingers && one.seats === request.seats && same(one.user, request.user) && same(one.host, request.host));
}

const denied = (state: CounterState, code: Denial): Step => ({ outcome: { kind: 'denied', code }, state, reclaimed: [] });

function granted(state: CounterState, request: Request, reservation: string | null, reclaimed: readonly string[] = []): Step {
  const leases = [...state.leases, leaseOf(request, reservation)];
  const tickets = state.tickets.filter(({ id }) => id !== request.id);
  return { outcome: { kind: 'granted', reservation }, state: { ...state, leases, tickets }, reclaimed };
}

function decideOne(state: CounterState, request: Request, at: number): Step {
  if (state.leases.some(({ id, lingers }) => id === request.id && !lingers)) return { outcome: { kind: 'held' }, state, reclaimed: [] };
  const bar = barred(state.rules, request);
  if (bar !== null) return denied(state, bar);
  const own = lingering(state, request);
  if (own !== undefined) {
    return granted({ ...state, leases: state.leases.filter((lease) => lease !== own) }, request, own.reservation);
  }
  if (request.seats > state.seats + state.overdraft) return denied(state, 'more-than-there-are');
  if (overLimit(state, request)) return denied(state, 'user-limit');
  const place = state.tickets.findIndex(({ id }) => id === request.id);
  const front = place === -1 ? state.tickets : state.tickets.slice(0, place);
  const from = source(withThoseInFront(state, front), request);
  if (from !== undefined) return granted(state, request, from);
  const made = reclaim(state, front, request, at);
  if (made !== null) return granted(made.state, request, made.from, made.taken);
  if (!request.waits || state.rules.ticketSeconds === null) return denied(state, 'no-seat-free');
  const { id, seats, user, host, groups } = request;
  const tickets = place === -1 ? [...state.tickets, { id, seats, user, host, groups, since: at }] : state.tickets;
  return { outcome: { kind: 'waiting', position: front.length + 1 }, state: { ...state, tickets }, reclaimed: [] };
}
