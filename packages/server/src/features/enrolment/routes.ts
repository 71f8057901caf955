import type { enrolmentOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { approveEnrolment } from './operations/approve-enrolment.ts';
import { createEnrolmentCode } from './operations/create-enrolment-code.ts';
import { enrolDevice } from './operations/enrol-device.ts';
import { listEnrolments } from './operations/list-enrolments.ts';
import { refuseEnrolment } from './operations/refuse-enrolment.ts';
import { revokeDeviceKey } from './operations/revoke-device-key.ts';

export const enrolmentRoutes: Routes<typeof enrolmentOperations> = {
  'enrol-device': enrolDevice,
  'list-enrolments': listEnrolments,
  'approve-enrolment': approveEnrolment,
  'refuse-enrolment': refuseEnrolment,
  'create-enrolment-code': createEnrolmentCode,
  'revoke-device-key': revokeDeviceKey,
};
