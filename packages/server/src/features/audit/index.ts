export { actorNames, actorRef } from './actors.ts';
export { type AuditEvent, appendLeaf, appendLeaves } from './append-leaf.ts';
export { auditRoutes } from './routes.ts';
export { organizationNames } from './store.ts';
export { actorId } from './wire.ts';
