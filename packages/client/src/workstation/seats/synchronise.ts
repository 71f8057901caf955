import { accept } from '@muniment/domain/refusal';
import { briefPatience, orNotStored } from '../../machine/index.ts';
import type { Problem } from '../../types.ts';
import { type Asking, mayPass, type Online } from '../servers.ts';
import { type Asker, openAsker, type SeatSettings } from './asker.ts';
import { type Borrower, openBorrower } from './borrower.ts';
import { claimsOf, isRenewalDue, judgeBorrowed } from './documents.ts';
import { noteEnded } from './ended.ts';
import { askToBorrow, fetchDocument } from './fetch-document.ts';
import { sendReceipt, writeReceipt } from './give-back.ts';
import { takeSlots, withLease } from './hold-lease.ts';
import { type LeaseRecord, listLeases, removePlace, writeLease } from './records.ts';
import { hearOfSeats } from './revoked.ts';

/** What a workstation learnt of its borrowed seats when it was on the network. */
export interface Learnt {
  readonly leaseId: string;
  readonly feature: string;
  /**
   * `kept`: nothing is new. `renewed`: a newer document is here. `recalled`: somebody called the seats back. `returned`: their time is over, or
   * they were given back here, and the server knows. `gone`: the server has no such lease any more.
   */
  readonly what: 'kept' | 'renewed' | 'recalled' | 'returned' | 'gone';
}

type Step = Online<Learnt['what']>;

/** Codes by which the server says that there is nothing to be had of this lease any more. */
const isGone = (code: string): boolean => code === 'lease-not-held' || code === 'borrowed-past';

/** What whoever called a seat back said. */
function reasonIn({ facts }: Problem): string | null {
  const { reason } = (facts ?? {}) as { readonly reason?: unknown };
  return typeof reason === 'string' ? reason : null;
}

/** Why a seat was called back, as the server says: the list does not. Null where it says nothing, or is not there. */
async function recallReasonOf(asker: Asker, borrower: Borrower, { leaseId, borrow }: LeaseRecord): Promise<string | null> {
  const { until, recallReason } = borrow!;
  if (recallReason !== undefined || until === null) return recallReason ?? null;
  const seen = await askToBorrow(asker, borrower, leaseId, until, { dryRun: true });
  return !seen.ok && 'problem' in seen && seen.problem.code === 'lease-recalled' ? reasonIn(seen.problem) : null;
}

/** What the server's no to the next document means for the one that is here. */
function afterRefusal(place: string, record: LeaseRecord, step: Step): Step {
  if (step.ok || !('problem' in step) || mayPass(step.problem)) return step;
  const { code } = step.problem;
  const recalled = code === 'lease-recalled';
  if (isGone(code) || record.borrow!.document === null) removePlace(place);
  else writeLease(place, { ...record, borrow: { ...record.borrow!, asked: null, recalled, recallReason: reasonIn(step.problem) } });
  if (isGone(code)) return accept('gone');
  return recalled ? accept('recalled') : step;
}

async function fetchNext(asker: Asker, borrower: Borrower, place: string, record: LeaseRecord, asked: string): Promise<Step> {
  const next = { ...record, borrow: { ...record.borrow!, asked } };
  writeLease(place, next);
  const fetched = await fetchDocument(asker, borrower, place, next);
  return afterRefusal(place, record, fetched.ok ? accept('renewed') : fetched);
}

/**
 * What is over goes back by itself: the server has taken it back already, or does so now. It says what time it is: where the clock here is
 * ahead by mistake, nothing is given up.
 */
async function giveBack(asker: Asker, borrower: Borrower, place: string, record: LeaseRecord, end: number): Promise<Step> {
  const seen = await asker.ask((client) => client.heartbeatSeats({ leases: [{ leaseId: record.leaseId }] }));
  if (!seen.ok) return seen;
  if (Date.parse(seen.value.at) < end) return accept('kept');
  const slots = await takeSlots(place, record, record.seats);
  if (!slots.ok) return accept('kept');
  const sent = await sendReceipt(asker, borrower, place, writeReceipt(place, record, Date.parse(seen.value.at)));
  return sent.ok ? accept('returned') : sent;
}

/** What was called back goes back, unless a program uses it just now: that one hears of it first. */
async function giveUp(asker: Asker, borrower: Borrower, place: string, record: LeaseRecord): Promise<Step> {
  const reason = await recallReasonOf(asker, borrower, record);
  const slots = await takeSlots(place, record, record.seats);
  if (!slots.ok) {
    writeLease(place, { ...record, borrow: { ...record.borrow!, recalled: true, recallReason: reason } });
    return accept('recalled');
  }
  const { leaseId, feature } = record;
  // Before it is removed: whoever is killed here tells why all the same.
  await noteEnded(borrower.folder, { leaseId, feature, what: 'recalled', reason });
  const clock = borrower.clock();
  const sent = await sendReceipt(asker, borrower, place, writeReceipt(place, record, clock.ok ? clock.value.time().clock : Date.now()));
  return sent.ok ? accept('recalled') : sent;
}

function isSetBack(borrower: Borrower): boolean {
  const clock = borrower.clock();
  return clock.ok && clock.value.time().isSetBack;
}

/** One lease: what an earlier process began is brought to its end, then what is due is done. */
async function settle(asker: Asker, borrower: Borrower, place: string, record: LeaseRecord): Promise<Step> {
  const { receipt, asked, document, until, recalled } = record.borrow!;
  if (receipt !== null) {
    const sent = await sendReceipt(asker, borrower, place, record);
    return sent.ok ? accept('returned') : sent;
  }
  if (asked !== null) return fetchNext(asker, borrower, place, record, asked);
  // A clock that had been ahead by mistake is put right by the next document, which answers a question of now.
  if (document !== null && until !== null && !recalled && isSetBack(borrower)) return fetchNext(asker, borrower, place, record, until);
  if (document === null || until === null) {
    removePlace(place);
    return accept('gone');
  }
  const judged = await judgeBorrowed(borrower, record);
  if (!judged.ok && judged.refusal.code === 'expired') {
    const clock = borrower.clock();
    const end = recalled ? (claimsOf(document).exp ?? 0) * 1000 : Date.parse(until);
    const isOver = !clock.ok || clock.value.time().now >= end;
    return isOver ? giveBack(asker, borrower, place, record, end) : fetchNext(asker, borrower, place, record, until);
  }
  if (recalled || (!judged.ok && judged.refusal.code === 'seat-recalled')) return giveUp(asker, borrower, place, record);
  if (judged.ok && isRenewalDue(record, judged.value.time.now)) return fetchNext(asker, borrower, place, record, until);
  const seen = await askToBorrow(asker, borrower, record.leaseId, until, { dryRun: true });
  return afterRefusal(place, record, seen.ok ? accept('kept') : seen);
}

/**
 * Lets a workstation that is on the network and its server agree on what is borrowed (C7, F10): documents are renewed in time, what is over
 * or was given back meanwhile goes back, and what was called back is learnt. Where nobody answers nothing changes.
 */
export async function synchronise(settings: SeatSettings, asking: Asking = {}): Promise<Online<readonly Learnt[]>> {
  const { folder } = settings;
  return orNotStored(folder, async (): Promise<Online<readonly Learnt[]>> => {
    if (!listLeases(folder).some(({ borrow }) => borrow !== null)) return accept([]);
    const borrower = openBorrower(settings);
    if (!borrower.ok) return borrower;
    const { value } = borrower;
    if (value === null) return accept([]);
    const asker = await openAsker(settings, asking);
    // Whoever has no key hears what counts no more all the same.
    await hearOfSeats(settings, asker.ok ? asker.value.by : null, value, asking);
    if (!asker.ok) return asker;
    const learnt: Learnt[] = [];
    let failed: Exclude<Online<never>, { ok: true }> | null = null;
    for (const { leaseId, feature, by, borrow } of listLeases(folder)) {
      if (borrow === null || by !== asker.value.by) continue;
      const done = await withLease<Learnt['what']>(
        folder,
        leaseId,
        (place, record) => (record.borrow === null ? Promise.resolve(accept('kept')) : settle(asker.value, value, place, record)),
        { patience: briefPatience, ...settings },
      );
      if (!done.ok) {
        failed ??= done;
        continue;
      }
      learnt.push({ leaseId, feature, what: done.value });
      // What never had a document here was never anybody's to miss.
      const wasHere = borrow.document !== null || borrow.receipt !== null;
      if (wasHere && (done.value === 'returned' || done.value === 'gone'))
        await noteEnded(folder, { leaseId, feature, what: done.value, reason: null });
    }
    return failed ?? accept(learnt);
  });
}
