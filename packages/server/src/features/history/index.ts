export { historyRoutes } from './routes.ts';
export { loadOperation, loadPostings } from './store.ts';
