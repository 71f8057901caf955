export {
  addEndpoint,
  type Imported,
  importEndpoints,
  type Provisioned,
  provisionEndpoints,
  removeEndpoints,
  type Selection,
} from './endpoints.ts';
