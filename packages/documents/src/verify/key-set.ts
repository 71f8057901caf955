import { accept, type Decision } from '@muniment/domain/refusal';
import type { SignatureChecker } from '../jws/checker.ts';
import { documentTypes } from '../jws/documents.ts';
import { type KeySet, readKeySet } from '../jws/keys.ts';
import type { DocumentRefusal } from './advice.ts';
import { refuseDocument, requireNumbers, verifyEnvelope } from './document.ts';

/** What a key set document is checked against. */
export interface KeySetExpectations {
  /** The keys trusted so far: one of them must have signed. */
  readonly keys: KeySet;
  /** `iat` of the key set in use, seconds since 1970: an older one is refused. */
  readonly newestIssuedAt?: number;
  readonly acceptTest?: boolean;
  readonly checker?: SignatureChecker;
}

/** The keys to trust from now on, in place of those before: a key that is not in it is trusted no more, unless the document only adds. */
export interface VerifiedKeySet {
  readonly keys: KeySet;
  /** Seconds since 1970; keep it beside the keys. */
  readonly issuedAt: number;
  readonly issuer: string;
}

/** Verifies a key set document, so that an offline device learns the vendor's new keys. */
export async function verifyKeySet(text: string, expected: KeySetExpectations): Promise<Decision<VerifiedKeySet, DocumentRefusal>> {
  requireNumbers({ newestIssuedAt: expected.newestIssuedAt });
  const envelope = await verifyEnvelope(text, expected.keys, documentTypes.keySet, expected.checker);
  if (!envelope.ok) return envelope;
  const { iss, iat, adds, test } = envelope.value.payload;
  const keys = readKeySet(envelope.value.payload);
  if (keys === null || keys.keys.length === 0 || typeof iat !== 'number' || typeof iss !== 'string')
    return refuseDocument('document-malformed');
  if (test === true && expected.acceptTest !== true) return refuseDocument('test-document');
  if (expected.newestIssuedAt !== undefined && iat < expected.newestIssuedAt) {
    return refuseDocument('outdated', { issuedAt: iat, newest: expected.newestIssuedAt });
  }
  const kept = adds === true ? expected.keys.keys.filter(({ kid }) => !keys.keys.some((key) => key.kid === kid)) : [];
  return accept({ keys: { keys: [...kept, ...keys.keys] }, issuedAt: iat, issuer: iss });
}
