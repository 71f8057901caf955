export { decideAssignments } from './assign.ts';
export { type LockedAssignee, lockAssignees } from './assignees.ts';
export { recordTermAct } from './conclude.ts';
export { termJobs } from './jobs.ts';
export { assignLicenses } from './operations/assign-licenses.ts';
export { listPoolLicenses } from './operations/list-pool-licenses.ts';
export { decideRemovals, unassignLicenses } from './operations/unassign-licenses.ts';
export { termRoutes } from './routes.ts';
export { loadProject, type ProjectRow } from './store.ts';
