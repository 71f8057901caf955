/**
 * The licence manager client (B30): a small local service that holds a hardware key, installs the licence files made for it,
 * and tells local applications what they may do, without a network.
 */

export { largestFile, trustFromFile, trustFromServer } from '@muniment/client/vendor';
export { fetchFile, type InstallAnswer, installFile, readStatus, setUpFolder } from './commands.ts';
export { defaultFolder, type Identity } from './folder.ts';
export { installLicense } from './install-license.ts';
export { openManager } from './manager.ts';
export type { LicenseManagerRefusal } from './refusals.ts';
export { type Serving, startServing } from './serve.ts';
export type { SetUp, SetUpRequest } from './set-up.ts';
export { type InstallationBody, keyBody, type StatusBody, statusBody } from './wire.ts';
export { problemOf } from './words/index.ts';
