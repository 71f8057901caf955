import type { returnBorrowed as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { giveBack } from '../borrowing/give-back.ts';
import { loadLeaseOf } from '../leases/store.ts';

/** The borrower is back on the network before its time (C7). */
export const returnBorrowed: Handler<typeof contract> = async (context, { body }) => {
  const { tx, vendor, actor } = context;
  const projectId = actor.projectId!;
  const given = await giveBack(context, body.receipt, {
    load: (leaseId) => loadLeaseOf(tx, vendor.id, projectId, leaseId),
    sees: async (id) => id === projectId,
  });
  return given.ok ? accept(given.value.answer) : given;
};
