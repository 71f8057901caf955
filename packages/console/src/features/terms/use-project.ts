import { useOperation } from '../../lib/use-operation.ts';
import { furthestNotice } from './Validity.tsx';

/** The project of an act, which stands outside the frame of the project. */
export function useProjectOf(projectId: string) {
  const query = useOperation('get-project', { projectId });
  const project = query.data?.value ?? null;
  return { project, noticeDays: project ? furthestNotice(project) : 0, error: query.error, retry: query.refetch };
}
