import type { Context, Uuid } from '../../core/context.ts';
import { loadVisible, viewerOf } from './store.ts';

/** Whether the organization that acts sees another one now. */
export async function seesOrganization(context: Pick<Context, 'tx' | 'vendor' | 'actor' | 'now'>, organizationId: Uuid): Promise<boolean> {
  return (await loadVisible(context.tx, viewerOf(context), organizationId)) !== null;
}
