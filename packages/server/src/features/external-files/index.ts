export { openExternalFiles } from './open-files.ts';
export { depositExternalFile } from './operations/deposit-external-file.ts';
export { supplyExternalFile } from './operations/supply-external-file.ts';
export { externalFileRoutes } from './routes.ts';
