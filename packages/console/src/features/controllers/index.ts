export { Capacities } from './Capacities.tsx';
export { CloudLicences } from './CloudLicences.tsx';
export { Endpoints } from './Endpoints.tsx';
export { MachineOf, ReplaceHardwareButton } from './Machine.tsx';
