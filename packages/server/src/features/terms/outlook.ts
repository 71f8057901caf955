import type { Context } from '../../core/context.ts';
import { currentPack } from '../catalog/index.ts';
import type { ProjectFacts } from '../projects/index.ts';
import { type AssignOptions, decideAssignments } from './assign.ts';
import { type AssigneeIds, lockAssignees } from './assignees.ts';
import { remarksOn } from './operations/assign-licenses.ts';

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
