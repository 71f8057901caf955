import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import { platformChecker, type SignatureChecker } from '../jws/checker.ts';
import type { DocumentType } from '../jws/documents.ts';
import { fromBase64Url, jsonObject } from '../jws/encoding.ts';
import type { KeySet, PublicKey } from '../jws/keys.ts';
import { advice, type DocumentRefusal } from './advice.ts';

/** A document is never larger; a longer text is not even looked at. Characters. */
export const largestDocument = 4_000_000;

/** A list of what counts no more names devices and leases, some 190 characters each: 150,000 of them are read everywhere (F10). */
export const largestRevocations = 32_000_000;

/** A document whose signature holds. What it claims is still to be checked. */
export interface SignedDocument {
  readonly key: PublicKey;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A refusal with its advice among the facts. */
export function refuseDocument<C extends DocumentRefusal>(code: C, facts: Readonly<Record<string, unknown>> = {}) {
  return refuse(code, { ...facts, advice: advice[code] });
}

/** Throws for what is given and no number: nothing is before or after NaN, so an expired file would pass. */
export function requireNumbers(given: Readonly<Record<string, number | undefined>>): void {
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && !Number.isFinite(value)) throw new TypeError(`${name} must be a finite number, not ${String(value)}`);
  }
}

type Checked<C extends DocumentRefusal> = Decision<SignedDocument, C>;

/**
 * Checks the envelope of any document: form, key, signature, kind, in this order. The algorithm is the key's; a file that
 * claims another is altered. A header with `crit` asks for what nobody here understands, and is refused (RFC 7515 §4.1.11).
 */
export async function verifyParts(
  parts: CompactParts | null,
  keys: KeySet,
  type: DocumentType,
  checker: SignatureChecker = platformChecker(),
): Promise<Checked<'document-malformed' | 'unknown-key' | 'document-altered' | 'wrong-kind'>> {
  if (parts === null) return refuseDocument('document-malformed');
  const { header, payload } = parts;
  const key = keys.keys.find(({ kid }) => kid === header['kid']);
  if (key === undefined) return refuseDocument('unknown-key', { kid: String(header['kid'] ?? ''), known: keys.keys.map(({ kid }) => kid) });
  if (header['alg'] !== key.alg || 'crit' in header) return refuseDocument('document-altered');
  const holds = await checker.check(key, parts.input, parts.signature);
  if (!holds) return refuseDocument('document-altered');
  if (header['typ'] !== type) return refuseDocument('wrong-kind', { expected: type, found: String(header['typ'] ?? '') });
  return accept({ key, payload });
}

/** The same from the text of a document. */
export function verifyEnvelope(text: string, keys: KeySet, type: DocumentType, checker?: SignatureChecker) {
  return verifyParts(parseCompact(text), keys, type, checker);
}

/** A compact JWS taken apart, once: nothing of it is verified. */
export interface CompactParts {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
  /** What is signed: header and payload as they were written. */
  readonly input: Uint8Array<ArrayBuffer>;
  readonly signature: Uint8Array<ArrayBuffer>;
}

/** The parts of a compact JWS as they stand: nothing of them is verified. Null if it is none. */
export function parseCompact(text: string, largest = largestDocument): CompactParts | null {
  if (text.length > largest) return null;
  const parts = text.trim().split('.');
  if (parts.length !== 3) return null;
  const [headerBytes, payloadBytes, signature] = parts.map(fromBase64Url);
  if (!headerBytes || !payloadBytes || !signature) return null;
  const header = jsonObject(headerBytes);
  const payload = jsonObject(payloadBytes);
  if (header === null || payload === null) return null;
  return { header, payload, signature, input: new TextEncoder().encode(`${parts[0]}.${parts[1]}`) };
}

/** Which kind of document a text says it is; nothing of it is verified. Null if it is none. */
export function claimedType(text: string): string | null {
  const typ = parseCompact(text, largestRevocations)?.header['typ'];
  return typeof typ === 'string' ? typ : null;
}

/** Whose a document says it is: its vendor and, of a licence, the product. Nothing of it is verified, so that it serves to find what is to judge it. */
export function claimedOwner(text: string): { readonly vendor?: string; readonly product?: string } {
  const { iss, aud } = parseCompact(text, largestRevocations)?.payload ?? {};
  return { ...(typeof iss === 'string' ? { vendor: iss } : {}), ...(typeof aud === 'string' ? { product: aud } : {}) };
}
