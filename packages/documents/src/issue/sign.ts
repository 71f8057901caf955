import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type DocumentKind, documentKinds, type PublicKey } from '../verify/kinds.ts';

/** A private key ready for use: parsed once, its headers encoded once. */
export interface Signer {
  readonly kid: string;
  readonly alg: PublicKey['alg'];
  readonly publicKey: PublicKey;
  /** A compact JWS of these claims. */
  sign(kind: DocumentKind, claims: object): string;
  /** The same off the main thread, for many at once. */
  signLater(kind: DocumentKind, claims: object): Promise<string>;
}

export interface GeneratedKey {
  /** PKCS #8, PEM: for a file of mode 0600 and nowhere else. */
  readonly privatePem: string;
  readonly publicKey: PublicKey;
}

/** Makes a key pair. The key id is given, so that it can be unique among a vendor's keys. */
export function generateSigningKey(kid: string, alg: PublicKey['alg'] = 'EdDSA'): GeneratedKey {
  const pair = alg === 'EdDSA' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    privatePem: pair.privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
    publicKey: publicJwk(pair.publicKey, kid, alg),
  };
}

function publicJwk(key: KeyObject, kid: string, alg: PublicKey['alg']): PublicKey {
  const { kty, crv, x, y } = key.export({ format: 'jwk' }) as { kty: string; crv: string; x: string; y?: string };
  return { kty, crv, x, ...(y ? { y } : {}), kid, alg, use: 'sig' };
}

/** Opens a private key. Ed25519 hashes by itself; ES256 wants SHA-256 and the raw form of the signature (RFC 7518 §3.4). */
export function openSigner(privatePem: string, kid: string, alg: PublicKey['alg']): Signer {
  const privateKey = createPrivateKey(privatePem);
  const hash = alg === 'EdDSA' ? null : 'sha256';
  const input = alg === 'EdDSA' ? privateKey : { key: privateKey, dsaEncoding: 'ieee-p1363' as const };
  const headers = new Map<DocumentKind, string>();
  const headerOf = (kind: DocumentKind): string => {
    let header = headers.get(kind);
    if (header === undefined) {
      header = `${Buffer.from(JSON.stringify({ alg, kid, typ: documentKinds[kind] })).toString('base64url')}.`;
      headers.set(kind, header);
    }
    return header;
  };
  const signedPart = (kind: DocumentKind, claims: object) => headerOf(kind) + Buffer.from(JSON.stringify(claims)).toString('base64url');
  return {
    kid,
    alg,
    publicKey: publicJwk(createPublicKey(privateKey), kid, alg),
    sign(kind, claims) {
      const part = signedPart(kind, claims);
      return `${part}.${sign(hash, Buffer.from(part), input).toString('base64url')}`;
    },
    signLater(kind, claims) {
      const part = signedPart(kind, claims);
      return new Promise((resolve, reject) => {
        sign(hash, Buffer.from(part), input, (error, signature) =>
          error ? reject(error) : resolve(`${part}.${signature.toString('base64url')}`),
        );
      });
    },
  };
}
