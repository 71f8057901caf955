import type { borrowSeat as contract, InputOf } from '@muniment/contract';
import { isPossibleKey, type PublicKey, readPublicKey, thumbprintOf } from '@muniment/documents/verify';
import { accept, type Decision, refuse } from '@muniment/domain';
import { type Fingerprint, readFingerprint } from '@muniment/domain/fingerprint';
import {
  type Borrowed,
  type BorrowRefusal,
  type BorrowRules,
  decideBorrow,
  decideDocument,
  lockLease,
  type Stock,
} from '@muniment/leasing';
import { fromId } from '@muniment/platform/ids';
import { Temporal } from 'temporal-polyfill';
import type { Context, Handler, Replay } from '../../../core/context.ts';
import { currentPack, type VersionedPack } from '../../catalog/index.ts';
import { recordAct } from '../../ledger/index.ts';
import { machineOf } from '../borrowing/machine-of.ts';
import { signBorrow } from '../borrowing/sign-borrow.ts';
import { awayBeside, type BorrowedRow, saveBorrowed, stepsOf } from '../borrowing/store.ts';
import { seatRulesOf } from '../counters/refresh.ts';
import { lockCounter } from '../counters/store.ts';
import { borrowableOf } from '../leases/borrowable.ts';
import { type LeaseRow, loadLeaseOf } from '../leases/store.ts';
import { toLease } from '../leases/wire.ts';

type Body = InputOf<typeof contract>['body'];

interface Borrower {
  readonly key: PublicKey;
  readonly fingerprint: Fingerprint | null;
}

/** For whom the document will be: its key's name is computed, and a key that is borrowed with stays the same. */
async function borrowerOf(
  { publicKey, fingerprint }: Body,
  lease: LeaseRow,
): Promise<Decision<Borrower, 'borrower-key-not-valid' | 'borrower-key-other' | 'fingerprint-not-valid'>> {
  const read = readPublicKey({ ...publicKey, kid: '-' });
  // With a key that nothing can be signed with, the seats could never be given back.
  if (read === null || !isPossibleKey(read)) return refuse('borrower-key-not-valid');
  const key = { ...read, kid: await thumbprintOf(read) };
  if (lease.borrower_key !== null && lease.borrower_key['kid'] !== key.kid) return refuse('borrower-key-other');
  const machine = fingerprint === undefined ? null : readFingerprint(fingerprint);
  if (fingerprint !== undefined && machine === null) return refuse('fingerprint-not-valid');
  return accept({ key, fingerprint: machine });
}

/** What the counter, which is locked, has to give away beside this lease. */
async function stockFor({ tx, vendor, now }: Context, lease: LeaseRow): Promise<Stock> {
  const steps = await stepsOf(tx, vendor.id, lease.counter_id);
  const away = await awayBeside(tx, vendor.id, lease.id, now);
  return {
    steps: steps.map(({ at, seats }) => ({ from: at.epochMilliseconds, seats })),
    overdraft: steps[0]!.overdraft,
    away: away.map(({ seats, until, is_before }) => ({ seats, until: until.epochMilliseconds, isBefore: is_before })),
  };
}

/** Whether the seats may be away until then: the same time again is its next document, any other another time. */
async function decide(context: Context, rules: BorrowRules | null, lease: LeaseRow, until: number): Promise<Borrowed> {
  const at = context.now.epochMilliseconds;
  const [borrowable, stock] = [borrowableOf(lease), await stockFor(context, lease)];
  if (rules !== null && borrowable.borrowedUntil === until) return decideDocument(rules, borrowable, stock, at);
  return decideBorrow(rules, borrowable, stock, until, at);
}

/** Numbers rise for ever, also when the same id stands for another lease later: they are seconds since 1970, or one more. */
const nextNumber = (newest: number, now: Temporal.Instant): number => Math.max(newest + 1, Math.floor(now.epochMilliseconds / 1000));

/** Whether the seats are still the asker's: what is away ends with its last document, as a heartbeat is told. */
const isHeld = (lease: LeaseRow, now: Temporal.Instant): boolean =>
  !lease.lingers && (lease.borrowed_until === null || Temporal.Instant.compare(lease.expires_at, now) > 0);

const instantOf = (milliseconds: number) => Temporal.Instant.fromEpochMilliseconds(milliseconds);

/** Why not, with the latest that would be possible. */
function refused(code: BorrowRefusal, latest: number | null, rules: BorrowRules | null, { recall_reason: reason }: LeaseRow) {
  return refuse(code, {
    ...(code === 'lease-recalled' && reason !== null ? { reason } : {}),
    ...(latest === null ? {} : { latest: instantOf(latest).toString() }),
    ...(rules === null ? {} : { longestDays: rules.longestDays, renewals: rules.renewals }),
  });
}

function rulesOf({ pack }: VersionedPack, feature: string): BorrowRules | null {
  const borrow = seatRulesOf(pack).get(feature)?.borrow;
  return borrow === undefined ? null : { ...borrow, documentDays: borrow.documentDays ?? null };
}

/**
 * Seats go away from the network (C7): the lease is locked, and everything that ends it has the same lock; then its counter, so that
 * of two who borrow at once the later sees what the earlier took along.
 */
export const borrowSeat: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor, actor, now, dryRun } = context;
  const leaseId = fromId('lse', params.leaseId)!;
  await lockLease(tx, vendor.id, leaseId);
  const lease = await loadLeaseOf(tx, vendor.id, actor.projectId!, leaseId);
  if (lease === null || !isHeld(lease, now)) return refuse('lease-not-held', { leaseId });
  await lockCounter(tx, vendor.id, lease.counter_id);
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const borrower = await borrowerOf(body, lease);
  if (!borrower.ok) return borrower;
  const { key, fingerprint } = borrower.value;
  const machine = await machineOf(context, current, fingerprint, lease.borrowed_until !== null);
  if (!machine.ok) return machine;
  const rules = rulesOf(current, lease.feature);
  const decided = await decide(context, rules, lease, Temporal.Instant.from(body.until).epochMilliseconds);
  if (!decided.ok) return refused(decided.code, decided.latest, rules, lease);
  const borrowed: BorrowedRow = {
    id: leaseId,
    borrowedUntil: instantOf(decided.borrowedUntil),
    documentUntil: instantOf(decided.documentUntil),
    renewals: decided.renewals,
    number: nextNumber(lease.document_number, now),
    nonce: body.nonce ?? null,
    key,
    machine: machine.value,
  };
  await saveBorrowed(tx, vendor.id, borrowed, now);
  // Coming and going is history; a document that is only renewed is not.
  if (decided.borrowedUntil !== lease.borrowed_until?.epochMilliseconds) {
    const details = {
      leaseId,
      counterId: lease.counter_id,
      feature: lease.feature,
      seats: lease.seats,
      until: borrowed.borrowedUntil.toString(),
    };
    await recordAct(context, 'borrow-seat', details, { customerId: lease.customer_id, projectId: lease.project_id });
  }
  return accept({
    dryRun,
    lease: toLease((await loadLeaseOf(tx, vendor.id, lease.project_id, leaseId))!),
    borrowedUntil: borrowed.borrowedUntil.toString(),
    documentUntil: borrowed.documentUntil.toString(),
    renewalsLeft: Math.max(0, rules!.renewals - decided.renewals),
    document: dryRun ? null : await signBorrow(context, lease, borrowed),
  });
};

/**
 * The document that was handed out comes again only while it counts: not of seats that were given back, which are perhaps somebody
 * else's, nor of seats that were called back.
 */
export const borrowAgain: Replay<typeof contract> = async ({ tx, vendor, actor, now }, { params }) => {
  const leaseId = fromId('lse', params.leaseId)!;
  await lockLease(tx, vendor.id, leaseId);
  const lease = await loadLeaseOf(tx, vendor.id, actor.projectId!, leaseId);
  if (lease === null || !isHeld(lease, now)) return refuse('lease-not-held', { leaseId }).refusal;
  return lease.recalled_at === null ? null : refused('lease-recalled', lease.expires_at.epochMilliseconds, null, lease).refusal;
};
