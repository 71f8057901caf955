export { isCustomerVisible, type Sight, type SightParameters, sightOf, visibleCustomersSql, visibleOrganizationsSql } from './store.ts';
