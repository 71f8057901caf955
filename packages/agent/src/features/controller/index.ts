/**
 * A controller (E1–E8): a device that belongs to a project, fetches its licences from the cloud, gives them back, and has
 * endpoints behind it that use them up. It works offline from its licence file, and agrees with the cloud again whatever happened.
 */

export { largestFile, trustFromFile } from '@muniment/client/vendor';
export type { ActName, InputOf, ResultOf } from './acts.ts';
export { defaultFolder } from './folder.ts';
export { textsOf } from './page/texts.ts';
export { type Command, perform, readStatus, resetFolder, setUpFolder, type Told } from './perform.ts';
export type { ControllerRefusal } from './refusals.ts';
export { type Serving, startServing } from './serve.ts';
export { type SetUpRequest, vendorFromServer } from './set-up.ts';
export type { ActivationResult, Status } from './status.ts';
export { problemIn, problemOf } from './words/index.ts';
