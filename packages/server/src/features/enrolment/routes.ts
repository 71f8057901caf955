import type { enrolmentOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { approveEnrolment } from './operations/approve-enrolment.ts';
import { createEnrolmentCode } from './operations/create-enrolment-code.ts';
import { enrolDevice } from './operations/enrol-device.ts';
import { getCustomerId } from './operations/get-customer-id.ts';
import { listEnrolments } from './operations/list-enrolments.ts';
import { refuseEnrolment } from './operations/refuse-enrolment.ts';
import { renewCustomerId } from './operations/renew-customer-id.ts';
import { revokeDeviceKey } from './operations/revoke-device-key.ts';

export const enrolmentRoutes: Routes<typeof enrolmentOperations> = {
  'enrol-device': enrolDevice,
  'list-enrolments': listEnrolments,
  'approve-enrolment': approveEnrolment,
  'refuse-enrolment': refuseEnrolment,
  'create-enrolment-code': createEnrolmentCode,
  'get-customer-id': getCustomerId,
  'renew-customer-id': renewCustomerId,
  'revoke-device-key': revokeDeviceKey,
};
