import { signReturn } from '@muniment/documents/self';
import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import { orNotStored } from '../../machine/index.ts';
import { type CarriedFile, newNonce } from '../carried-files.ts';
import type { WorkstationRefusal } from '../refusals.ts';
import { type Asking, mayPass, type Online } from '../servers.ts';
import { type Asker, openAsker, type SeatSettings } from './asker.ts';
import { type Borrower, openBorrower } from './borrower.ts';
import { takeSlots, withLease } from './hold-lease.ts';
import { type LeaseRecord, listLeases, removePlace, writeLease } from './records.ts';

/** Removes a document and notes the receipt for it: one write, so that neither is ever without the other. Only for whoever holds the lease. */
export function writeReceipt(place: string, record: LeaseRecord, removedAt: number): LeaseRecord {
  const borrow = { ...record.borrow!, document: null, asked: null, receipt: { nonce: newNonce(), removedAt } };
  const next = { ...record, borrow };
  writeLease(place, next);
  return next;
}

const secondsOf = (milliseconds: number): number => Math.floor(milliseconds / 1000);

/** The receipt as it is signed: as often as it is lost, the same. */
function sign(borrower: Borrower, { leaseId, borrow }: LeaseRecord, number = borrow!.number): string {
  const { nonce, removedAt } = borrow!.receipt!;
  const vendor = borrow!.vendor ?? '';
  const at = secondsOf(removedAt);
  const isTest = borrow!.isTest === true ? { test: true as const } : {};
  return signReturn(borrower.signer, { sub: leaseId, aud: vendor, iat: at, nonce, number, removedAt: at, ...isTest });
}

/**
 * Tells the server that a document was removed, and forgets the lease once it has answered. Where a newer document was made, whose answer
 * never came here, the receipt is about that one.
 */
export async function sendReceipt(asker: Asker, borrower: Borrower, place: string, record: LeaseRecord): Promise<Online<null>> {
  const send = (receipt: string) => asker.ask((client) => client.returnBorrowed({ receipt }));
  let answer = await send(sign(borrower, record));
  if (!answer.ok && 'problem' in answer && answer.problem.code === 'borrow-receipt-outdated') {
    const { newest } = (answer.problem.facts ?? {}) as { readonly newest?: unknown };
    if (typeof newest === 'number') answer = await send(sign(borrower, record, newest));
  }
  if (!answer.ok && (!('problem' in answer) || mayPass(answer.problem))) return answer;
  // A lease that nobody knows is back as well.
  if (!answer.ok && answer.problem.code !== 'receipt-of-no-lease') return answer;
  removePlace(place);
  return accept(null);
}

/** Which of the seats that are away is meant. */
function chosen(folder: string, leaseId: string | undefined): Decision<LeaseRecord, WorkstationRefusal> {
  const away = listLeases(folder).filter(({ borrow }) => borrow !== null);
  if (leaseId === undefined && away.length > 1)
    return refuse('several-borrowed', { leases: away.map((one) => ({ leaseId: one.leaseId, feature: one.feature })) });
  const found = leaseId === undefined ? away[0] : away.find((one) => one.leaseId === leaseId);
  return found === undefined ? refuse('nothing-borrowed', { leaseId: leaseId ?? null }) : accept(found);
}

/** Removes the document of a lease that no program uses; of one that is removed already nothing changes. */
async function remove(borrower: Borrower, place: string, record: LeaseRecord): Promise<Decision<LeaseRecord, WorkstationRefusal>> {
  if (record.borrow?.receipt != null) return accept(record);
  const slots = await takeSlots(place, record, record.seats);
  if (!slots.ok) return refuse('borrowed-in-use', { leaseId: record.leaseId, feature: record.feature });
  const clock = borrower.clock();
  const removed = writeReceipt(place, record, clock.ok ? clock.value.time().clock : Date.now());
  for (const lock of slots.value) lock.release();
  return accept(removed);
}

/** Opens what is needed for giving back, and does it with the lease held. */
async function giving<T>(
  settings: SeatSettings,
  leaseId: string | undefined,
  work: (borrower: Borrower, place: string, record: LeaseRecord) => Promise<Online<T>>,
): Promise<Online<T>> {
  const { folder } = settings;
  return orNotStored(folder, async (): Promise<Online<T>> => {
    const record = chosen(folder, leaseId);
    if (!record.ok) return record;
    const borrower = openBorrower(settings);
    if (!borrower.ok) return borrower;
    const { value } = borrower;
    if (value === null) return refuse('nothing-borrowed', { leaseId: leaseId ?? null });
    return withLease(folder, record.value.leaseId, async (place, now): Promise<Online<T>> => {
      const removed = await remove(value, place, now);
      return removed.ok ? work(value, place, removed.value) : removed;
    });
  });
}

/** A lease that was given back. */
export interface GivenBack {
  readonly leaseId: string;
  readonly feature: string;
}

/** Whether somebody answers who could take the seats back: before anything is removed here for it. */
async function reach(asker: Asker, { leaseId, borrow }: LeaseRecord): Promise<Online<null>> {
  if (borrow?.receipt != null) return accept(null);
  const seen = await asker.ask((client) => client.heartbeatSeats({ leases: [{ leaseId }] }));
  return seen.ok ? accept(null) : seen;
}

const isAway = (answer: Online<unknown>) => !answer.ok && 'refusal' in answer && answer.refusal.code === 'unreachable';

/**
 * Gives borrowed seats back before their time (C7): it makes sure that the server can be told, removes the document, and then says so, as
 * often as it takes. Whom nobody answers keeps the seat, `unreachable`; it can still be given back by a file. `return-pending`: it is removed
 * here, and whether the server knows is not known.
 */
export async function returnBorrowed(settings: SeatSettings, leaseId?: string, asking: Asking = {}): Promise<Online<GivenBack>> {
  const meant = chosen(settings.folder, leaseId);
  if (!meant.ok) return meant;
  const asker = await openAsker(settings, asking);
  if (!asker.ok) return asker;
  const reached = await reach(asker.value, meant.value);
  if (!reached.ok) return reached;
  return giving(settings, meant.value.leaseId, async (borrower, place, record): Promise<Online<GivenBack>> => {
    const { leaseId: id, feature } = record;
    const sent = await sendReceipt(asker.value, borrower, place, record);
    if (sent.ok) return accept({ leaseId: id, feature });
    // The seat is removed: that is to be known by whoever reads that nobody can be reached.
    return isAway(sent) && 'refusal' in sent ? refuse('return-pending', { ...sent.refusal.facts, leaseId: id, feature }) : sent;
  });
}

/** The same without a network: a receipt that somebody carries to whoever gives seats back by file. */
export async function returnFile(settings: SeatSettings, leaseId?: string): Promise<Online<CarriedFile & GivenBack>> {
  return giving(settings, leaseId, async (borrower, _, record): Promise<Online<CarriedFile & GivenBack>> => {
    const text = sign(borrower, record);
    return accept({ fileName: `${record.leaseId}.return.jwt`, text, leaseId: record.leaseId, feature: record.feature });
  });
}
