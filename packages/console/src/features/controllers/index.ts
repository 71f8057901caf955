export { CloudLicences } from './CloudLicences.tsx';
export { Endpoints } from './Endpoints.tsx';
