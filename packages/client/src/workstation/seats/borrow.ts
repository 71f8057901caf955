import { refuse } from '@muniment/domain/refusal';
import { instantText, orNotStored } from '../../machine/index.ts';
import type { Problem } from '../../types.ts';
import { type Asking, mayPass, type Online } from '../servers.ts';
import { type Asker, openAsker, type SeatSettings } from './asker.ts';
import { type Borrower, ensureBorrower } from './borrower.ts';
import { nothingBorrowed } from './documents.ts';
import { type Borrowed, fetchDocument } from './fetch-document.ts';
import { withLease } from './hold-lease.ts';
import { type LeaseRecord, listLeases, writeLease } from './records.ts';
import { synchronise } from './synchronise.ts';
import { releasePlace, takeLease } from './take-lease.ts';
import { type SeatWish, wantedBy } from './wishes.ts';

/** What seats are wanted for, and for how long. */
export interface BorrowWish extends SeatWish {
  /** An instant (RFC 3339), or so many days of 24 hours from now by the server's clock. */
  readonly until: string | { readonly days: number };
}

/** Seconds are all that a document knows. */
const wholeSeconds = (instant: string): string => instantText(Math.floor(Date.parse(instant) / 1000) * 1000);

const untilOf = (until: BorrowWish['until'], at: string): string =>
  wholeSeconds(typeof until === 'string' ? until : instantText(Date.parse(at) + until.days * 86_400_000));

const isDecided = (answer: { readonly problem: Problem } | object): boolean => 'problem' in answer && !mayPass(answer.problem);

/** Another end for seats that are away already. */
async function prolong(asker: Asker, borrower: Borrower, known: LeaseRecord, until: BorrowWish['until']): Promise<Online<Borrowed>> {
  const { leaseId } = known;
  return withLease(borrower.folder, leaseId, async (place, record): Promise<Online<Borrowed>> => {
    const seen = await asker.ask((client) => client.heartbeatSeats({ leases: [{ leaseId }] }));
    if (!seen.ok) return seen;
    const asked: LeaseRecord = { ...record, borrow: { ...record.borrow!, asked: untilOf(until, seen.value.at) } };
    writeLease(place, asked);
    const fetched = await fetchDocument(asker, borrower, place, asked);
    if (!fetched.ok && isDecided(fetched)) writeLease(place, record);
    return fetched;
  });
}

/** Takes seats on the network and borrows them. What is about to be asked is on the disk before. */
async function takeAway(
  settings: SeatSettings,
  asker: Asker,
  borrower: Borrower,
  { until, ...wish }: BorrowWish,
): Promise<Online<Borrowed>> {
  const taken = await takeLease(settings.folder, asker, wantedBy(wish, settings), wish);
  if (!taken.ok) return taken;
  const { place, record, lock, at } = taken.value;
  const asked: LeaseRecord = { ...record, borrow: { ...nothingBorrowed, asked: untilOf(until, at) } };
  writeLease(place, asked);
  const fetched = await fetchDocument(asker, borrower, place, asked);
  if (!fetched.ok && isDecided(fetched)) {
    await releasePlace(asker, { place, record, lock });
    return fetched;
  }
  lock.release();
  return fetched;
}

/**
 * Borrows seats (C7): for this machine and this installation's own key, to work without a network. Of a feature that is borrowed already the
 * time is prolonged or shortened. Whoever is killed on the way has the seats with the next contact.
 */
export async function borrow(settings: SeatSettings, wish: BorrowWish, asking: Asking = {}): Promise<Online<Borrowed>> {
  const { folder } = settings;
  if (typeof wish.until === 'string' && Number.isNaN(Date.parse(wish.until))) throw new TypeError(`${wish.until} is no instant`);
  return orNotStored(folder, async (): Promise<Online<Borrowed>> => {
    const asker = await openAsker(settings, asking);
    if (!asker.ok) return asker;
    const borrower = await ensureBorrower(settings);
    if (!borrower.ok) return borrower;
    await synchronise(settings, asking);
    const known = listLeases(folder).filter(
      ({ feature, by, borrow: away }) => away !== null && feature === wish.feature && by === asker.value.by,
    );
    if (known.some(({ borrow: away }) => away!.receipt !== null)) return refuse('return-pending');
    const [first] = known;
    return first === undefined
      ? takeAway(settings, asker.value, borrower.value, wish)
      : prolong(asker.value, borrower.value, first, wish.until);
  });
}
