/** For tests and benchmarks only: databases cloned from a template, the real server, people to act as. */
export { cloneDatabase, type TestDatabase } from './database.ts';
export { type RandomPack, randomPack, randomPackOf } from './random-pack.ts';
export { type Party, setUpChannel, type TestChannel, value } from './channel.ts';
export { startTestServer, type TestServer, type TestServerOptions } from './server.ts';
