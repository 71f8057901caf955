import { documentTypes, type Revocation, type RevocationsPayload } from '../jws/documents.ts';
import type { Signer } from '../jws/signer.ts';

/** Everything a revocation list is made of. */
export interface RevocationsFacts {
  readonly issuer: string;
  readonly issuedAt: { readonly epochMilliseconds: number };
  /** When the next list is there at the latest. */
  readonly nextAt: { readonly epochMilliseconds: number };
  readonly number: number;
  readonly entries: readonly Revocation[];
  readonly keySets: readonly string[];
  readonly test: boolean;
}

/** Signs the list of what counts no more (F10). */
export function issueRevocations(signer: Signer, facts: RevocationsFacts): string {
  const payload: RevocationsPayload = {
    iss: facts.issuer,
    iat: Math.floor(facts.issuedAt.epochMilliseconds / 1000),
    exp: Math.floor(facts.nextAt.epochMilliseconds / 1000),
    number: facts.number,
    entries: facts.entries,
    ...(facts.keySets.length > 0 ? { keySets: facts.keySets } : {}),
    ...(facts.test ? { test: true as const } : {}),
  };
  return signer.sign(documentTypes.revocations, payload);
}
