import type { releaseSeat as contract, InputOf, OutputOf } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { Leasing } from '@muniment/leasing';
import { fromId } from '@muniment/platform/ids';
import type { Result } from '../../../core/context.ts';
import type { CoalescedHandler } from '../../../core/dispatch.ts';
import { projectOf } from '../asker.ts';

/** A program gives seats back (C3); where they linger they are kept for the same user for a moment. */
export function releaseSeat(leasing: Leasing): CoalescedHandler {
  return async (caller, input): Promise<Result<OutputOf<typeof contract>, never>> => {
    const { leaseId } = input.params as InputOf<typeof contract>['params'];
    const named = { leaseId: fromId('lse', leaseId)!, projectId: projectOf(caller) };
    return accept({ leaseId, released: await leasing.release(caller.vendor.id, named) });
  };
}
