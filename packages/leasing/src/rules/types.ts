/** Who asks or holds: names as the program tells them, compared as `foldName` writes them. */
export interface Holder {
  readonly user: string;
  readonly host: string;
  readonly groups: readonly string[];
}

/** Whom a rule means. */
export interface Whom {
  readonly kind: 'user' | 'group' | 'host';
  readonly name: string;
}

/** Seats that only some may take (C3). */
export interface Reservation {
  readonly id: string;
  readonly seats: number;
  readonly whom: Whom;
}

/** What a counter's seats are given by, beyond their number. */
export interface CounterRules {
  /** Where there are any, only these may take a seat. */
  readonly include: readonly Whom[];
  readonly exclude: readonly Whom[];
  /** Most seats that one user has or waits for, however many programs ask. */
  readonly perUser: number | null;
  /** In the order in which they were made: where there are fewer seats than reserved, the first are served. */
  readonly reservations: readonly Reservation[];
  /** A seat unused for so long may be taken back when somebody else wants it. */
  readonly idleSeconds: number | null;
  /** Whoever waits must ask again within this time; null: nobody can wait. */
  readonly ticketSeconds: number | null;
}

/** Seats that somebody holds. Times are milliseconds since 1970. */
export interface Lease extends Holder {
  readonly id: string;
  readonly seats: number;
  /** The reservation that the seats come from; null: they are of those for everybody. */
  readonly reservation: string | null;
  /** When it was last in use, where the program said itself that this is too long ago. */
  readonly idleSince: number | null;
  /** Given back, and kept for the same holder until it runs out. */
  readonly lingers: boolean;
  /** Away from the network with a document of its own: nothing but its date or its return ends it. */
  readonly borrowed: boolean;
}

/** Somebody who waits; the id is that of the lease wanted. */
export interface Ticket extends Holder {
  readonly id: string;
  readonly seats: number;
  readonly since: number;
}

export interface Request extends Holder {
  /** Of the lease wanted, made by who asks. */
  readonly id: string;
  readonly seats: number;
  /** Whether to wait where nothing is free. */
  readonly waits: boolean;
}

/** A counter with everything that is live on it. */
export interface CounterState {
  readonly seats: number;
  readonly overdraft: number;
  readonly rules: CounterRules;
  readonly leases: readonly Lease[];
  /** Live ones, in the order in which they are served. */
  readonly tickets: readonly Ticket[];
}

export type Denial = 'no-seat-free' | 'queue-full' | 'user-limit' | 'not-included' | 'excluded' | 'more-than-there-are';

export type Outcome =
  | { readonly kind: 'granted'; readonly reservation: string | null }
  /** Its place in the queue, 1 being next. */
  | { readonly kind: 'waiting'; readonly position: number }
  /** `reserved`: of the seats that are not in use, those set aside for others than who asks. */
  | { readonly kind: 'denied'; readonly code: Denial; readonly reserved: number }
  /** The lease is there already. */
  | { readonly kind: 'held' };

/** What the requests come to: outcomes in their order, and the state after them. */
export interface Decided {
  readonly outcomes: readonly Outcome[];
  readonly state: CounterState;
  /** Idle leases taken back for somebody else. */
  readonly reclaimed: readonly string[];
}
