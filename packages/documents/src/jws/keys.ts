/** Signature algorithms: Ed25519 by default, ES256 where a platform lacks it. Names as in RFC 7518 and RFC 8037. */
export const algorithms = ['EdDSA', 'ES256'] as const;
export type Algorithm = (typeof algorithms)[number];

/** A public key as JWK (RFC 7517, RFC 8037). `kid` is its RFC 7638 thumbprint where Muniment made the key. */
export interface PublicKey {
  readonly kid: string;
  readonly alg: Algorithm;
  readonly use: 'sig';
  readonly kty: 'OKP' | 'EC';
  readonly crv: 'Ed25519' | 'P-256';
  readonly x: string;
  /** Only with EC. */
  readonly y?: string;
}

/** A JWK set: the keys a verifier trusts. */
export interface KeySet {
  readonly keys: readonly PublicKey[];
}

/** The members of a key that its RFC 7638 thumbprint is made of, as the text that is hashed. */
export function thumbprintText({ kty, crv, x, y }: Pick<PublicKey, 'kty' | 'crv' | 'x' | 'y'>): string {
  return JSON.stringify(kty === 'OKP' ? { crv, kty, x } : { crv, kty, x, y });
}

/** Reads a JWK of one of our algorithms; null for any other key, a private one included. The key says its algorithm. */
export function readPublicKey(value: unknown): PublicKey | null {
  if (typeof value !== 'object' || value === null) return null;
  const { kid, kty, crv, x, y, alg, d } = value as Record<string, unknown>;
  if (typeof kid !== 'string' || kid === '' || typeof x !== 'string' || d !== undefined) return null;
  if (kty === 'OKP' && crv === 'Ed25519' && (alg === undefined || alg === 'EdDSA' || alg === 'Ed25519')) {
    return { kid, alg: 'EdDSA', use: 'sig', kty, crv, x };
  }
  if (kty === 'EC' && crv === 'P-256' && typeof y === 'string' && (alg === undefined || alg === 'ES256')) {
    return { kid, alg: 'ES256', use: 'sig', kty, crv, x, y };
  }
  return null;
}

/** The keys of a JWK set that a Muniment document can be signed with; null where it is no JWK set. */
export function readKeySet(value: unknown): KeySet | null {
  if (typeof value !== 'object' || value === null || !Array.isArray((value as { keys?: unknown }).keys)) return null;
  return { keys: (value as { keys: unknown[] }).keys.map(readPublicKey).filter((key) => key !== null) };
}
