import type { taskOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { completeTask } from './operations/complete-task.ts';
import { listTasks } from './operations/list-tasks.ts';

export const taskRoutes = {
  'list-tasks': listTasks,
  'complete-task': completeTask,
} satisfies Routes<typeof taskOperations>;
