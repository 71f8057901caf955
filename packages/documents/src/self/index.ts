/**
 * The door for a machine and its own key: makes the key, opens it, signs with it. The vendor's key has its own door
 * (`issue`), which nothing on a customer's site can reach.
 */
export type { ReceiptPayload, RequestPayload, RequestPurpose, ReturnPayload, Serial } from '../jws/documents.ts';
export type { Algorithm, PublicKey } from '../jws/keys.ts';
export { createSigner, generateKey, openKey, type PrivateKey, type Signer } from '../jws/signer.ts';
export { type RequestFacts, signReceipt, signRequest, signReturn } from './device-document.ts';
