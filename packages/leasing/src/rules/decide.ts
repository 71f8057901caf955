import { Book, type Part, type Want } from './book.ts';
import { foldName, keyOfWhom, keysOf } from './names.ts';
import type { CounterState, Decided, Denial, Holder, Lease, Outcome, Request, Ticket } from './types.ts';

/** How many may wait for seats of one counter: whoever waits is looked at by everybody behind. */
export const mostWaiting = 500;

/**
 * Who gets a seat of a counter with rules (C3), request by request, in their order. Pure: `at` is the instant of the
 * decision in milliseconds. Whoever waits is served before newcomers; what is free for one who waits in front is not
 * given to anybody behind, so that a wish for many seats is not starved by wishes for one.
 */
export function decide(state: CounterState, requests: readonly Request[], at: number): Decided {
  const desk = new Desk(state, at);
  const outcomes = requests.map((request) => desk.decide(request));
  return { outcomes, state: { ...state, leases: [...desk.leases], tickets: desk.tickets }, reclaimed: desk.reclaimed };
}

/** A want, and what the rules say of whoever has it. */
interface Wanted extends Want {
  /** Why this holder gets no seat, whatever is free; null: it may have one. */
  readonly bar: Denial | null;
}

/** Who is meant by the rules of a counter, so that nobody need go through all of them for each who asks. */
function createReader({ rules }: CounterState): (wanted: Holder & { readonly seats: number }) => Wanted {
  const [include, exclude] = [new Set(rules.include.map(keyOfWhom)), new Set(rules.exclude.map(keyOfWhom))];
  const byKey = Map.groupBy(rules.reservations.entries(), ([, { whom }]) => keyOfWhom(whom));
  return (wanted) => {
    const keys = [...new Set(keysOf(wanted))];
    const own = keys.flatMap((key) => byKey.get(key) ?? []).toSorted(([a], [b]) => a - b);
    const isIncluded = include.size === 0 || keys.some((key) => include.has(key));
    const bar = keys.some((key) => exclude.has(key)) ? 'excluded' : isIncluded ? null : 'not-included';
    return { seats: wanted.seats, user: foldName(wanted.user), own: own.map(([, { id }]) => id), bar };
  };
}

const partOf = ({ seats, user, reservation }: Lease): Part => ({ seats, user: foldName(user), reservation });

/** Decides one request after the other, and keeps what has become of the counter. */
class Desk {
  readonly leases: Set<Lease>;
  readonly reclaimed: string[] = [];
  tickets: readonly Ticket[];
  readonly #state: CounterState;
  readonly #at: number;
  readonly #book: Book;
  readonly #read: ReturnType<typeof createReader>;
  readonly #wants = new Map<string, Wanted>();
  readonly #held: Set<string>;
  /** Leases that may be taken back for somebody else, those unused the longest first. */
  readonly #idle: Lease[];
  readonly #lingering: Lease[];

  constructor(state: CounterState, at: number) {
    this.#state = state;
    this.#at = at;
    this.#book = new Book(state);
    this.#read = createReader(state);
    this.leases = new Set(state.leases);
    this.tickets = state.tickets;
    for (const lease of state.leases) this.#book.add(partOf(lease));
    for (const ticket of state.tickets) this.#wants.set(ticket.id, this.#read(ticket));
    this.#held = new Set(state.leases.filter(({ lingers }) => !lingers).map(({ id }) => id));
    this.#lingering = state.leases.filter(({ lingers }) => lingers);
    const { idleSeconds } = state.rules;
    this.#idle = state.leases
      .filter(({ idleSince, borrowed }) => idleSeconds !== null && !borrowed && idleSince !== null && at - idleSince >= idleSeconds * 1000)
      .toSorted((a, b) => a.idleSince! - b.idleSince! || (a.id < b.id ? -1 : 1));
  }

  decide(request: Request): Outcome {
    if (this.#held.has(request.id)) return { kind: 'held' };
    const want = this.#wants.get(request.id) ?? this.#read(request);
    if (want.bar !== null) return this.#deny(request, want, want.bar);
    const own = this.#lingering.find((one) => this.leases.has(one) && isOf(one, request, want));
    if (own !== undefined) {
      this.#drop(own);
      return this.#grant(request, want, own.reservation);
    }
    if (request.seats > this.#book.most) return this.#deny(request, want, 'more-than-there-are');
    const place = this.tickets.findIndex(({ id }) => id === request.id);
    const front = place === -1 ? this.tickets : this.tickets.slice(0, place);
    if (this.#isOverLimit(want, this.#waitedFor(front, want))) return this.#deny(request, want, 'user-limit');
    const from = this.#behind(front, want);
    if (from !== undefined) return this.#grant(request, want, from);
    const reclaimed = this.#reclaim(front, want);
    if (reclaimed !== undefined) return this.#grant(request, want, reclaimed);
    if (!request.waits || this.#state.rules.ticketSeconds === null) return this.#deny(request, want, 'no-seat-free');
    if (place === -1 && front.length >= mostWaiting) return this.#deny(request, want, 'queue-full');
    return this.#wait(request, want, front.length, place === -1);
  }

  /** Whoever is told no does not wait: nobody behind is kept from a seat by a wish that is not asked for any more. */
  #deny({ id }: Request, want: Want, code: Denial): Outcome {
    this.tickets = this.tickets.filter((ticket) => ticket.id !== id);
    return { kind: 'denied', code, reserved: this.#book.keptFrom(want) };
  }

  #grant({ id, seats, user, host, groups }: Request, want: Wanted, reservation: string | null): Outcome {
    this.leases.add({ id, seats, user, host, groups, reservation, idleSince: null, lingers: false, borrowed: false });
    this.#book.add({ ...want, reservation });
    this.#held.add(id);
    this.tickets = this.tickets.filter((ticket) => ticket.id !== id);
    return { kind: 'granted', reservation };
  }

  #wait({ id, seats, user, host, groups }: Request, want: Wanted, inFront: number, isNew: boolean): Outcome {
    if (isNew) {
      this.tickets = [...this.tickets, { id, seats, user, host, groups, since: this.#at }];
      this.#wants.set(id, want);
    }
    return { kind: 'waiting', position: inFront + 1 };
  }

  #drop(lease: Lease): void {
    this.leases.delete(lease);
    this.#book.remove(partOf(lease));
  }

  #isOverLimit({ user, seats }: Want, waitedFor = 0): boolean {
    const { perUser } = this.#state.rules;
    return perUser !== null && this.#book.ofUser(user) + waitedFor + seats > perUser;
  }

  /** What the same user waits for in front: whoever has a limit does not fill the queue beyond it. */
  #waitedFor(front: readonly Ticket[], { user }: Want): number {
    if (this.#state.rules.perUser === null) return 0;
    return front.reduce((total, { id, seats }) => (this.#wants.get(id)!.user === user ? total + seats : total), 0);
  }

  /** Where seats can come from once everybody in front has what they wait for, as far as it goes: the rest sets aside what is free. */
  #behind(front: readonly Ticket[], want: Want): string | null | undefined {
    const aside: Part[] = [];
    for (const { id } of front) {
      const ahead = this.#wants.get(id)!;
      if (ahead.bar !== null || ahead.seats > this.#book.most || this.#isOverLimit(ahead)) continue;
      const part = this.#book.best(ahead);
      if (part.seats === 0) continue;
      this.#book.add(part);
      aside.push(part);
    }
    const from = this.#book.source(want);
    for (const part of aside) this.#book.remove(part);
    return from;
  }

  /** Takes back as few idle leases as make room, those unused the longest first; answers where the seats then come from. */
  #reclaim(front: readonly Ticket[], want: Want): string | null | undefined {
    const idle = this.#idle.filter((lease) => this.leases.has(lease)).map((lease) => ({ lease, part: partOf(lease) }));
    const others = idle.filter(({ part }) => part.user !== want.user);
    const take = (some: typeof others) => {
      for (const { part } of some) this.#book.remove(part);
    };
    const putBack = (some: typeof others) => {
      for (const { part } of some) this.#book.add(part);
    };
    const isEnough = (count: number): boolean => {
      const some = others.slice(0, count);
      take(some);
      const from = this.#behind(front, want);
      putBack(some);
      return from !== undefined;
    };
    if (others.length === 0 || !isEnough(others.length)) return undefined;
    let [few, enough] = [0, others.length];
    while (enough - few > 1) {
      const middle = (few + enough) >> 1;
      if (isEnough(middle)) enough = middle;
      else few = middle;
    }
    let taken = others.slice(0, enough);
    take(taken);
    // Of those some may be no help, such as seats of another's reservation.
    for (const one of taken.toReversed()) {
      putBack([one]);
      if (this.#behind(front, want) === undefined) take([one]);
      else taken = taken.filter((other) => other !== one);
    }
    const from = this.#behind(front, want);
    for (const { lease } of taken) {
      this.leases.delete(lease);
      this.reclaimed.push(lease.id);
    }
    return from;
  }
}

/** Whether seats that linger were this holder's own, given back a moment ago. */
function isOf(lease: Lease, request: Request, want: Want): boolean {
  return lease.seats === request.seats && foldName(lease.user) === want.user && foldName(lease.host) === foldName(request.host);
}
