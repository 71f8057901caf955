import type { JobTask } from '@muniment/platform/jobs';
import { inTransaction, type Pool } from '@muniment/platform/postgres';
import type { Uuid } from '../../core/context.ts';
import { refreshProject } from './counters/refresh.ts';

/** After a pack with another time zone: the counters of one project are made what its pool says by it (C3). */
export function refreshCounters({ pool }: { readonly pool: Pool }): JobTask {
  return async ({ vendorId, data, now }) => {
    const { projectId } = data as { readonly projectId: Uuid };
    await inTransaction(pool, { vendorId }, (tx) => refreshProject({ tx, vendor: { id: vendorId! }, now }, projectId));
  };
}
