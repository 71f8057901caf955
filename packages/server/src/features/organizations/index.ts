export { sightOf, visibleCustomersSql } from '../../core/visibility/store.ts';
export { createVendorOrganization } from './create-organization.ts';
export { createOrganization } from './operations/create-organization.ts';
export { grantAllowance } from './operations/grant-allowance.ts';
export { organizationRoutes } from './routes.ts';
export { seesOrganization } from './sees-organization.ts';
