export { revocationListOf, revokeFiles, revokeSeat } from './revoke.ts';
export { revocationRoutes } from './routes.ts';
