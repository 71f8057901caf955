export { startFirstUse } from './first-use.ts';
export { demoRoutes } from './routes.ts';
