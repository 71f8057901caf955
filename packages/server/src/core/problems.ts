import type { ProblemTable } from '@muniment/platform/http';
import { batchProblems } from './problems/batches.ts';
import { catalogProblems } from './problems/catalog.ts';
import { controllerProblems } from './problems/controllers.ts';
import { deviceProblems } from './problems/devices.ts';
import { externalFileProblems } from './problems/external-files.ts';
import { identityProblems } from './problems/identity.ts';
import { importProblems } from './problems/imports.ts';
import { keyProblems } from './problems/keys.ts';
import { licenseKeyProblems } from './problems/license-keys.ts';
import { licenseProblems } from './problems/licenses.ts';
import { mailProblems, operationProblems } from './problems/operations.ts';
import { orderProblems } from './problems/orders.ts';
import { organizationProblems } from './problems/organizations.ts';
import { projectProblems } from './problems/projects.ts';
import { requestProblems } from './problems/request.ts';
import { seatProblems } from './problems/seats.ts';
import { termProblems } from './problems/terms.ts';
import { workstationProblems } from './problems/workstations.ts';

const business: ProblemTable = {
  ...identityProblems,
  ...organizationProblems,
  ...projectProblems,
  ...catalogProblems,
  ...deviceProblems,
  ...batchProblems,
  ...keyProblems,
  ...orderProblems,
  ...licenseProblems,
  ...termProblems,
  ...licenseKeyProblems,
  ...externalFileProblems,
  ...importProblems,
  ...controllerProblems,
  ...seatProblems,
  ...workstationProblems,
  ...mailProblems,
};

/**
 * What every refusal is called, in English and German: RFC 9457's status, title and detail, and what to do now.
 *
 * Statuses: 409 where the state of things stands in the way, 422 where the request asks for something that cannot be,
 * 404 where something named is not there for the reader, 401 for wrong credentials. No sentence says whose a thing is.
 */
export const problems: ProblemTable = { ...requestProblems, ...business, ...operationProblems(business) };
