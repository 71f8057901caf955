import type { InputOf, assignLicenses as single } from '@muniment/contract';
import { accept } from '@muniment/domain';
import { toId } from '@muniment/platform/ids';
import type { Uuid } from '../../../core/context.ts';
import { assignAmong, type FreeTerm } from '../../terms/index.ts';
import { type Assignee, onlyOne } from '../assignees.ts';
import type { BatchKind } from '../kind.ts';

/** What all assignments of a batch have in common. */
export interface AssignSettings extends Pick<InputOf<typeof single>['body'], 'prefer' | 'lotId' | 'ifLicensed' | 'reason'> {
  readonly projectId: Uuid;
  /** What was free when it began; one that began before it was noted has none. */
  readonly atFirst?: readonly FreeTerm[];
}

/** Licences of a pool are put on many devices or users, one act for each (A7, A13). */
export const assignManyKind: BatchKind<AssignSettings, Assignee> = {
  id: 'assign-many',
  permission: 'pools.write',
  one: async (context, { projectId, atFirst, ...how }, assignee) => {
    const input = { params: { projectId: toId('prj', projectId) }, query: {}, body: { ...how, ...onlyOne(assignee) } };
    const done = await assignAmong(context, input, atFirst ?? null);
    if (!done.ok) return done;
    if ('file' in done.value) throw new Error('An assignment is no file');
    const [made] = done.value.assignments;
    const { operationId, kind, after, remark } = made!;
    return accept({ ...assignee, operationId, kind, until: after.until, ...(remark === null ? {} : { remark }) });
  },
};
