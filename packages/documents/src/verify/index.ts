/** The door for everyone: reads and verifies documents, in Node and in browsers. */
export * from './kinds.ts';
export { type ParsedDocument, parseDocument } from './parse.ts';
export { type LicenseChecks, type VerifyRefusal, verifyKeySet, verifyLicense } from './verify.ts';
