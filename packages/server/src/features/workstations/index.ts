export { activateWorkstation } from './operations/activate-workstation.ts';
export { deactivateWorkstation } from './operations/deactivate-workstation.ts';
export { renewWorkstation } from './operations/renew-workstation.ts';
export { replaceHardware } from './operations/replace-hardware.ts';
export { workstationRoutes } from './routes.ts';
