import { claimedLease, type DeviceDocumentRefusal, type PublicKey, verifyReturn } from '@muniment/documents/verify';
import { accept, type Decision, refuse } from '@muniment/domain';
import { endLease, lockLease } from '@muniment/leasing';
import { fromId, toId } from '@muniment/platform/ids';
import { Temporal } from 'temporal-polyfill';
import type { Context, Uuid } from '../../../core/context.ts';
import { recordAct } from '../../ledger/index.ts';
import { revokeSeat } from '../../revocations/index.ts';
import type { LeaseRow } from '../leases/store.ts';
import { wasReturned } from './store.ts';

const day = 86_400;
/** A receipt is sent until it is answered, however long that takes: which document it is about is said by the number. */
const times = { oldestSeconds: 3650 * day, clockToleranceSeconds: day };

/** Who may give back what. */
export interface ReturnRights {
  /** The lease, if the caller may know of it. */
  readonly load: (leaseId: Uuid) => Promise<LeaseRow | null>;
  /** Whether the caller may know of a project. */
  readonly sees: (projectId: Uuid) => Promise<boolean>;
}

export type ReturnRefusal = Exclude<DeviceDocumentRefusal, 'wrong-device'> | 'receipt-of-no-lease' | 'borrow-receipt-outdated';

interface Returned {
  readonly dryRun: boolean;
  readonly leaseId: string;
  readonly returned: boolean;
}

/** The answer, and what came back; null where an earlier answer is told again. */
interface GivenBack {
  readonly answer: Returned;
  readonly lease: LeaseRow | null;
}

/** Which document would be needed: its number is when it was made, for people a time. */
const outdated = (number: number, newest: number) => ({
  number,
  newest,
  newestMade: Temporal.Instant.fromEpochMilliseconds(newest * 1000).toString(),
});

/** Borrowed seats come back before their time (C7), once the borrower has signed that it removed its newest document. */
export async function giveBack(
  context: Context,
  receipt: string,
  { load, sees }: ReturnRights,
): Promise<Decision<GivenBack, ReturnRefusal>> {
  const { tx, vendor, now, dryRun, services } = context;
  const claimed = claimedLease(receipt);
  const leaseId = claimed === null ? null : fromId('lse', claimed);
  if (leaseId === null) return refuse('document-malformed');
  const answer = { dryRun, leaseId: toId('lse', leaseId), returned: true };
  await lockLease(tx, vendor.id, leaseId);
  const lease = await load(leaseId);
  const away = lease?.borrower_key ?? null;
  const before = away === null ? await wasReturned(tx, vendor.id, leaseId) : null;
  const key = away ?? (before !== null && (await sees(before.project_id)) ? before.borrower_key : null);
  if (key === null) return refuse('receipt-of-no-lease');
  const read = await verifyReturn(receipt, {
    vendor: vendor.slug,
    now: now.epochMilliseconds,
    ...times,
    key: key as unknown as PublicKey,
    leaseId: toId('lse', leaseId),
    acceptTest: services.testClock,
  });
  // The lease is the one that the receipt names: there is no other to compare with.
  if (!read.ok) return refuse(read.refusal.code as Exclude<DeviceDocumentRefusal, 'wrong-device'>, read.refusal.facts);
  // An answer that was lost comes again, to nobody but the borrower.
  if (lease === null || away === null) return accept({ answer, lease: null });
  const { number } = read.value;
  if (number < lease.document_number) return refuse('borrow-receipt-outdated', outdated(number, lease.document_number));
  await endLease(tx, vendor.id, leaseId, { why: 'returned', by: null, reason: null, at: now });
  // A copy that somebody kept would be good until its end, while somebody else has the seat.
  await revokeSeat(context, leaseId, { reason: 'returned', until: lease.expires_at });
  const details = { leaseId, counterId: lease.counter_id, feature: lease.feature, seats: lease.seats };
  await recordAct(context, 'return-borrowed', details, { customerId: lease.customer_id, projectId: lease.project_id });
  return accept({ answer, lease });
}
