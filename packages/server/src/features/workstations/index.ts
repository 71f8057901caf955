export { workstationRoutes } from './routes.ts';
