export { isCustomerVisible, type Sight, type SightParameters, sightOf, visibleCustomersSql, visibleOrganizationsSql } from '../../core/visibility/store.ts';
