/** Licence files as a machine takes them: whose they must be, from which container, and what they grant there. Node only. */
export { largestRevocations } from '@muniment/documents/verify';
export { chooseFitting, documentsIn, largestFile } from './container.ts';
export { type Expected, type JudgedLicense, judgeLicense, trustAfter } from './judge-license.ts';
export { type Right, rightsAt, type Standing, standingAt, type Value } from './rights.ts';
export { type Trust, trustFromFile, trustFromServer } from './trust.ts';
