import type { returnBorrowedFromFile as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { loadProject } from '../../projects/index.ts';
import { giveBack } from '../borrowing/give-back.ts';
import { loadLease } from '../leases/store.ts';
import { toLease } from '../leases/wire.ts';
import { viewerIn } from '../viewer.ts';

/** A receipt comes by hand from a computer without a network (C7). */
export const returnBorrowedFromFile: Handler<typeof contract> = async (context, { body }) => {
  const { tx } = context;
  const viewer = viewerIn(context);
  const given = await giveBack(context, body.receipt, {
    load: (leaseId) => loadLease(tx, viewer, leaseId),
    sees: async (projectId) => (await loadProject(tx, viewer, projectId)) !== null,
  });
  if (!given.ok) return given;
  const { answer, lease } = given.value;
  return accept({ ...answer, lease: lease === null ? null : toLease(lease) });
};
