export { controllerRoutes } from './routes.ts';
