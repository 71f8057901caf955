import { z } from 'zod';
import * as c from '../common.ts';
import { operation } from '../operation.ts';

/** What somebody at the vendor must do by hand, in the pack's words (B22). */
const task = z
  .object({
    id: c.taskId,
    kind: z.enum(['import']).meta({ description: 'What it came of' }),
    text: z.string(),
    state: z.enum(['open', 'done']),
    device: z.object({ id: c.deviceId, name: z.string(), hardwareKey: z.string(), customer: c.organizationRef }).nullable(),
    /** The act it came of. */
    operationId: c.operationId.nullable(),
    openedAt: c.instant,
    openedBy: z.string(),
    doneAt: c.instant.nullable(),
    doneBy: z.string().nullable(),
    note: z.string(),
  })
  .meta({ id: 'Task' });

const feature = 'tasks';

export const listTasks = operation({
  id: 'list-tasks',
  feature,
  method: 'GET',
  path: '/v1/tasks',
  summary: 'What somebody at the vendor must do by hand, newest first',
  access: 'can:tasks.read',
  query: z.object({
    ...c.pageQuery,
    q: z.string().max(200).optional().meta({ description: 'Part of the device\u2019s name, hardware key or customer' }),
    state: z.enum(['open', 'done']).optional(),
    deviceId: c.deviceId.optional(),
  }),
  response: c.page(task),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'tasks', verb: 'list' },
});

export const completeTask = operation({
  id: 'complete-task',
  feature,
  method: 'POST',
  path: '/v1/tasks/:taskId/complete',
  summary: 'Say that a task is done',
  access: 'can:tasks.write',
  params: z.object({ taskId: c.taskId }),
  body: z.object({ note: c.note.default('') }),
  response: task,
  refusals: ['task-done'],
  cli: { noun: 'tasks', verb: 'complete' },
});

export const taskOperations = [listTasks, completeTask] as const;
