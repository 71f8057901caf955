export { createSeatHandlers } from './asking.ts';
export { seatKeeper } from './counters/refresh.ts';
export { seatForgetting } from './forgetting-store.ts';
export { seatJobs } from './jobs.ts';
export { seatRoutes } from './routes.ts';
