import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import { type BorrowPayload, documentTypes } from '../jws/documents.ts';
import { type BorrowDocumentRefusal, borrowAdvice } from './advice.ts';
import { parseCompact, requireNumbers, verifyParts } from './document.ts';
import type { VerifiedKeySet } from './key-set.ts';
import { type LicenseExpectations, learnKeys } from './license.ts';

/** What a borrow document is checked against. */
export interface BorrowExpectations
  extends Pick<LicenseExpectations, 'keys' | 'newestKeySet' | 'now' | 'clockToleranceSeconds' | 'acceptTest' | 'checker'> {
  /** Left out: any. */
  readonly feature?: string;
  readonly leaseId?: string;
  /** RFC 7638 thumbprint of the program's own key: who has another one cannot use the document. */
  readonly ownKey: string;
  /** Number of the document in use: an older one is refused, the same one is not. */
  readonly newestNumber?: number;
}

/** A borrow document that holds, now and here. Whether it is for this machine, `checkMachine` says. */
export interface VerifiedBorrow {
  readonly payload: BorrowPayload;
  readonly kid: string;
  /** The keys to trust from now on, learnt from this document; null if its key was known. */
  readonly learnt: VerifiedKeySet | null;
}

type Checked<T> = Decision<T, BorrowDocumentRefusal>;

function refuseBorrow(code: BorrowDocumentRefusal, facts: Readonly<Record<string, unknown>> = {}) {
  return refuse(code, { ...facts, advice: borrowAdvice[code] });
}

/** Verifies a borrow document offline: envelope, for whom, which one, then time, each with its own code and advice. */
export async function verifyBorrow(text: string, expected: BorrowExpectations): Promise<Checked<VerifiedBorrow>> {
  const { now, newestKeySet, newestNumber, clockToleranceSeconds } = expected;
  requireNumbers({ now: now ?? Number.NaN, newestKeySet, newestNumber, clockToleranceSeconds });
  const parts = parseCompact(text);
  const learnt = parts === null ? null : await learnKeys(parts, expected);
  const envelope = await verifyParts(parts, learnt?.keys ?? expected.keys, documentTypes.borrow, expected.checker);
  if (!envelope.ok) return refuseBorrow(envelope.refusal.code, envelope.refusal.facts);
  const payload = readBorrow(envelope.value.payload);
  if (payload === null) return refuseBorrow('document-malformed');
  for (const check of [checkTest, checkWhom, checkNumber, checkTime]) {
    const decision = check(payload, expected);
    if (!decision.ok) return decision;
  }
  return accept({ payload, kid: envelope.value.key.kid, learnt });
}

function checkTest({ test }: BorrowPayload, { acceptTest }: BorrowExpectations): Checked<null> {
  return test === true && acceptTest !== true ? refuseBorrow('test-document') : accept(null);
}

function checkWhom({ sub, aud, cnf }: BorrowPayload, { leaseId, feature, ownKey }: BorrowExpectations): Checked<null> {
  if (feature !== undefined && aud !== feature) return refuseBorrow('wrong-feature', { expected: feature, found: aud });
  if (leaseId !== undefined && sub !== leaseId) return refuseBorrow('wrong-lease', { expected: leaseId, found: sub });
  return cnf.jkt === ownKey ? accept(null) : refuseBorrow('wrong-own-key', { expected: ownKey, found: cnf.jkt });
}

function checkNumber({ number }: BorrowPayload, { newestNumber }: BorrowExpectations): Checked<null> {
  return newestNumber === undefined || number >= newestNumber ? accept(null) : refuseBorrow('outdated', { number, newest: newestNumber });
}

function checkTime({ exp }: BorrowPayload, { now, clockToleranceSeconds = 0 }: BorrowExpectations): Checked<null> {
  if (now / 1000 - clockToleranceSeconds < exp) return accept(null);
  const isoInstant = (seconds: number) => new Date(seconds * 1000).toISOString();
  return refuseBorrow('expired', { until: isoInstant(exp), now: isoInstant(now / 1000) });
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** The claims, if all that must be there is, of the right kind. */
function readBorrow(payload: Readonly<Record<string, unknown>>): BorrowPayload | null {
  const { iss, sub, aud, jti, iat, exp, number, seats, user, host, borrowedUntil, cnf } = payload;
  const isWhole =
    [iss, sub, aud, jti, user, host].every(isText) &&
    [iat, exp, number, seats, borrowedUntil].every(isCount) &&
    typeof cnf === 'object' &&
    cnf !== null &&
    isText((cnf as Record<string, unknown>)['jkt']);
  return isWhole ? (payload as unknown as BorrowPayload) : null;
}
