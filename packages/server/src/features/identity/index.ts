export { createVendorOrganization } from '../organizations/index.ts';
export { createApiKey, type NewApiKey } from './create-api-key.ts';
export { type CreatedInvitation, createInvitation, type NewInvitation } from './create-invitation.ts';
export { createPerson, type NewPerson } from './create-person.ts';
export { accountOf, createGate, type Gate } from './gate.ts';
export { identityJobs } from './jobs.ts';
export { hashPassword } from './passwords.ts';
export { type ResetAdministrator, resetAdministrator } from './reset-administrator.ts';
export { identityRoutes } from './routes.ts';
