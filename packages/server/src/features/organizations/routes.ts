import type { organizationOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { createOrganization } from './operations/create-organization.ts';
import { endAllowance } from './operations/end-allowance.ts';
import { endServes } from './operations/end-serves.ts';
import { getOrganization } from './operations/get-organization.ts';
import { grantAllowance } from './operations/grant-allowance.ts';
import { listAllowances } from './operations/list-allowances.ts';
import { listOrganizations } from './operations/list-organizations.ts';
import { listServes } from './operations/list-serves.ts';
import { startServes } from './operations/start-serves.ts';
import { updateOrganization } from './operations/update-organization.ts';

export const organizationRoutes = {
  'list-organizations': listOrganizations,
  'get-organization': getOrganization,
  'create-organization': createOrganization,
  'update-organization': updateOrganization,
  'list-allowances': listAllowances,
  'grant-allowance': grantAllowance,
  'end-allowance': endAllowance,
  'list-serves': listServes,
  'start-serves': startServes,
  'end-serves': endServes,
} satisfies Routes<typeof organizationOperations>;
