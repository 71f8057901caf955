import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import type { Clock } from '../../machine/index.ts';
import type { WorkstationRefusal } from '../refusals.ts';
import type { Asking } from '../servers.ts';
import type { SeatSettings } from './asker.ts';
import { type Borrower, openBorrower } from './borrower.ts';
import { type JudgedBorrow, judgeBorrowed } from './documents.ts';
import { takeSlots } from './hold-lease.ts';
import type { Loss } from './keeper.ts';
import { type LeaseRecord, listLeases, placeOf, readLease, type Wanted } from './records.ts';
import { synchronise } from './synchronise.ts';
import { uptime } from './uptime.ts';
import type { CheckOutWish, HeldSeat } from './wishes.ts';

/** Whatever happens, the time is looked at so often; milliseconds. */
const pulse = 5000;

/** A list that somebody brought is heeded within this time; milliseconds. */
const listPause = 60_000;

/** A workstation that is back on the network learns so within this time; milliseconds. */
const contactPause = 600_000;

/** A document that is in use, and the instant it ends; milliseconds since 1970. */
interface InUse {
  readonly number: number;
  readonly end: number;
}

const endOf = ({ payload }: JudgedBorrow): number => Math.min(payload.exp, payload.borrowedUntil) * 1000;

/** The time while a program runs: by the clock, and never less than what has passed since it began, or since it was put right. What it was is kept. */
function runningTime(clock: Clock, from: number): () => number {
  let [began, start, healings] = [uptime(), from, clock.healings()];
  return () => {
    const now = Math.max(clock.time().now, start + uptime() - began);
    clock.note(now);
    if (clock.healings() === healings) return now;
    // It had been ahead by mistake, and somebody put it right: what was counted on from then is as wrong.
    [began, start, healings] = [uptime(), clock.time().now, clock.healings()];
    return start;
  };
}

/** Watches a document to its end; `onEnd` comes on the second, unless a newer document is here by then. */
function watch(borrower: Borrower, place: string, first: InUse, now: () => number, onEnd: (loss: Loss) => void) {
  let [document, timer, over] = [first, undefined as NodeJS.Timeout | undefined, false];
  let looked = uptime();
  const finish = (why: Loss['why'], reason: string | null = null) => {
    over = true;
    onEnd({ why, reason });
  };
  const look = async (): Promise<void> => {
    const record = readLease(place);
    const { number = 0, document: text = null } = record?.borrow ?? {};
    if (over) return;
    if (record === null || text === null) return finish('returned');
    if (number > document.number) {
      const judged = await judgeBorrowed(borrower, record);
      if (judged.ok) document = { number, end: endOf(judged.value) };
    }
    // Somebody may have called it back meanwhile, and the list that says so may have come. To look at a machine takes its time.
    const isTime = uptime() - looked >= listPause;
    const stands = isTime ? await judgeBorrowed(borrower, record) : null;
    if (isTime) looked = uptime();
    if (over) return;
    const code = stands?.ok === false ? stands.refusal.code : null;
    if (code === 'seat-returned') return finish('returned');
    if (record.borrow?.recalled || code === 'seat-recalled') return finish('recalled', record.borrow?.recallReason);
    if (now() >= document.end) return finish('borrow-ended');
    arm();
  };
  const arm = () => {
    timer = setTimeout(() => void look(), Math.min(pulse, Math.max(0, document.end - now())));
    timer.unref();
  };
  arm();
  return {
    isOver: () => over || now() >= document.end,
    stop() {
      over = true;
      clearTimeout(timer);
    },
  };
}

/** Every now and then the server is asked: for the next document, and whether the seat was called back. Whoever is done waits for no answer. */
function keepContact(settings: SeatSettings, asking: Asking): () => void {
  const stop = new AbortController();
  const send = asking.fetch ?? globalThis.fetch;
  const ask: typeof fetch = (input, { signal, ...init } = {}) =>
    send(input, { ...init, signal: AbortSignal.any([stop.signal, ...(signal ? [signal] : [])]) });
  const patience = { timeoutMs: 5000, retry: { attempts: 1 }, fetch: ask };
  const contact = () => void synchronise(settings, { ...asking, ...patience }).catch(() => undefined);
  const timer = setInterval(contact, contactPause);
  timer.unref();
  contact();
  return () => {
    clearInterval(timer);
    stop.abort();
  };
}

async function holdOne(
  settings: SeatSettings,
  borrower: Borrower,
  record: LeaseRecord,
  wanted: Wanted,
  wish: CheckOutWish,
  asking: Asking,
): Promise<Decision<HeldSeat, WorkstationRefusal>> {
  const judged = await judgeBorrowed(borrower, record);
  if (!judged.ok) return judged;
  const clock = borrower.clock();
  if (!clock.ok) return clock;
  const place = placeOf(settings.folder, record.leaseId);
  const slots = await takeSlots(place, record, wanted.seats);
  // These are this workstation's own, whatever is free on the network.
  if (!slots.ok) return slots.refusal.code === 'no-seat-free' ? refuse('borrowed-in-use', slots.refusal.facts) : slots;
  const now = runningTime(clock.value, judged.value.time.now);
  let isOver = false;
  const end = () => {
    isOver = true;
    watched.stop();
    leaveContact();
    for (const lock of slots.value) lock.release();
    clock.value.note(now(), true);
  };
  const watched = watch(borrower, place, { number: record.borrow!.number, end: endOf(judged.value) }, now, (loss) => {
    end();
    wish.onLost?.(loss);
  });
  const leaveContact = keepContact(settings, asking);
  const { leaseId, feature, user, host, borrow } = record;
  return accept({
    leaseId,
    feature,
    seats: wanted.seats,
    user,
    host,
    borrowedUntil: borrow!.until,
    isHeld: () => !isOver && !watched.isOver(),
    async release() {
      if (isOver) return accept(false);
      end();
      return accept(true);
    },
  });
}

/** Those of whoever asks first; a borrowed seat is the workstation's, for whoever works there. */
const byUser =
  (user: string) =>
  (one: LeaseRecord, other: LeaseRecord): number =>
    Number(other.user.toLowerCase() === user.toLowerCase()) - Number(one.user.toLowerCase() === user.toLowerCase());

/**
 * Takes borrowed seats for this process, without a network (C7). As many programs use them at once as there are seats. Null: none of this
 * feature are here; a refusal says why those that are do not do.
 */
export async function holdBorrowed(
  settings: SeatSettings,
  wanted: Wanted,
  wish: CheckOutWish,
  asking: Asking,
): Promise<Decision<HeldSeat, WorkstationRefusal> | null> {
  const here = listLeases(settings.folder).filter(
    ({ feature, borrow }) => feature === wanted.feature && (borrow?.document ?? null) !== null,
  );
  if (here.length === 0) return null;
  const borrower = openBorrower(settings);
  if (!borrower.ok) return borrower;
  if (borrower.value === null) return null;
  let first: Decision<HeldSeat, WorkstationRefusal> | null = null;
  for (const record of here.toSorted(byUser(wanted.user))) {
    const held = await holdOne(settings, borrower.value, record, wanted, wish, asking);
    if (held.ok) return held;
    first ??= held;
  }
  return first;
}
