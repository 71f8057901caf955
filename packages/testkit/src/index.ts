/** For tests and benchmarks only: databases cloned from a template, the real server, people to act as. */
export { acceptance, activate, addSite, type LotsOf, ship } from './acts.ts';
export { type Party, setUpChannel, type TestChannel, testPassword, value } from './channel.ts';
export { type ControllerFacts, customerIdOf, freshNonce, makeController, type TestController } from './controller.ts';
export { type Cut, cutNext } from './cut.ts';
export { cloneDatabase, emptyDatabase, type TestDatabase } from './database.ts';
export { documentedPack } from './documented-pack.ts';
export { type ImportFileFacts, importFile } from './import-file.ts';
export { licenseKeyPack, withLicenseKeys } from './license-keys.ts';
export { openBatch } from './open-batch.ts';
export { actOutside, joinOutside, type Outsider, readOutside } from './outside.ts';
export { poolPack } from './pool-pack.ts';
export {
  type RandomFloating,
  type RandomMechanisms,
  type RandomModel,
  type RandomPools,
  type RandomSeats,
  type RandomTerm,
  type RandomWorkstation,
  randomMechanisms,
  randomMechanismsOf,
  type Units,
} from './random-mechanisms.ts';
export { type RandomPack, randomPack, randomPackOf } from './random-pack.ts';
export { type Asking, requestOf, type Sending, type Sent, send } from './send.ts';
export { startTestServer, type TestServer, type TestServerOptions } from './server.ts';
export { digestsOf, stateOf } from './state.ts';
export { machineOf, makeKeys, makeWorkstation } from './workstation.ts';
