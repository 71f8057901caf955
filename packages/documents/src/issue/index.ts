/** The vendor's door: signs licences and key sets. The licence server on a customer's site can reach it by no import path. */
export { keySetClaims, type LicenseFacts, licenseClaims } from './license.ts';
export { type GeneratedKey, generateSigningKey, openSigner, type Signer } from './sign.ts';
