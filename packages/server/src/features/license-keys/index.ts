export { licenseKeyRoutes } from './routes.ts';
