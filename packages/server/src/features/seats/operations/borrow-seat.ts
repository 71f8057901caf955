import type { borrowSeat as contract, InputOf } from '@muniment/contract';
import { type PublicKey, readPublicKey, thumbprintOf } from '@muniment/documents/verify';
import { accept, type Decision, refuse } from '@muniment/domain';
import { type Fingerprint, readFingerprint } from '@muniment/domain/fingerprint';
import { type Borrowed, type BorrowRefusal, type BorrowRules, decideBorrow, decideDocument, lockLease } from '@muniment/leasing';
import { fromId } from '@muniment/platform/ids';
import { Temporal } from 'temporal-polyfill';
import type { Context, Handler } from '../../../core/context.ts';
import { currentPack, type VersionedPack } from '../../catalog/index.ts';
import { recordAct } from '../../ledger/index.ts';
import { signBorrow } from '../borrowing/sign-borrow.ts';
import { type BorrowedRow, saveBorrowed, stepsOf } from '../borrowing/store.ts';
import { seatRulesOf } from '../counters/refresh.ts';
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
  if (read === null) return refuse('borrower-key-not-valid');
  const key = { ...read, kid: await thumbprintOf(read) };
  if (lease.borrower_key !== null && lease.borrower_key['kid'] !== key.kid) return refuse('borrower-key-other');
  const machine = fingerprint === undefined ? null : readFingerprint(fingerprint);
  if (fingerprint !== undefined && machine === null) return refuse('fingerprint-not-valid');
  return accept({ key, fingerprint: machine });
}

/** Whether the seats may be away until then: the same time again is its next document, any other another time. */
async function decide(context: Context, rules: BorrowRules | null, lease: LeaseRow, until: Temporal.Instant): Promise<Borrowed> {
  const at = context.now.epochMilliseconds;
  const borrowable = borrowableOf(lease);
  if (rules !== null && borrowable.borrowedUntil === until.epochMilliseconds) return decideDocument(rules, borrowable, at);
  const steps = await stepsOf(context.tx, context.vendor.id, lease.counter_id);
  return decideBorrow(
    rules,
    borrowable,
    steps.map((step) => ({ from: step.at.epochMilliseconds, seats: step.seats })),
    until.epochMilliseconds,
    at,
  );
}

const instantOf = (milliseconds: number) => Temporal.Instant.fromEpochMilliseconds(milliseconds);

/** Why not, with the latest that would be possible. */
function refused(code: BorrowRefusal, latest: number | null, rules: BorrowRules | null) {
  return refuse(code, {
    ...(latest === null ? {} : { latest: instantOf(latest).toString() }),
    ...(rules === null ? {} : { longestDays: rules.longestDays, renewals: rules.renewals }),
  });
}

function rulesOf({ pack }: VersionedPack, feature: string): BorrowRules | null {
  const borrow = seatRulesOf(pack).get(feature)?.borrow;
  return borrow === undefined ? null : { ...borrow, documentDays: borrow.documentDays ?? null };
}

/** Seats go away from the network (C7): the lease is locked, and everything that ends it has the same lock. */
export const borrowSeat: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor, actor, now, dryRun } = context;
  const leaseId = fromId('lse', params.leaseId)!;
  await lockLease(tx, vendor.id, leaseId);
  const lease = await loadLeaseOf(tx, vendor.id, actor.projectId!, leaseId);
  if (lease === null || lease.lingers) return refuse('lease-not-held', { leaseId });
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const borrower = await borrowerOf(body, lease);
  if (!borrower.ok) return borrower;
  const rules = rulesOf(current, lease.feature);
  const decided = await decide(context, rules, lease, Temporal.Instant.from(body.until));
  if (!decided.ok) return refused(decided.code, decided.latest, rules);
  const borrowed: BorrowedRow = {
    id: leaseId,
    borrowedUntil: instantOf(decided.borrowedUntil),
    documentUntil: instantOf(decided.documentUntil),
    renewals: decided.renewals,
    number: lease.document_number + 1,
    ...borrower.value,
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
    document: dryRun ? null : await signBorrow(context, current, lease, borrowed),
  });
};
