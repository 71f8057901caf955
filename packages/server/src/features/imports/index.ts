export { importLicenseFile } from './operations/import-license-file.ts';
export { importRoutes } from './routes.ts';
