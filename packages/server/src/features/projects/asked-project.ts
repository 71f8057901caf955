import { accept, type Decision, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Uuid } from '../../core/context.ts';
import { loadProject } from './store.ts';

/**
 * The project that a list is asked for; null where it is asked for all. One that the reader does not see is answered as one that
 * does not exist, in every list: an empty one would say that it is there and has nothing.
 */
export async function askedProject(
  tx: Parameters<typeof loadProject>[0],
  viewer: Parameters<typeof loadProject>[1],
  projectId: string | undefined,
): Promise<Decision<Uuid | null, 'not-found'>> {
  if (projectId === undefined) return accept(null);
  const id = fromId('prj', projectId)!;
  return (await loadProject(tx, viewer, id)) === null ? refuse('not-found') : accept(id);
}
