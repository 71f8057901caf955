import { readFingerprint } from '@muniment/domain/fingerprint';
import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import { platformChecker, type SignatureChecker } from '../jws/checker.ts';
import { documentTypes, type ReceiptPayload, type RequestPayload, type ReturnPayload, type Serial } from '../jws/documents.ts';
import { toBase64Url } from '../jws/encoding.ts';
import { type PublicKey, readPublicKey, thumbprintText } from '../jws/keys.ts';
import { type DeviceDocumentRefusal, deviceAdvice } from './advice.ts';
import { parseCompact, requireNumbers, type SignedDocument, verifyParts } from './document.ts';

/** What a device signs is never longer; characters. */
export const largestDeviceDocument = 16_384;
/** A request names no more licences. */
export const mostLotIds = 200;

/** What a document of a device is checked against. */
export interface DeviceDocumentExpectations {
  /** The vendor's slug. */
  readonly vendor: string;
  /** The instant to judge by, milliseconds since 1970. */
  readonly now: number;
  /** How long ago it may have been made, in seconds: minutes for what comes at once, weeks for what is carried by hand. */
  readonly oldestSeconds: number;
  /** How far the device's clock may be ahead, in seconds. */
  readonly clockToleranceSeconds: number;
  /** Accept documents of devices on a test clock; only test installations should. */
  readonly acceptTest?: boolean;
  readonly checker?: SignatureChecker;
}

/** A request that holds: who signed it has the private half of the key in it. */
export interface VerifiedRequest {
  readonly payload: RequestPayload;
  /** RFC 7638 thumbprint of the device's key. */
  readonly thumbprint: string;
}

type Checked<T, C extends DeviceDocumentRefusal = DeviceDocumentRefusal> = Decision<T, C>;

function refuseDevice<C extends DeviceDocumentRefusal>(code: C, facts: Readonly<Record<string, unknown>> = {}) {
  return refuse(code, { ...facts, advice: deviceAdvice[code] });
}

/** The RFC 7638 thumbprint of a key, in Node and in browsers alike. */
export async function thumbprintOf(key: Pick<PublicKey, 'kty' | 'crv' | 'x' | 'y'>): Promise<string> {
  const digest = await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode(thumbprintText(key)));
  return toBase64Url(new Uint8Array(digest));
}

/**
 * Verifies a request with the public key that is in it: its sender has the private half, and nothing else is said of who
 * that is. Throws a TypeError where a number to judge by is none.
 */
export async function verifyRequest(
  text: string,
  expected: DeviceDocumentExpectations,
): Promise<Checked<VerifiedRequest, Exclude<DeviceDocumentRefusal, 'unknown-key' | 'wrong-device'>>> {
  requireTimes(expected);
  const parts = text.length > largestDeviceDocument ? null : parseCompact(text);
  const key = parts === null ? null : await ownKey(parts.payload);
  if (parts === null || key === null) return refuseDevice('document-malformed');
  // The header must name the very key that the request shows.
  if (parts.header['kid'] !== key.kid) return refuseDevice('document-altered');
  const envelope = await verifyParts(parts, { keys: [key] }, documentTypes.request, expected.checker ?? platformChecker());
  if (!envelope.ok) return refuseEnvelope(envelope.refusal);
  const payload = readRequest(envelope.value.payload);
  if (payload === null) return refuseDevice('document-malformed');
  const decision = checkCommon(payload, expected);
  return decision.ok ? accept({ payload, thumbprint: key.kid }) : decision;
}

/** The thumbprint of the key that a document says it is signed with; nothing of it is verified. Null if it is no document. */
export function claimedKey(text: string): string | null {
  const kid = text.length > largestDeviceDocument ? undefined : parseCompact(text)?.header['kid'];
  return typeof kid === 'string' ? kid : null;
}

/** What a receipt is checked against: the key that the device enrolled with, and who it is. */
export interface ReceiptExpectations extends DeviceDocumentExpectations {
  readonly key: PublicKey;
  /** As the vendor keeps it. */
  readonly hardwareKey: string;
  readonly product: string;
}

/** Verifies a receipt with the device's enrolled key. */
export async function verifyReceipt(text: string, expected: ReceiptExpectations): Promise<Checked<ReceiptPayload>> {
  requireTimes(expected);
  const parts = text.length > largestDeviceDocument ? null : parseCompact(text);
  if (parts === null) return refuseDevice('document-malformed');
  const envelope = await verifyParts(parts, { keys: [expected.key] }, documentTypes.receipt, expected.checker ?? platformChecker());
  if (!envelope.ok && envelope.refusal.code === 'unknown-key') return refuseDevice('unknown-key', envelope.refusal.facts);
  if (!envelope.ok) return refuseEnvelope(envelope.refusal);
  const payload = readReceipt(envelope.value.payload);
  if (payload === null) return refuseDevice('document-malformed');
  const { hardwareKey, product } = expected;
  if (payload.sub !== hardwareKey || payload.product !== product) {
    return refuseDevice('wrong-device', { expected: hardwareKey, found: payload.sub });
  }
  const decision = checkCommon(payload, expected);
  return decision.ok ? accept(payload) : decision;
}

/** What a borrower's receipt is checked against: the key that the seats were borrowed with, and the lease. */
export interface ReturnExpectations extends DeviceDocumentExpectations {
  readonly key: PublicKey;
  readonly leaseId: string;
}

/** The lease that a borrower's receipt says it is about; nothing of it is verified. Null if it is no such document. */
export function claimedLease(text: string): string | null {
  const sub = text.length > largestDeviceDocument ? undefined : parseCompact(text)?.payload['sub'];
  return isText(sub, 60) ? sub : null;
}

/** Verifies a borrower's receipt with the key that the seats were borrowed with. */
export async function verifyReturn(text: string, expected: ReturnExpectations): Promise<Checked<ReturnPayload>> {
  requireTimes(expected);
  const parts = text.length > largestDeviceDocument ? null : parseCompact(text);
  if (parts === null) return refuseDevice('document-malformed');
  const envelope = await verifyParts(parts, { keys: [expected.key] }, documentTypes.return, expected.checker ?? platformChecker());
  if (!envelope.ok && envelope.refusal.code === 'unknown-key') return refuseDevice('unknown-key', envelope.refusal.facts);
  if (!envelope.ok) return refuseEnvelope(envelope.refusal);
  const payload = readReturn(envelope.value.payload);
  if (payload === null) return refuseDevice('document-malformed');
  if (payload.sub !== expected.leaseId) return refuseDevice('wrong-device', { expected: expected.leaseId, found: payload.sub });
  const decision = checkCommon(payload, expected);
  return decision.ok ? accept(payload) : decision;
}

/** The key in a request, its name checked against itself: a device cannot take another key's name. */
async function ownKey(payload: SignedDocument['payload']): Promise<PublicKey | null> {
  const { publicKey } = payload;
  const key = readPublicKey(typeof publicKey === 'object' && publicKey !== null ? { kid: '-', ...publicKey } : null);
  if (key === null || [key.x, key.y ?? ''].some((coordinate) => coordinate.length > 64)) return null;
  return { ...key, kid: await thumbprintOf(key) };
}

/** The envelope's refusals in a device's words. */
function refuseEnvelope({ code, facts }: { readonly code: string; readonly facts: Readonly<Record<string, unknown>> }) {
  const known = code === 'wrong-kind' || code === 'document-malformed' ? code : 'document-altered';
  return refuseDevice(known, facts);
}

function requireTimes({ now, oldestSeconds, clockToleranceSeconds }: DeviceDocumentExpectations): void {
  const none = Number.NaN;
  requireNumbers({ now: now ?? none, oldestSeconds: oldestSeconds ?? none, clockToleranceSeconds: clockToleranceSeconds ?? none });
}

function checkCommon(
  { aud, iat, test }: Pick<RequestPayload, 'aud' | 'iat' | 'test'>,
  { vendor, now, oldestSeconds, clockToleranceSeconds, acceptTest }: DeviceDocumentExpectations,
): Checked<null, 'wrong-vendor' | 'clock-off' | 'test-document'> {
  if (aud !== vendor) return refuseDevice('wrong-vendor', { expected: vendor, found: aud });
  if (test === true && acceptTest !== true) return refuseDevice('test-document');
  const seconds = now / 1000;
  if (iat > seconds + clockToleranceSeconds || iat < seconds - oldestSeconds) {
    const isoInstant = (at: number) => new Date(at * 1000).toISOString();
    return refuseDevice('clock-off', { madeAt: isoInstant(iat), now: isoInstant(seconds), oldestSeconds, clockToleranceSeconds });
  }
  return accept(null);
}

/** A text that can be kept: no NUL, and no half of a character. */
const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value !== '' && value.length <= most && !value.includes('\u0000') && !/[\uD800-\uDFFF]/u.test(value);
/** Years 1970 to 9999, whole seconds. */
const isSeconds = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < 253_402_300_800;
const isNonce = (value: unknown): boolean => typeof value === 'string' && /^[A-Za-z0-9_-]{16,100}$/.test(value);
const isOptional = (value: unknown, check: (value: unknown) => boolean): boolean => value === undefined || check(value);

function isCommon({ sub, aud, iat, nonce, product, test }: SignedDocument['payload']): boolean {
  return (
    isText(sub, 200) &&
    isText(aud, 63) &&
    isSeconds(iat) &&
    isNonce(nonce) &&
    isText(product, 100) &&
    isOptional(test, (one) => one === true)
  );
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function readRequest(payload: SignedDocument['payload']): RequestPayload | null {
  const { purpose, variant, customerId, licenseKey, name, lotIds, fingerprint, repair } = payload;
  const known = purpose === 'enrol' || purpose === 'licenses' || purpose === 'renew';
  const lots = isOptional(lotIds, (ids) => Array.isArray(ids) && ids.length <= mostLotIds && ids.every((id) => isText(id, 60)));
  const named = isOptional(variant, (one) => isText(one, 100)) && isOptional(name, (one) => isText(one, 200) && one.trim() !== '');
  const machine = isOptional(fingerprint, (one) => readFingerprint(one) !== null);
  // Without a fingerprint there is nothing that was repaired.
  const repaired = isOptional(repair, (one) => fingerprint !== undefined && isText(one, 500) && one.trim() !== '');
  // Whoever asks to be one of a project says which; the others may be known by a licence key, or by their own key.
  const owner =
    isOptional(customerId, (one) => typeof one === 'string' && uuid.test(one)) && isOptional(licenseKey, (one) => isText(one, 200));
  if (!machine || !repaired || !owner) return null;
  if (!isCommon(payload) || !known || !lots || !named) return null;
  return payload as unknown as RequestPayload;
}

function readReceipt(payload: SignedDocument['payload']): ReceiptPayload | null {
  const { serial, removedAt } = payload;
  return isCommon(payload) && isSeconds(removedAt) && isSerial(serial) ? (payload as unknown as ReceiptPayload) : null;
}

const isNumber = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < 2_147_483_648;

function readReturn(payload: SignedDocument['payload']): ReturnPayload | null {
  const { removedAt, number } = payload;
  const isOfDocument = Number.isSafeInteger(number) && (number as number) >= 0;
  // Of a seat there is no product.
  return isCommon({ ...payload, product: '-' }) && isSeconds(removedAt) && isOfDocument ? (payload as unknown as ReturnPayload) : null;
}

function isSerial(value: unknown): value is Serial {
  if (typeof value !== 'object' || value === null) return false;
  const { epoch, number } = value as Record<string, unknown>;
  return isNumber(epoch) && isNumber(number);
}
