import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';

/** SHA-256 of bytes or of a text in UTF-8, base64url without padding: 43 characters. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('base64url');
}

/** The 32 bytes of the same, for columns of type bytea. */
export function sha256Bytes(data: string | Uint8Array): Buffer {
  return createHash('sha256').update(data).digest();
}

/** The one text of a JSON value by RFC 8785: keys sorted, no spaces. What JSON cannot say (NaN, a function) is a bug: it throws. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('This value has no JSON form');
  return text;
}

/** SHA-256 over the canonical JSON of a value: equal for equal values, whatever the order of their keys. */
export function digestOf(value: unknown): string {
  return sha256(canonicalJson(value));
}

/** A secret of 256 random bits, base64url: session tokens, API keys, links in mails. Kept only as its SHA-256. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** HMAC-SHA-512 (RFC 2104): 64 bytes that nobody without the secret can foresee. */
export function keyedHash(secret: Uint8Array, text: string): Buffer {
  return createHmac('sha512', secret).update(text, 'utf8').digest();
}

/** A key of 32 bytes for one purpose, from a secret that serves several (HKDF-SHA-256, RFC 5869): none tells another. */
export function deriveKey(secret: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(), purpose, 32));
}

const nonceBytes = 12;
const tagBytes = 16;

/** Seals a text (AES-256-GCM): nobody without the key reads it, or puts it in another place than the one it is bound to. */
export function seal(key: Uint8Array, text: string, boundTo: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(boundTo, 'utf8'));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]);
}

/** What was sealed; throws where it was altered, bound to another place or sealed with another key. */
export function unseal(key: Uint8Array, sealed: Uint8Array, boundTo: string): string {
  const nonce = sealed.subarray(0, nonceBytes);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(boundTo, 'utf8'));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const body = sealed.subarray(nonceBytes, sealed.length - tagBytes);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
}
