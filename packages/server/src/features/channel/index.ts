export { concludeAct, type DecidedAct, type LockedDevice, lockActDevice, type Outcome } from './act.ts';
export { acceptedIn, activateLicenses } from './operations/activate-licenses.ts';
export { attachLicenses, loadOfOrders } from './operations/attach-licenses.ts';
export { detachLicenses } from './operations/detach-licenses.ts';
export { makeHardwareKey } from './operations/make-hardware-key.ts';
export { shipOrder } from './operations/ship-order.ts';
export { filesToCome, makeFiles } from './resulting-files.ts';
export { channelRoutes } from './routes.ts';
export { type AskedLine, resolveLines } from './selection.ts';
