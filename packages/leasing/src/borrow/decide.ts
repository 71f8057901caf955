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
  /** When the last document ends that was ever signed: until then nobody knows which of them the borrower has. */
  readonly heldUntil: number;
  readonly renewals: number;
  readonly recalled: boolean;
}

/** From when on there are so many seats, in order. */
export interface SeatStep {
  readonly from: number;
  readonly seats: number;
}

/** Seats of the counter that somebody else has away, prolonged or renewed as far as that was granted. */
export interface Away {
  readonly seats: number;
  readonly until: number;
  /** Whether they were taken before the lease that is decided about. */
  readonly isBefore: boolean;
}

/** What a counter has to give away. */
export interface Stock {
  readonly steps: readonly SeatStep[];
  /** So many more may be used than there are. */
  readonly overdraft: number;
  readonly away: readonly Away[];
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

/**
 * The first instant, now included, from which on there are not enough seats: fewer than the lease has, or fewer than it and all
 * others have away by then. Null: never, as far as is known.
 */
function seatsEnd({ steps, overdraft }: Stock, away: readonly Away[], seats: number, at: number): number | null {
  const now = { from: at, seats: steps.findLast(({ from }) => from <= at)?.seats ?? 0 };
  const end = [now, ...steps.filter(({ from }) => from > at)].find(({ from, seats: there }) => {
    const others = away.reduce((total, one) => total + (one.until > from ? one.seats : 0), 0);
    return there < seats || there + overdraft < others + seats;
  });
  return end?.from ?? null;
}

/**
 * Whether a lease may be away until an instant. The first time any instant up to the longest; after that the time may be
 * shortened, and prolonged as often as the rules say. Nobody is away longer than there are seats for all who are.
 */
export function decideBorrow(rules: BorrowRules | null, lease: Borrowable, stock: Stock, until: number, at: number): Borrowed {
  if (rules === null) return { ok: false, code: 'borrowing-not-allowed', latest: null };
  if (lease.recalled) return { ok: false, code: 'lease-recalled', latest: lease.heldUntil };
  if (until <= at) return { ok: false, code: 'borrowed-past', latest: null };
  const shortens = lease.borrowedUntil !== null && until <= lease.borrowedUntil;
  const prolongs = lease.borrowedUntil !== null && !shortens;
  if (prolongs && lease.renewals >= rules.renewals) return { ok: false, code: 'borrow-renewals-used-up', latest: lease.borrowedUntil };
  const longest = at + rules.longestDays * day;
  if (until > longest) return { ok: false, code: 'borrowed-too-long', latest: longest };
  const end = seatsEnd(stock, shortens ? before(stock) : stock.away, lease.seats, at);
  if (end !== null && until > end) return { ok: false, code: 'seats-end-before', latest: end };
  return { ok: true, borrowedUntil: until, documentUntil: documentEnd(rules, until, at), renewals: lease.renewals + (prolongs ? 1 : 0) };
}

/** Where there are fewer seats than are away, those who took theirs first keep them: the others are renewed no more. */
const before = ({ away }: Stock): readonly Away[] => away.filter(({ isBefore }) => isBefore);

/**
 * The next document of a seat that is away: for as long as the rules let one hold and there are seats. Refused once it is recalled
 * or over, or where there are no seats for it any more.
 */
export function decideDocument(rules: BorrowRules, lease: Borrowable, stock: Stock, at: number): Borrowed {
  const { borrowedUntil, renewals } = lease;
  if (lease.recalled) return { ok: false, code: 'lease-recalled', latest: lease.heldUntil };
  if (borrowedUntil === null || borrowedUntil <= at) return { ok: false, code: 'borrowed-past', latest: borrowedUntil };
  const end = seatsEnd(stock, before(stock), lease.seats, at);
  if (end !== null && end <= at) return { ok: false, code: 'seats-end-before', latest: end };
  return { ok: true, borrowedUntil, documentUntil: Math.min(documentEnd(rules, borrowedUntil, at), end ?? borrowedUntil), renewals };
}

/** A recalled seat is free again when no document says otherwise any more: the program that is away cannot be told before. */
export function decideRecall({ heldUntil }: Borrowable, at: number): number {
  return Math.max(heldUntil, at);
}
