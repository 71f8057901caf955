export { openExternalFiles } from './open-files.ts';
export { externalFileRoutes } from './routes.ts';
