import { type BorrowPayload, documentTypes, type LicenseMachine } from '../jws/documents.ts';
import type { Signer } from '../jws/signer.ts';

/** Everything a borrow document is made of. */
export interface BorrowFacts {
  readonly issuer: string;
  readonly leaseId: string;
  readonly feature: string;
  readonly number: number;
  readonly seats: number;
  readonly user: string;
  readonly host: string;
  readonly issuedAt: { readonly epochMilliseconds: number };
  /** Until when the document holds, and until when the seats may be away. */
  readonly documentUntil: { readonly epochMilliseconds: number };
  readonly borrowedUntil: { readonly epochMilliseconds: number };
  /** RFC 7638 thumbprint of the borrower's key. */
  readonly ownKey: string;
  readonly machine: LicenseMachine | null;
  /** Of the question that it answers. */
  readonly nonce?: string | null;
  readonly keySets: readonly string[];
  readonly test: boolean;
}

const secondsOf = ({ epochMilliseconds }: { readonly epochMilliseconds: number }): number => Math.floor(epochMilliseconds / 1000);

/** Signs that seats may be away until an instant (C7). */
export function issueBorrow(signer: Signer, facts: BorrowFacts): string {
  const payload: BorrowPayload = {
    iss: facts.issuer,
    sub: facts.leaseId,
    aud: facts.feature,
    jti: `${facts.leaseId}.${facts.number}`,
    iat: secondsOf(facts.issuedAt),
    exp: secondsOf(facts.documentUntil),
    number: facts.number,
    seats: facts.seats,
    user: facts.user,
    host: facts.host,
    borrowedUntil: secondsOf(facts.borrowedUntil),
    cnf: { jkt: facts.ownKey },
    ...(facts.machine === null ? {} : { machine: facts.machine }),
    ...(facts.nonce == null ? {} : { nonce: facts.nonce }),
    ...(facts.keySets.length > 0 ? { keySets: facts.keySets } : {}),
    ...(facts.test ? { test: true as const } : {}),
  };
  return signer.sign(documentTypes.borrow, payload);
}
