export { searchRoutes } from './routes.ts';
export { type IndexedKind, type IndexedObject, indexManyTerms, indexTerms } from './store.ts';
