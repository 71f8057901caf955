export { activationsOf, insertActivation, moveActivations } from './activations-store.ts';
export {
  agreementOfKeys,
  findLotsOfKey,
  type KeyOfRequestRefusal,
  type MachineOfKey,
  machinesOfKey,
  projectOfKey,
  redeemKey,
} from './key-of-request.ts';
export { makeLicenseKeys } from './operations/make-license-keys.ts';
export { redeemLicenseKeys } from './operations/redeem-license-keys.ts';
export { licenseKeyRoutes } from './routes.ts';
