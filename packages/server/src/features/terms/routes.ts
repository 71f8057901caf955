import type { termOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { assignLicenses } from './operations/assign-licenses.ts';
import { listAssignments } from './operations/list-assignments.ts';
import { listExpiries } from './operations/list-expiries.ts';
import { listPool } from './operations/list-pool.ts';
import { listPoolLicenses } from './operations/list-pool-licenses.ts';
import { splitLicense } from './operations/split-license.ts';
import { unassignLicenses } from './operations/unassign-licenses.ts';

export const termRoutes = {
  'list-pool': listPool,
  'list-pool-licenses': listPoolLicenses,
  'assign-licenses': assignLicenses,
  'unassign-licenses': unassignLicenses,
  'split-license': splitLicense,
  'list-assignments': listAssignments,
  'list-expiries': listExpiries,
} satisfies Routes<typeof termOperations>;
