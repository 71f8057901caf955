export { transferJobs } from './jobs.ts';
export { giveLicenses } from './operations/give-licenses.ts';
export { transferLicenses } from './operations/transfer-licenses.ts';
export { transferRoutes } from './routes.ts';
