import { poolOf } from '@muniment/domain/ledger';
import type { Context, Uuid } from '../../core/context.ts';
import { currentPack } from '../catalog/index.ts';
import { findAccounts } from '../ledger/index.ts';
import type { ProjectFacts } from '../projects/index.ts';
import { type AssignOptions, decideAssignments } from './assign.ts';
import { remarksOn } from './assign-among.ts';
import { type AssigneeIds, lockAssignees } from './assignees.ts';
import { countFreeTerms } from './store.ts';

/**
 * What is to be said of many who would be licensed one after another, before anybody is (F2, F12): how many do not get the
 * length that is preferred. Where one of them is not there nothing is said: the result of each will tell.
 */
export async function assignmentOutlook(
  context: Context,
  project: ProjectFacts,
  whom: AssigneeIds,
  options: AssignOptions,
): Promise<string[]> {
  const current = await currentPack(context);
  const assignees = current === null ? null : await lockAssignees(context, project, whom);
  if (current === null || assignees === null || !assignees.ok) return [];
  return remarksOn(context, await decideAssignments(context, project, current.pack, assignees.value, options));
}

/** How many licences a pool has free for devices, or for users, before any is given; of one of them alone where it is named. */
export async function freeFor(context: Context, projectId: Uuid, assignedTo: 'device' | 'user', lotId: Uuid | null): Promise<number> {
  const { tx, vendor } = context;
  const current = await currentPack(context);
  const [account] = await findAccounts(tx, vendor.id, [poolOf(projectId)]);
  if (current === null || account === undefined) return 0;
  const parts = current.pack.parts.filter((part) => part.assignedTo === assignedTo).map(({ number }) => number);
  return countFreeTerms(tx, vendor.id, account.id, parts, lotId);
}
