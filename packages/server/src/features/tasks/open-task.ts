import { uuidv7 } from '@muniment/platform/ids';
import type { Context, Uuid } from '../../core/context.ts';
import { actorRef } from '../audit/index.ts';
import { insertTask, type NewTask } from './store.ts';

/** Opens a task for the vendor's administrators, in the transaction of the act that it comes of. */
export async function openTask(context: Context, task: Pick<NewTask, 'kind' | 'deviceId' | 'operationId' | 'text'>): Promise<Uuid> {
  const id = uuidv7();
  await insertTask(context.tx, context.vendor.id, { ...task, id, openedAt: context.now, openedBy: actorRef(context.actor) });
  return id;
}
