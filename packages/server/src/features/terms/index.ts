export { freeTermsOf } from './assign.ts';
export { assignAmong } from './assign-among.ts';
export { type LockedAssignee, lockAssignees } from './assignees.ts';
export { termForgetting } from './forgetting-store.ts';
export { termJobs } from './jobs.ts';
export { assignLicenses } from './operations/assign-licenses.ts';
export { listPoolLicenses } from './operations/list-pool-licenses.ts';
export { unassignLicenses } from './operations/unassign-licenses.ts';
export { outlookOf } from './outlook.ts';
export {
  countPoolLots,
  keyOfPoolLot,
  listPoolLots,
  type PoolFilter,
  poolKeyset,
  sumPool,
  wholePool,
} from './pool-store.ts';
export { termRoutes } from './routes.ts';
export type { FreeTerm } from './store.ts';
export { unassignAmong } from './unassign-among.ts';
