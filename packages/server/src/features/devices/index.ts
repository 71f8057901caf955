export { createCustomer } from './operations/create-customer.ts';
export { createDevice } from './operations/create-device.ts';
export { deviceRoutes } from './routes.ts';
export { type DeviceRow, loadDevice, lockDevice, saveSerial, type Viewer } from './store.ts';
export { viewerOf } from './wire.ts';
