export { currentPack, packsAt, type VersionedPack } from './current-pack.ts';
export { loadCatalog } from './operations/load-catalog.ts';
export { type ReadIssue, type ReadPack, readPack } from './read-pack.ts';
export { catalogRoutes } from './routes.ts';
export { grantTexts, inLanguage, languageFor, partLabel, unitOf } from './wire.ts';
