import type { InputOf, unassignLicenses as single } from '@muniment/contract';
import { accept } from '@muniment/domain';
import { toId } from '@muniment/platform/ids';
import type { Uuid } from '../../../core/context.ts';
import { unassignAmong } from '../../terms/index.ts';
import { type Assignee, onlyOne } from '../assignees.ts';
import type { BatchKind } from '../kind.ts';

/** What all removals of a batch have in common. */
export interface UnassignSettings extends Pick<InputOf<typeof single>['body'], 'reason'> {
  readonly projectId: Uuid;
}

/** Licences are taken off many devices or users, one act for each; what is left comes back to the pool (A9, A13). */
export const unassignManyKind: BatchKind<UnassignSettings, Assignee> = {
  id: 'unassign-many',
  permission: 'pools.write',
  one: async (context, { projectId, ...how }, assignee) => {
    const done = await unassignAmong(
      context,
      { params: { projectId: toId('prj', projectId) }, query: {}, body: { ...how, ...onlyOne(assignee) } },
      false,
    );
    if (!done.ok) return done;
    if ('file' in done.value) throw new Error('A removal is no file');
    const [made] = done.value.removals;
    return accept({ ...assignee, operationId: made!.operationId, remaining: made!.remaining });
  },
};
