export {
  isCustomerVisible,
  type Sight,
  type SightParameters,
  sightOf,
  visibleCustomersSql,
  visibleOrganizationsSql,
} from '../../core/visibility/store.ts';
export { createPartner, createVendorOrganization } from './create-organization.ts';
export { createOrganization } from './operations/create-organization.ts';
export { grantAllowance } from './operations/grant-allowance.ts';
export { organizationRoutes } from './routes.ts';
export { seesOrganization } from './sees-organization.ts';
