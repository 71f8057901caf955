import { accept, type Decision } from '@muniment/domain/refusal';
import { instantText } from '../../machine/index.ts';
import type { WorkstationRefusal } from '../refusals.ts';
import type { SeatSettings } from './asker.ts';
import { type Borrower, openBorrower } from './borrower.ts';
import { claimsOf, isRenewalDue, judgeBorrowed } from './documents.ts';
import { type EndedSeat, endedSeats } from './ended.ts';
import { type LeaseRecord, listLeases } from './records.ts';

/** Borrowed seats of this workstation, and how they stand. */
export interface BorrowedSeat {
  readonly leaseId: string;
  readonly feature: string;
  readonly seats: number;
  readonly user: string;
  readonly host: string;
  /** Until when they may be away, and until when the document that is here holds; null before the first. */
  readonly borrowedUntil: string | null;
  readonly documentUntil: string | null;
  /** `valid`, or why they cannot be used. `return-pending`: removed here, and the server does not know it yet. */
  readonly code: 'valid' | WorkstationRefusal;
  readonly facts: Readonly<Record<string, unknown>>;
  /** Somebody called them back: the document is not renewed any more. */
  readonly recalled: boolean;
  /** The document ends before the borrowed time does, and it is time to fetch the next. */
  readonly renewalDue: boolean;
}

/** What is borrowed on this workstation, and where it came from. */
export interface BorrowedHere {
  readonly seats: readonly BorrowedSeat[];
  /** What was borrowed here and is no more, as long as nobody was told. */
  readonly ended: readonly EndedSeat[];
  readonly servers: readonly string[];
  readonly vendor: string | null;
}

interface Standing {
  readonly code: BorrowedSeat['code'];
  readonly facts: BorrowedSeat['facts'];
  readonly renewalDue: boolean;
}

async function standingOf(borrower: Borrower, record: LeaseRecord): Promise<Standing> {
  if (record.borrow!.receipt !== null) return { code: 'return-pending', facts: {}, renewalDue: false };
  const judged = await judgeBorrowed(borrower, record);
  if (!judged.ok) return { ...judged.refusal, renewalDue: false };
  return { code: 'valid', facts: {}, renewalDue: !record.borrow!.recalled && isRenewalDue(record, judged.value.time.now) };
}

async function seatOf(borrower: Borrower, record: LeaseRecord): Promise<BorrowedSeat> {
  const { leaseId, feature, seats, user, host } = record;
  const { document, until, recalled } = record.borrow!;
  const { exp } = document === null ? {} : claimsOf(document);
  const documentUntil = exp === undefined ? null : instantText(exp * 1000);
  const standing = await standingOf(borrower, record);
  return { leaseId, feature, seats, user, host, borrowedUntil: until, documentUntil, recalled, ...standing };
}

/** Of what was removed here nobody needs to be told once its time is over: the server has it back by itself. */
function isForgotten(borrower: Borrower, { borrow }: LeaseRecord): boolean {
  const { receipt, until } = borrow!;
  const clock = borrower.clock();
  return receipt !== null && until !== null && clock.ok && clock.value.time().now >= Date.parse(until);
}

/** What is borrowed here, without a network (C7). */
export async function borrowedHere(settings: SeatSettings): Promise<Decision<BorrowedHere, WorkstationRefusal>> {
  const away = listLeases(settings.folder).filter(({ borrow }) => borrow !== null);
  const ended = endedSeats(settings.folder);
  const nothing = { seats: [], ended, servers: [], vendor: null };
  if (away.length === 0) return accept(nothing);
  const borrower = openBorrower(settings);
  if (!borrower.ok) return borrower;
  const { value } = borrower;
  if (value === null) return accept(nothing);
  const told = away.filter((record) => !isForgotten(value, record));
  const seats = await Promise.all(told.map((record) => seatOf(value, record)));
  const vendor = away.map(({ borrow }) => borrow?.vendor ?? null).find((slug) => slug !== null) ?? null;
  return accept({ seats, ended, servers: value.servers(), vendor });
}
