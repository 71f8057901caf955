import { issueBorrow } from '@muniment/documents/issue';
import { toId } from '@muniment/platform/ids';
import type { Context } from '../../../core/context.ts';
import { ensureActiveKey } from '../../licenses/index.ts';
import type { LeaseRow } from '../leases/store.ts';
import type { BorrowedRow } from './store.ts';

/** The signed document that says until when the seats may be away (C7). */
export async function signBorrow(context: Context, lease: LeaseRow, borrowed: BorrowedRow): Promise<string> {
  const { vendor, now, services } = context;
  const key = await ensureActiveKey(context);
  const signer = await services.keys.signer(vendor.id, key.kid);
  return issueBorrow(signer, {
    issuer: vendor.slug,
    leaseId: toId('lse', lease.id),
    feature: lease.feature,
    number: borrowed.number,
    seats: lease.seats,
    user: lease.user_name,
    host: lease.host_name,
    issuedAt: now,
    documentUntil: borrowed.documentUntil,
    borrowedUntil: borrowed.borrowedUntil,
    ownKey: borrowed.key.kid,
    nonce: borrowed.nonce,
    machine: borrowed.machine,
    keySets: key.introductions,
    test: services.testClock,
  });
}
