import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import {
  type BorrowPayload,
  documentTypes,
  type LicensePayload,
  type Revocation,
  type RevocationsPayload,
  type RevokedBorrow,
  type RevokedLicense,
} from '../jws/documents.ts';
import { type RevocationsRefusal, revocationsAdvice } from './advice.ts';
import { largestRevocations, parseCompact, requireNumbers, verifyParts } from './document.ts';
import type { VerifiedKeySet } from './key-set.ts';
import { isNewer, type LicenseExpectations, learnKeys } from './license.ts';

/** What a revocation list is checked against. */
export interface RevocationsExpectations
  extends Pick<LicenseExpectations, 'keys' | 'newestKeySet' | 'now' | 'clockToleranceSeconds' | 'acceptTest' | 'checker'> {
  /** `iss` that it must have; left out: any. */
  readonly vendor?: string;
  /** Number of the list in use: an older one is refused, the same one is not. */
  readonly newestNumber?: number;
}

/** A list that holds, now and here. */
export interface VerifiedRevocations {
  readonly payload: RevocationsPayload;
  readonly kid: string;
  /** The keys to trust from now on, learnt from this list; null if its key was known. */
  readonly learnt: VerifiedKeySet | null;
}

type Checked<T> = Decision<T, RevocationsRefusal>;

function refuseList(code: RevocationsRefusal, facts: Readonly<Record<string, unknown>> = {}) {
  return refuse(code, { ...facts, advice: revocationsAdvice[code] });
}

/** Verifies a revocation list offline (F10): envelope, whose it is, which one, then time, each with its own code and advice. */
export async function verifyRevocations(text: string, expected: RevocationsExpectations): Promise<Checked<VerifiedRevocations>> {
  const { now, newestKeySet, newestNumber, clockToleranceSeconds } = expected;
  requireNumbers({ now: now ?? Number.NaN, newestKeySet, newestNumber, clockToleranceSeconds });
  const parts = parseCompact(text, largestRevocations);
  const learnt = parts === null ? null : await learnKeys(parts, expected);
  const envelope = await verifyParts(parts, learnt?.keys ?? expected.keys, documentTypes.revocations, expected.checker);
  if (!envelope.ok) return refuseList(envelope.refusal.code, envelope.refusal.facts);
  const payload = readRevocations(envelope.value.payload);
  if (payload === null) return refuseList('document-malformed');
  for (const check of [checkTest, checkVendor, checkNumber, checkTime]) {
    const decision = check(payload, expected);
    if (!decision.ok) return decision;
  }
  return accept({ payload, kid: envelope.value.key.kid, learnt });
}

/** What a list says of a borrow document; null where it says nothing. */
export function revocationOfBorrow(list: RevocationsPayload, { sub }: Pick<BorrowPayload, 'sub'>): RevokedBorrow | null {
  const isMeant = (entry: Revocation): entry is RevokedBorrow => entry.typ === documentTypes.borrow && entry.lease === sub;
  return list.entries.find(isMeant) ?? null;
}

/** What a list says of a licence file; null where it says nothing. */
export function revocationOfLicense(
  list: RevocationsPayload,
  { device, serial }: Pick<LicensePayload, 'device' | 'serial'>,
): RevokedLicense | null {
  const isMeant = (entry: Revocation): entry is RevokedLicense =>
    entry.typ === documentTypes.license && entry.device === device.id && !isNewer(serial, entry.serial);
  return list.entries.find(isMeant) ?? null;
}

function checkTest({ test }: RevocationsPayload, { acceptTest }: RevocationsExpectations): Checked<null> {
  return test === true && acceptTest !== true ? refuseList('test-document') : accept(null);
}

function checkVendor({ iss }: RevocationsPayload, { vendor }: RevocationsExpectations): Checked<null> {
  return vendor === undefined || iss === vendor ? accept(null) : refuseList('wrong-vendor', { expected: vendor, found: iss });
}

function checkNumber({ number }: RevocationsPayload, { newestNumber }: RevocationsExpectations): Checked<null> {
  return newestNumber === undefined || number >= newestNumber ? accept(null) : refuseList('outdated', { number, newest: newestNumber });
}

function checkTime({ exp }: RevocationsPayload, { now, clockToleranceSeconds = 0 }: RevocationsExpectations): Checked<null> {
  if (now / 1000 - clockToleranceSeconds < exp) return accept(null);
  const isoInstant = (seconds: number) => new Date(seconds * 1000).toISOString();
  return refuseList('expired', { until: isoInstant(exp), now: isoInstant(now / 1000) });
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An entry of a kind that is not known yet is no mistake: it says nothing of what is known. */
function isEntry(value: unknown): boolean {
  if (!isObject(value) || !isText(value['typ']) || !isText(value['reason'])) return false;
  const { typ, lease, device, serial, until } = value;
  if (until !== undefined && !isCount(until)) return false;
  if (typ === documentTypes.borrow) return isText(lease) && until !== undefined;
  if (typ === documentTypes.license) return isText(device) && isObject(serial) && isCount(serial['epoch']) && isCount(serial['number']);
  return true;
}

/** The claims, if all that must be there is, of the right kind. */
function readRevocations(payload: Readonly<Record<string, unknown>>): RevocationsPayload | null {
  const { iss, iat, exp, number, entries } = payload;
  const isWhole = isText(iss) && [iat, exp, number].every(isCount) && Array.isArray(entries) && entries.every(isEntry);
  return isWhole ? (payload as unknown as RevocationsPayload) : null;
}
