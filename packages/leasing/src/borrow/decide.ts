/** How long seats of a counter may be away from the network (C7, F10). */
export interface BorrowRules {
  /** From the day of borrowing to the last day away, in days of 24 hours. */
  readonly longestDays: number;
  /** How often the time may be prolonged, each time by as much. */
  readonly renewals: number;
  /** A document holds for so long at most, and is renewed on the network before: what is recalled is over with it. Null: to the end. */
  readonly documentDays: number | null;
}

/** A lease as far as borrowing looks at it. Times are milliseconds since 1970. */
export interface Borrowable {
  readonly seats: number;
  readonly borrowedUntil: number | null;
  readonly documentUntil: number | null;
  readonly renewals: number;
  readonly recalled: boolean;
}

/** From when on there are so many seats, in order. */
export interface SeatStep {
  readonly from: number;
  readonly seats: number;
}

export type BorrowRefusal =
  | 'borrowing-not-allowed'
  | 'borrowed-too-long'
  | 'borrowed-past'
  | 'borrow-renewals-used-up'
  | 'lease-recalled'
  | 'seats-end-before';

export type Borrowed =
  | { readonly ok: true; readonly borrowedUntil: number; readonly documentUntil: number; readonly renewals: number }
  | { readonly ok: false; readonly code: BorrowRefusal; readonly latest: number | null };

const day = 86_400_000;

function documentEnd(rules: BorrowRules, until: number, at: number): number {
  return rules.documentDays === null ? until : Math.min(until, at + rules.documentDays * day);
}

/** The first instant at which there are fewer seats than are borrowed; null: never, as far as is known. */
function seatsEnd(steps: readonly SeatStep[], seats: number, at: number): number | null {
  return steps.find(({ from, seats: there }) => from > at && there < seats)?.from ?? null;
}

/**
 * Whether a lease may be away until an instant. The first time any instant up to the longest; after that the time may be
 * shortened, and prolonged as often as the rules say. Nobody is away longer than there are seats.
 */
export function decideBorrow(
  rules: BorrowRules | null,
  lease: Borrowable,
  steps: readonly SeatStep[],
  until: number,
  at: number,
): Borrowed {
  if (rules === null) return { ok: false, code: 'borrowing-not-allowed', latest: null };
  if (lease.recalled) return { ok: false, code: 'lease-recalled', latest: lease.documentUntil };
  if (until <= at) return { ok: false, code: 'borrowed-past', latest: null };
  const prolongs = lease.borrowedUntil !== null && until > lease.borrowedUntil;
  if (prolongs && lease.renewals >= rules.renewals) return { ok: false, code: 'borrow-renewals-used-up', latest: lease.borrowedUntil };
  const longest = at + rules.longestDays * day;
  if (until > longest) return { ok: false, code: 'borrowed-too-long', latest: longest };
  const end = seatsEnd(steps, lease.seats, at);
  if (end !== null && until > end) return { ok: false, code: 'seats-end-before', latest: end };
  return { ok: true, borrowedUntil: until, documentUntil: documentEnd(rules, until, at), renewals: lease.renewals + (prolongs ? 1 : 0) };
}

/** The next document of a seat that is away: for as long as the rules let one hold. Refused once it is recalled or over. */
export function decideDocument(rules: BorrowRules, lease: Borrowable, at: number): Borrowed {
  const { borrowedUntil, renewals } = lease;
  if (lease.recalled) return { ok: false, code: 'lease-recalled', latest: lease.documentUntil };
  if (borrowedUntil === null || borrowedUntil <= at) return { ok: false, code: 'borrowed-past', latest: borrowedUntil };
  return { ok: true, borrowedUntil, documentUntil: documentEnd(rules, borrowedUntil, at), renewals };
}

/** A recalled seat is free again when no document says otherwise any more: the program that is away cannot be told before. */
export function decideRecall({ documentUntil }: Borrowable, at: number): number {
  return Math.max(documentUntil ?? at, at);
}
