import { documentTypes, type KeySetPayload } from '../jws/documents.ts';
import type { KeySet, PublicKey } from '../jws/keys.ts';
import type { Signer } from '../jws/signer.ts';

/** The published JWK set (RFC 7517): what `/.well-known/jwks.json` answers. */
export function publicKeySet(keys: readonly PublicKey[]): KeySet {
  return { keys: [...keys] };
}

export interface KeySetFacts {
  readonly issuer: string;
  readonly issuedAt: { readonly epochMilliseconds: number };
  /** Every key that documents may still be verified with, revoked ones left out; or those that are added. */
  readonly keys: readonly PublicKey[];
  /** The keys come to those that verifiers know; they take their place if left out. */
  readonly adds?: boolean;
  readonly test: boolean;
}

/** Signs the vendor's current keys with a key that verifiers know already: the one before a rotation. */
export function issueKeySet(signer: Signer, facts: KeySetFacts): string {
  const payload: KeySetPayload = {
    iss: facts.issuer,
    iat: Math.floor(facts.issuedAt.epochMilliseconds / 1000),
    keys: facts.keys,
    ...(facts.adds === true ? { adds: true as const } : {}),
    ...(facts.test ? { test: true as const } : {}),
  };
  return signer.sign(documentTypes.keySet, payload);
}
