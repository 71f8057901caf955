export { currentPack, packAt, packsAt, type VersionedPack } from './current-pack.ts';
export { loadCatalog } from './operations/load-catalog.ts';
export { readPack, type ReadIssue, type ReadPack } from './read-pack.ts';
export { catalogRoutes } from './routes.ts';
export { counted, grantText, grantTexts, inLanguage, languageFor, unitOf } from './wire.ts';
