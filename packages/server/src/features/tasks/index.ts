export { openTask } from './open-task.ts';
export { taskRoutes } from './routes.ts';
