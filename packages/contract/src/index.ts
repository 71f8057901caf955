import { auditOperations } from './audit/index.ts';
import { batchOperations } from './batches/index.ts';
import { catalogOperations } from './catalog/index.ts';
import { channelOperations } from './channel/index.ts';
import { controllerOperations } from './controllers/index.ts';
import { demoOperations } from './demos/index.ts';
import { deviceOperations } from './devices/index.ts';
import { enrolmentOperations } from './enrolment/index.ts';
import { externalFileOperations } from './external-files/index.ts';
import { historyOperations } from './history/index.ts';
import { identityOperations } from './identity/index.ts';
import { importOperations } from './imports/index.ts';
import { licenseKeyOperations } from './license-keys/index.ts';
import { licenseOperations } from './licenses/index.ts';
import { mailOperations } from './mail/index.ts';
import { namedUserOperations } from './named-users/index.ts';
import { organizationOperations } from './organizations/index.ts';
import { projectOperations } from './projects/index.ts';
import { revocationOperations } from './revocations/index.ts';
import { searchOperations } from './search/index.ts';
import { seatOperations } from './seats/index.ts';
import { taskOperations } from './tasks/index.ts';
import { termOperations } from './terms/index.ts';
import { transferOperations } from './transfers/index.ts';
import { workstationOperations } from './workstations/index.ts';

/** Every operation of the API, in the order the reference page lists them. */
export const operations = [
  ...identityOperations,
  ...organizationOperations,
  ...catalogOperations,
  ...projectOperations,
  ...namedUserOperations,
  ...transferOperations,
  ...deviceOperations,
  ...batchOperations,
  ...channelOperations,
  ...licenseOperations,
  ...termOperations,
  ...licenseKeyOperations,
  ...demoOperations,
  ...importOperations,
  ...externalFileOperations,
  ...enrolmentOperations,
  ...controllerOperations,
  ...seatOperations,
  ...workstationOperations,
  ...revocationOperations,
  ...historyOperations,
  ...searchOperations,
  ...taskOperations,
  ...mailOperations,
  ...auditOperations,
] as const;

export type OperationId = (typeof operations)[number]['id'];
export type OperationById<Id extends OperationId> = Extract<(typeof operations)[number], { readonly id: Id }>;

export * from './audit/index.ts';
export * from './batches/index.ts';
export * from './catalog/index.ts';
export * from './channel/index.ts';
export * as common from './common.ts';
export * from './controllers/index.ts';
export * from './demos/index.ts';
export * from './devices/index.ts';
export * from './enrolment/index.ts';
export * from './external-files/index.ts';
export * from './history/index.ts';
export * from './identity/index.ts';
export * from './imports/index.ts';
export * from './license-keys/index.ts';
export * from './licenses/index.ts';
export * from './mail/index.ts';
export * from './named-users/index.ts';
export * from './operation.ts';
export * from './organizations/index.ts';
export * from './problems.ts';
export * from './projects/index.ts';
export * from './revocations/index.ts';
export * from './search/index.ts';
export * from './seats/index.ts';
export * from './tasks/index.ts';
export * from './terms/index.ts';
export * from './transfers/index.ts';
export * from './workstations/index.ts';
