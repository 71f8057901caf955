import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type Algorithm, type PublicKey, readPublicKey, thumbprintText } from './keys.ts';

/** A private key, wherever it lives: in a file here, in a KMS or HSM behind the same two functions. */
export interface PrivateKey {
  readonly publicKey: PublicKey;
  /** Where the key lives in this process; a key that lives elsewhere throws here and signs asynchronously only. */
  sign(data: Buffer): Buffer;
  /** Off the main thread. */
  signAsync(data: Buffer): Promise<Buffer>;
}

/** Makes a key pair: the private half as PKCS #8 PEM to be kept secret, the public half as JWK, its `kid` the RFC 7638 thumbprint. */
export function generateKey(algorithm: Algorithm = 'EdDSA'): { readonly privateKeyPem: string; readonly publicKey: PublicKey } {
  const { privateKey } = algorithm === 'EdDSA' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKeyPem: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string, publicKey: publicKeyOf(privateKey) };
}

/** Opens a private key from PKCS #8 PEM. The key object is made once and kept: parsing per signature costs more than signing. */
export function openKey(privateKeyPem: string): PrivateKey {
  const key = createPrivateKey(privateKeyPem);
  const publicKey = publicKeyOf(key);
  const [digest, options] = publicKey.alg === 'EdDSA' ? [null, key] : (['sha256', { key, dsaEncoding: 'ieee-p1363' }] as const);
  return {
    publicKey,
    sign: (data) => sign(digest, data, options),
    signAsync: (data) =>
      new Promise((resolve, reject) => {
        sign(digest, data, options, (error, signature) => (error === null ? resolve(signature) : reject(error)));
      }),
  };
}

function publicKeyOf(key: KeyObject): PublicKey {
  const members = createPublicKey(key).export({ format: 'jwk' });
  const kid = createHash('sha256')
    .update(thumbprintText(members as unknown as PublicKey))
    .digest('base64url');
  const read = readPublicKey({ ...members, kid });
  if (read === null) throw new TypeError('Only Ed25519 and P-256 keys sign Muniment documents');
  return read;
}

/** Signs documents with one key: compact JWS (RFC 7515). */
export interface Signer {
  readonly publicKey: PublicKey;
  sign(type: string, payload: object): string;
  signAsync(type: string, payload: object): Promise<string>;
}

/** A signer; each kind's header is encoded once, so that signing costs little more than the signature. */
export function createSigner(key: PrivateKey): Signer {
  const headers = new Map<string, string>();
  const inputOf = (type: string, payload: object): string => {
    let header = headers.get(type);
    if (header === undefined) {
      const members = JSON.stringify({ alg: key.publicKey.alg, kid: key.publicKey.kid, typ: type });
      header = `${Buffer.from(members).toString('base64url')}.`;
      headers.set(type, header);
    }
    return header + Buffer.from(JSON.stringify(payload)).toString('base64url');
  };
  return {
    publicKey: key.publicKey,
    sign(type, payload) {
      const input = inputOf(type, payload);
      return `${input}.${key.sign(Buffer.from(input, 'latin1')).toString('base64url')}`;
    },
    async signAsync(type, payload) {
      const input = inputOf(type, payload);
      return `${input}.${(await key.signAsync(Buffer.from(input, 'latin1'))).toString('base64url')}`;
    },
  };
}
