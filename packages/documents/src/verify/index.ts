/** The door for everyone: reads and verifies documents, in Node and in browsers. Holds no private key. */
export { nodeChecker, platformChecker, type SignatureChecker, webCryptoChecker } from '../jws/checker.ts';
export {
  type BorrowPayload,
  type DocumentType,
  documentTypes,
  type KeySetPayload,
  type LicenseChange,
  type LicenseCoverage,
  type LicenseMachine,
  type LicensePayload,
  mostKeySets,
  type ReceiptPayload,
  type RequestPayload,
  type RequestPurpose,
  type ReturnPayload,
  type Revocation,
  type RevocationReason,
  type RevocationsPayload,
  type RevokedBorrow,
  type RevokedLicense,
  revocationReasons,
  type Serial,
} from '../jws/documents.ts';
export { type Algorithm, algorithms, type KeySet, type PublicKey, readKeySet, readPublicKey } from '../jws/keys.ts';
export { isPossibleKey } from '../jws/possible-key.ts';
export {
  advice,
  type BorrowDocumentRefusal,
  borrowAdvice,
  type DeviceDocumentRefusal,
  type DocumentRefusal,
  deviceAdvice,
  type RevocationsRefusal,
  revocationsAdvice,
} from './advice.ts';
export { type BorrowExpectations, type VerifiedBorrow, verifyBorrow } from './borrow.ts';
export {
  claimedKey,
  claimedLease,
  type DeviceDocumentExpectations,
  largestDeviceDocument,
  mostLotIds,
  type ReceiptExpectations,
  type ReturnExpectations,
  thumbprintOf,
  type VerifiedRequest,
  verifyReceipt,
  verifyRequest,
  verifyReturn,
} from './device-document.ts';
export { claimedOwner, claimedType, largestDocument, largestRevocations, type SignedDocument, verifyEnvelope } from './document.ts';
export { type KeySetExpectations, type VerifiedKeySet, verifyKeySet } from './key-set.ts';
export {
  coverageAt,
  entitlementsAt,
  isNewer,
  type LicenseExpectations,
  type VerifiedLicense,
  verifyAnswer,
  verifyLicense,
} from './license.ts';
export { checkMachine, type MachineExpectations, type MachineRefusal, machineAdvice } from './machine.ts';
export {
  type RevocationsExpectations,
  revocationOfBorrow,
  revocationOfLicense,
  type VerifiedRevocations,
  verifyRevocations,
} from './revocations.ts';
