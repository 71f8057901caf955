import type { completeTask as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { actorRef } from '../../audit/index.ts';
import { recordAct } from '../../ledger/index.ts';
import { loadTask, saveDone } from '../store.ts';
import { toTasks } from '../wire.ts';

/** Says that a task is done, with a note for those who come later. It is about no customer: partners see nothing of it. */
export const completeTask: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor, actor, now } = context;
  const taskId = fromId('task', params.taskId)!;
  const task = await loadTask(tx, vendor.id, taskId);
  if (task === null) return refuse('not-found');
  const saved = await saveDone(tx, vendor.id, taskId, { at: now, by: actorRef(actor), note: body.note.trim() });
  if (!saved) return refuse('task-done', { doneAt: task.done_at?.toString() ?? now.toString() });
  await recordAct(context, 'complete-task', { taskId, kind: task.kind }, { deviceId: task.device_id });
  return accept((await toTasks(context, [(await loadTask(tx, vendor.id, taskId))!]))[0]!);
};
