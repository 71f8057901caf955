export { startFirstUse } from './first-use.ts';
export { startDemo } from './operations/start-demo.ts';
export { demoRoutes } from './routes.ts';
