export { currentPack, packsAt, type VersionedPack } from './current-pack.ts';
export { inspect } from './inspect.ts';
export type { InspectedPack, Inspection } from './inspect-pack.ts';
export { keepPack, loadCatalog } from './operations/load-catalog.ts';
export { catalogRoutes } from './routes.ts';
export { categoryLabel, grantTexts, licenceLabel, partLabel, sumTexts, toIssues, unitOf } from './wire.ts';
export { inLanguage, languageFor } from './words.ts';
