import { type BorrowPayload, checkMachine, readKeySet, type VerifiedBorrow, verifyBorrow } from '@muniment/documents/verify';
import type { FingerprintComparison } from '@muniment/domain/fingerprint';
import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import { type Clock, instantText, type Time } from '../../machine/index.ts';
import type { Trust } from '../../vendor/index.ts';
import { checkPinnedSeats } from '../expected.ts';
import { readFile } from '../folder.ts';
import type { WorkstationRefusal } from '../refusals.ts';
import type { Online } from '../servers.ts';
import type { Asker } from './asker.ts';
import { type Borrower, noteServers } from './borrower.ts';
import { isBelievedByAll, lowerSeats, lowerWorkstation, provenTime, type Question } from './heal.ts';
import { type BorrowRecord, type LeaseRecord, writeLease } from './records.ts';
import { seatRevoked } from './revoked.ts';

type Answer<T> = Decision<T, WorkstationRefusal>;
type JudgeAt = (now: number) => Promise<Answer<JudgedBorrow>>;

/** A borrow document that holds here and now. */
export interface JudgedBorrow {
  readonly payload: BorrowPayload;
  /** How the machine compares with the one it is for; null where it names none. */
  readonly machine: FingerprintComparison | null;
  readonly trust: Trust;
}

/** Before a lease is asked to be away. */
export const nothingBorrowed: BorrowRecord = {
  asked: null,
  until: null,
  document: null,
  number: 0,
  judgedAt: 0,
  trust: null,
  vendor: null,
  isTest: null,
  recalled: false,
  receipt: null,
};

/** What a document says of itself before anybody has verified it: where its keys are to be had, and which number it has. */
export function claimsOf(text: string): Partial<BorrowPayload> {
  try {
    const claims: unknown = JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? claims : {};
  } catch {
    return {};
  }
}

/** Whether the document ends before the borrowed time does, and more than half of it is over. */
export function isRenewalDue({ borrow }: LeaseRecord, now: number): boolean {
  const { iat = 0, exp = 0, borrowedUntil = 0 } = claimsOf(borrow!.document!);
  return exp < borrowedUntil && now / 1000 >= (iat + exp) / 2;
}

/**
 * Whether a document is to be of a test installation: as those of its lease before, as the workstation of its vendor, else as it says itself.
 * What is signed is held against it.
 */
function isTestOf(folder: string, { borrow }: LeaseRecord, text: string): boolean {
  const { iss, test = false } = claimsOf(text);
  const identity = readFile(folder, 'identity');
  const own = identity.state === 'read' && identity.content.vendor === iss ? identity.content.isTest : null;
  return borrow?.isTest ?? own ?? test;
}

function trustAfter(trust: Trust, { learnt }: VerifiedBorrow): Trust {
  return learnt === null ? trust : { ...trust, keys: learnt.keys, newestKeySet: learnt.issuedAt };
}

/** Judges a document by one time: signature, lease, key, number, date, then the machine with what of it may change. */
async function judgeAt(borrower: Borrower, record: LeaseRecord, text: string, trust: Trust, now: number): Promise<Answer<JudgedBorrow>> {
  const isTest = isTestOf(borrower.folder, record, text);
  const expected = {
    now,
    ownKey: borrower.signer.publicKey.kid,
    leaseId: record.leaseId,
    feature: record.feature,
    newestNumber: record.borrow?.number ?? 0,
    acceptTest: isTest,
  };
  const verified = await verifyBorrow(text, { ...expected, keys: trust.keys, newestKeySet: trust.newestKeySet ?? undefined });
  if (!verified.ok) return verified;
  const { payload } = verified.value;
  const foreign = await checkPinnedSeats(text, payload, trust, borrower.expected, expected);
  if (foreign !== null) return { ok: false, refusal: foreign };
  if (isTest && payload.test !== true) return refuse('real-document');
  const judged = { payload, trust: trustAfter(trust, verified.value) };
  const revoked = await seatRevoked(borrower, payload, { trust: judged.trust, isTest });
  if (revoked !== null) return { ok: false, refusal: revoked };
  if (payload.machine === undefined) return accept({ ...judged, machine: null });
  const fingerprint = await borrower.fingerprint(payload.machine.policy?.components?.map(({ id }) => id) ?? []);
  const machine = checkMachine(payload, { fingerprint, ownKey: borrower.signer.publicKey.kid });
  return machine.ok ? accept({ ...judged, machine: machine.value }) : machine;
}

/** Whether the seats of a lease may be used here now, without a network: what was seen of the time is kept (F14). */
export async function judgeBorrowed(borrower: Borrower, record: LeaseRecord): Promise<Answer<JudgedBorrow & { readonly time: Time }>> {
  const { document, trust } = record.borrow ?? nothingBorrowed;
  if (document === null || trust === null) return refuse('nothing-borrowed', { leaseId: record.leaseId });
  const clock = borrower.clock(isTestOf(borrower.folder, record, document));
  if (!clock.ok) return clock;
  // To the millisecond: within a minute that nobody remembers, a seat could be used again and again.
  clock.value.note(undefined, true);
  const time = clock.value.time();
  const judged = await judgeAt(borrower, record, document, trust, time.now);
  if (!judged.ok) return judged;
  const code = clock.value.isLost() ? 'time-files-gone' : 'clock-set-back';
  if (time.isSetBack) return refuse(code, { clock: instantText(time.clock), latest: instantText(time.latest) });
  return accept({ ...judged.value, time });
}

/** Whose documents are believed: as the workstation was set up, else whoever answers for the vendor now, this once. */
async function trustFor(asker: Asker, vendor: string): Promise<Online<Trust>> {
  const { workstation } = asker;
  if (workstation !== null && workstation.identity.vendor === vendor) return accept(workstation.state().trust);
  const answer = await asker.ask((client) => client.getKeySet({ vendor }));
  if (!answer.ok) return answer;
  const keys = readKeySet(answer.value);
  if (keys === null || keys.keys.length === 0) return refuse('unknown-key', { kid: null });
  return accept({ keys, newestKeySet: null, server: asker.servers[0] ?? null, vendor });
}

/** The time that a document proves which has just come; null where there was no question, or it answers another. */
async function healedTo(
  borrower: Borrower,
  clock: Clock,
  text: string,
  judgeThen: JudgeAt,
  { question, isTest }: { readonly question: Question | null; readonly isTest: boolean },
): Promise<number | null> {
  if (question === null) return null;
  const signedAt = (claimsOf(text).iat ?? 0) * 1000;
  const judged = await judgeThen(signedAt);
  const at = judged.ok ? provenTime(clock, question, judged.value.payload) : null;
  if (at === null || !judged.ok) return null;
  const healing = { text, vendor: judged.value.payload.iss, at, isTest };
  return (await isBelievedByAll(borrower.folder, borrower.signer.publicKey.kid, healing)) ? at : null;
}

/** Puts a document in place that the server has just made; refused, it is as if it had never come. Only for whoever holds the lease. */
export async function install(
  asker: Asker,
  borrower: Borrower,
  place: string,
  record: LeaseRecord,
  text: string,
  question: Question | null = null,
): Promise<Online<LeaseRecord>> {
  const claims = claimsOf(text);
  const before = record.borrow ?? nothingBorrowed;
  const trust = before.trust === null ? await trustFor(asker, String(claims.iss)) : accept(before.trust);
  if (!trust.ok) return trust;
  const isTest = isTestOf(borrower.folder, record, text);
  const clock = borrower.clock(isTest);
  if (!clock.ok) return clock;
  const judgeThen: JudgeAt = (now) => judgeAt(borrower, record, text, trust.value, now);
  const healed = await healedTo(borrower, clock.value, text, judgeThen, { question, isTest });
  // It cannot be earlier than when the document was made.
  const at = healed ?? Math.max(clock.value.time().now, (claims.iat ?? 0) * 1000);
  const judged = await judgeThen(at);
  if (!judged.ok) return judged;
  const noted = await noteServers(borrower.folder, asker.by, asker.servers);
  if (!noted.ok) return noted;
  const { payload } = judged.value;
  const borrow: BorrowRecord = {
    ...nothingBorrowed,
    until: instantText(payload.borrowedUntil * 1000),
    document: text,
    number: payload.number,
    judgedAt: at,
    trust: judged.value.trust,
    vendor: payload.iss,
    isTest,
  };
  const next = { ...record, borrow };
  if (healed !== null) {
    await lowerSeats(borrower.folder, at, record.leaseId);
    await lowerWorkstation(borrower.folder, at);
  }
  // The time comes first: a document without it would not be believed.
  clock.value.seen(at, healed !== null);
  writeLease(place, next);
  return accept(next);
}
