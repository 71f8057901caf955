import type { controllerOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { activateCloudLicenses } from './operations/activate-cloud-licenses.ts';
import { activateFromFile } from './operations/activate-from-file.ts';
import { checkLicenseRequest } from './operations/check-license-request.ts';
import { getCurrentLicense } from './operations/get-current-license.ts';
import { listAllCapacities } from './operations/list-all-capacities.ts';
import { listCapacities } from './operations/list-capacities.ts';
import { listCloudLicenses } from './operations/list-cloud-licenses.ts';
import { listDeviceCloudLicenses } from './operations/list-device-cloud-licenses.ts';
import { listEndpoints } from './operations/list-endpoints.ts';
import { reportEndpoints } from './operations/report-endpoints.ts';
import { returnFromFile } from './operations/return-from-file.ts';
import { returnLicenses } from './operations/return-licenses.ts';
import { takeBackLicenses } from './operations/take-back-licenses.ts';

export const controllerRoutes: Routes<typeof controllerOperations> = {
  'list-cloud-licenses': listCloudLicenses,
  'activate-cloud-licenses': activateCloudLicenses,
  'return-licenses': returnLicenses,
  'get-current-license': getCurrentLicense,
  'report-endpoints': reportEndpoints,
  'list-endpoints': listEndpoints,
  'list-capacities': listCapacities,
  'list-all-capacities': listAllCapacities,
  'list-device-cloud-licenses': listDeviceCloudLicenses,
  'check-license-request': checkLicenseRequest,
  'activate-from-file': activateFromFile,
  'return-from-file': returnFromFile,
  'take-back-licenses': takeBackLicenses,
};
