export { activateCloudLicenses } from './operations/activate-cloud-licenses.ts';
export { listCloudLicenses } from './operations/list-cloud-licenses.ts';
export { reportEndpoints } from './operations/report-endpoints.ts';
export { controllerRoutes } from './routes.ts';
