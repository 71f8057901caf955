import type { EntitlementValue } from '@muniment/domain/entitlements';
import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import type { SignatureChecker } from '../jws/checker.ts';
import {
  documentTypes,
  type LicenseChange,
  type LicenseCoverage,
  type LicensePayload,
  mostKeySets,
  type Serial,
} from '../jws/documents.ts';
import type { KeySet } from '../jws/keys.ts';
import { answerAdvice, type DocumentRefusal } from './advice.ts';
import { type CompactParts, parseCompact, refuseDocument, requireNumbers, verifyParts } from './document.ts';
import { type VerifiedKeySet, verifyKeySet } from './key-set.ts';

/** What a licence file is checked against. */
export interface LicenseExpectations {
  /** The keys trusted so far. A file signed by a newer one is accepted if it brings the key sets that lead there. */
  readonly keys: KeySet;
  /** `iat` of the key set in use, seconds since 1970: an older one is not followed. */
  readonly newestKeySet?: number;
  /** The instant to judge by, milliseconds since 1970. */
  readonly now: number;
  /** The device's own hardware key, in the form the vendor stores it. Left out: any. */
  readonly hardwareKey?: string;
  readonly product?: string;
  /** Serial of the file in use: an older one is refused, the same one is not. */
  readonly newestSerial?: Serial;
  /** How far the device's clock may be off, in seconds, when nbf and exp are judged. */
  readonly clockToleranceSeconds?: number;
  /** Accept files of test installations; only test devices should. */
  readonly acceptTest?: boolean;
  readonly checker?: SignatureChecker;
}

/** A licence file that holds, now and here. */
export interface VerifiedLicense {
  readonly payload: LicensePayload;
  readonly kid: string;
  /** What the device may do at `now`: the last change that has come, else the file's own entitlements. */
  readonly entitlements: Readonly<Record<string, EntitlementValue>>;
  /** The keys to trust from now on, learnt from this file; null if its key was known. */
  readonly learnt: VerifiedKeySet | null;
}

/** A key set of one rotation has less than a kilobyte; characters. */
const longestKeySet = 16_384;

/** The keys that a file's own key sets lead to from those trusted so far; null if its key is known, or they do not lead there. */
export async function learnKeys(
  { header, payload }: CompactParts,
  expected: Pick<LicenseExpectations, 'keys' | 'newestKeySet' | 'acceptTest' | 'checker'>,
): Promise<VerifiedKeySet | null> {
  const knows = (keys: KeySet) => keys.keys.some(({ kid }) => kid === header['kid']);
  const chain = payload['keySets'];
  if (knows(expected.keys) || !Array.isArray(chain) || chain.length > mostKeySets) return null;
  // Nobody has signed this yet: what is too long for a rotation's key set is not looked at.
  if (!chain.every((link) => typeof link === 'string' && link.length <= longestKeySet)) return null;
  const { acceptTest, checker } = expected;
  let learnt: VerifiedKeySet | null = null;
  for (const link of chain as string[]) {
    const keys: KeySet = learnt?.keys ?? expected.keys;
    const newestIssuedAt: number | undefined = learnt?.issuedAt ?? expected.newestKeySet;
    const next = await verifyKeySet(link, { keys, newestIssuedAt, acceptTest, checker });
    // Rotations of long ago are signed by keys that are trusted no more: the chain begins where it is known.
    if (next.ok) learnt = next.value;
  }
  return learnt !== null && knows(learnt.keys) ? learnt : null;
}

/**
 * Verifies a licence file offline: envelope, device, product, serial, then time, each with its own code and advice.
 * Throws a TypeError where a number it is to judge by is none: that is a mistake of the program, not of the file.
 */
export async function verifyLicense(text: string, expected: LicenseExpectations): Promise<Decision<VerifiedLicense, DocumentRefusal>> {
  const { now, newestKeySet, clockToleranceSeconds, newestSerial } = expected;
  requireNumbers({ now: now ?? Number.NaN, newestKeySet, clockToleranceSeconds });
  requireNumbers({ 'newestSerial.epoch': newestSerial?.epoch, 'newestSerial.number': newestSerial?.number });
  const parts = parseCompact(text);
  const learnt = parts === null ? null : await learnKeys(parts, expected);
  const envelope = await verifyParts(parts, learnt?.keys ?? expected.keys, documentTypes.license, expected.checker);
  if (!envelope.ok) return envelope;
  const payload = readLicense(envelope.value.payload);
  if (payload === null) return refuseDocument('document-malformed');
  for (const check of [checkTest, checkSubject, checkSerial, checkTime]) {
    const decision = check(payload, expected);
    if (!decision.ok) return decision;
  }
  return accept({ payload, kid: envelope.value.key.kid, entitlements: entitlementsAt(payload, expected.now), learnt });
}

/**
 * The same for a device that waits for the answer to a request or receipt of its own: only that is accepted, so that no
 * file of before can be played again.
 */
export async function verifyAnswer(
  text: string,
  expected: LicenseExpectations & { readonly nonce: string },
): Promise<Decision<VerifiedLicense, DocumentRefusal | 'wrong-answer'>> {
  const decision = await verifyLicense(text, expected);
  if (!decision.ok || decision.value.payload.nonce === expected.nonce) return decision;
  return refuse('wrong-answer', { expected: expected.nonce, found: decision.value.payload.nonce ?? null, advice: answerAdvice });
}

/** What a licence grants at an instant (milliseconds since 1970), its dates aside: nbf and exp are judged by `verifyLicense`. */
export function entitlementsAt(payload: LicensePayload, now: number): Readonly<Record<string, EntitlementValue>> {
  return payload.changes?.findLast(({ from }) => from * 1000 <= now)?.entitlements ?? payload.entitlements;
}

/** What maintenance covers at an instant (milliseconds since 1970), capacity by capacity; nothing where the file does not speak of it (E7). */
export function coverageAt(payload: LicensePayload, now: number): LicenseCoverage['features'] {
  return payload.coverage?.findLast(({ from }) => from * 1000 <= now)?.features ?? {};
}

/** Whether a serial is higher than another: epoch first, then number. */
export function isNewer(serial: Serial, than: Serial): boolean {
  return serial.epoch === than.epoch ? serial.number > than.number : serial.epoch > than.epoch;
}

type Check<C extends DocumentRefusal> = Decision<null, C>;

function checkTest(payload: LicensePayload, expected: LicenseExpectations): Check<'test-document'> {
  return payload.test === true && expected.acceptTest !== true ? refuseDocument('test-document') : accept(null);
}

function checkSubject(
  { aud, sub }: LicensePayload,
  { product, hardwareKey }: LicenseExpectations,
): Check<'wrong-product' | 'wrong-device'> {
  if (product !== undefined && aud !== product) return refuseDocument('wrong-product', { expected: product, found: aud });
  if (hardwareKey !== undefined && sub !== hardwareKey) return refuseDocument('wrong-device', { expected: hardwareKey, found: sub });
  return accept(null);
}

function checkSerial({ serial }: LicensePayload, { newestSerial }: LicenseExpectations): Check<'outdated'> {
  if (newestSerial === undefined || !isNewer(newestSerial, serial)) return accept(null);
  return refuseDocument('outdated', { serial, newest: newestSerial });
}

function checkTime(
  { nbf, exp }: LicensePayload,
  { now, clockToleranceSeconds = 0 }: LicenseExpectations,
): Check<'not-yet-valid' | 'expired'> {
  const seconds = now / 1000;
  if (nbf !== undefined && seconds + clockToleranceSeconds < nbf)
    return refuseDocument('not-yet-valid', { from: isoInstant(nbf), now: isoInstant(seconds) });
  if (exp !== undefined && seconds - clockToleranceSeconds >= exp)
    return refuseDocument('expired', { until: isoInstant(exp), now: isoInstant(seconds) });
  return accept(null);
}

function isoInstant(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

function readLicense(payload: Readonly<Record<string, unknown>>): LicensePayload | null {
  const { iss, sub, aud, jti, iat, nbf, exp, serial, entitlements, changes, coverage, device, nonce } = payload;
  const texts = [iss, sub, aud, jti].every((claim) => typeof claim === 'string' && claim !== '');
  const dates = isDate(iat) && [nbf, exp].every((claim) => claim === undefined || isDate(claim));
  if (nonce !== undefined && typeof nonce !== 'string') return null;
  const changing = changes === undefined || (Array.isArray(changes) && changes.every(isChange));
  const covering = coverage === undefined || (Array.isArray(coverage) && coverage.every(isCoverage));
  if (!texts || !dates || !changing || !covering || !isSerial(serial) || !isEntitlements(entitlements) || !isObject(device)) return null;
  return payload as unknown as LicensePayload;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/** Years 1970 to 9999: beyond it there is no date to show. */
function isDate(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < 253_402_300_800;
}
function isSerial(value: unknown): value is Serial {
  return isObject(value) && [value['epoch'], value['number']].every((part) => Number.isSafeInteger(part) && (part as number) >= 0);
}
function isEntitlements(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((item) => item === true || typeof item === 'string' || Number.isSafeInteger(item));
}
function isChange(value: unknown): value is LicenseChange {
  return isObject(value) && isDate(value['from']) && isEntitlements(value['entitlements']);
}
function isCoverage(value: unknown): value is LicenseCoverage {
  if (!isObject(value) || !isDate(value['from']) || typeof value['on'] !== 'string' || !isObject(value['features'])) return false;
  const isCount = (count: unknown): boolean => Number.isSafeInteger(count) && (count as number) >= 0;
  return Object.values(value['features']).every((one) => isObject(one) && isCount(one['capacity']) && isCount(one['covered']));
}
