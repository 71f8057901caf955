export { type AddRefusal, addDevice, type DeviceToAdd } from './add-device.ts';
export { addDevices } from './add-many.ts';
export { changeDevices, type DeviceChange } from './change-many.ts';
export { type AskedFilter, filterOf, sortOf } from './filter.ts';
export { findModel } from './find-model.ts';
export { takeMadeKey } from './keys/made-keys.ts';
export { ensureProductKey } from './keys/product-key.ts';
export { blockKey, lockManyKeys } from './keys/store.ts';
export { type DeviceFilter, deviceKeyset, listDevices, namedDevices, onlyDevices } from './list-store.ts';
export { holdersOf } from './many-store.ts';
export { createChildDevice } from './operations/create-child-device.ts';
export { createCustomer } from './operations/create-customer.ts';
export { createDevice } from './operations/create-device.ts';
export { followKey, reindex, relationOf } from './relations.ts';
export { deviceRoutes } from './routes.ts';
export {
  childrenOf,
  type DeviceRow,
  loadDevice,
  lockDevice,
  lockFamily,
  moveFamily,
  raiseEpoch,
  saveKeyInput,
  saveSerial,
  type Viewer,
} from './store.ts';
export { isProvisional, isReplaceable, keyFacts, toDevices, viewerOf } from './wire.ts';
