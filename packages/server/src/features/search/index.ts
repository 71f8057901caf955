export { searchRoutes } from './routes.ts';
export { type IndexedKind, type IndexedObject, indexTerms } from './store.ts';
