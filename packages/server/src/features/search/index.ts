export { type IndexedKind, type IndexedObject, indexTerms } from './store.ts';
