export { createSeatHandlers } from './asking.ts';
export { seatKeeper } from './counters/refresh.ts';
export { seatRoutes } from './routes.ts';
