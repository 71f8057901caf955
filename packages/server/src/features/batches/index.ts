export { batchForgetting } from './forgetting-store.ts';
export { batchJobs } from './jobs.ts';
export { batchRoutes } from './routes.ts';
