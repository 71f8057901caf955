/** The door for the vendor's key: licences, key sets, revocation lists. Only the vendor's server may come in here. */

export {
  type DocumentType,
  documentTypes,
  type KeySetPayload,
  type LicenseChange,
  type LicenseMachine,
  type LicensePayload,
  type Revocation,
  type RevocationReason,
  revocationReasons,
  type Serial,
} from '../jws/documents.ts';
export { type Algorithm, algorithms, type KeySet, type PublicKey } from '../jws/keys.ts';
export { createSigner, generateKey, openKey, type PrivateKey, type Signer } from '../jws/signer.ts';
export { type BorrowFacts, issueBorrow } from './borrow.ts';
export { issueKeySet, type KeySetFacts, publicKeySet } from './key-set.ts';
export { buildLicensePayload, issueLicense, issueLicenseAsync, type LicenseFacts } from './license.ts';
export { issueRevocations, type RevocationsFacts } from './revocations.ts';
