import type { workstationOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { activateWorkstation } from './operations/activate-workstation.ts';
import { deactivateWorkstation } from './operations/deactivate-workstation.ts';
import { getDeviceMachine } from './operations/get-device-machine.ts';
import { getWorkstationSetup } from './operations/get-workstation-setup.ts';
import { renewFromFile } from './operations/renew-from-file.ts';
import { renewWorkstation } from './operations/renew-workstation.ts';
import { replaceHardware } from './operations/replace-hardware.ts';

export const workstationRoutes: Routes<typeof workstationOperations> = {
  'get-workstation-setup': getWorkstationSetup,
  'activate-workstation': activateWorkstation,
  'renew-workstation': renewWorkstation,
  'deactivate-workstation': deactivateWorkstation,
  'renew-from-file': renewFromFile,
  'get-device-machine': getDeviceMachine,
  'replace-hardware': replaceHardware,
};
