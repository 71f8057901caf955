export { seatKeeper } from './counters/refresh.ts';
