import type { Algorithm, PublicKey } from './keys.ts';

/** The one thing verification needs from the platform. */
export interface SignatureChecker {
  check(key: PublicKey, data: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>): Promise<boolean>;
}

/** Both algorithms write 64 bytes (RFC 8037 §3.1, RFC 7518 §3.4). */
const signatureBytes = 64;

/** Where there is WebCrypto: browsers, workers, other runtimes. */
export const webCryptoChecker: SignatureChecker = {
  async check(key, data, signature) {
    if (signature.length !== signatureBytes) return false;
    const { import: how, verify } = webParameters[key.alg];
    const { kty, crv, x, y } = key;
    try {
      const imported = await globalThis.crypto.subtle.importKey('jwk', { kty, crv, x, ...(y === undefined ? {} : { y }) }, how, false, [
        'verify',
      ]);
      return await globalThis.crypto.subtle.verify(verify, imported, signature, data);
    } catch {
      // A key that is no point of the curve cannot have signed anything.
      return false;
    }
  },
};

const webParameters: Readonly<
  Record<Algorithm, { import: AlgorithmIdentifier | EcKeyImportParams; verify: AlgorithmIdentifier | EcdsaParams }>
> = {
  EdDSA: { import: { name: 'Ed25519' }, verify: { name: 'Ed25519' } },
  ES256: { import: { name: 'ECDSA', namedCurve: 'P-256' }, verify: { name: 'ECDSA', hash: 'SHA-256' } },
};

type NodeCrypto = typeof import('node:crypto');

/** Where there is Node: quicker, and with no promise on the way. */
export function nodeChecker(crypto: NodeCrypto): SignatureChecker {
  return {
    async check({ alg, kty, crv, x, y }, data, signature) {
      if (signature.length !== signatureBytes) return false;
      try {
        const key = crypto.createPublicKey({ key: { kty, crv, x, ...(y === undefined ? {} : { y }) }, format: 'jwk' });
        return alg === 'EdDSA'
          ? crypto.verify(null, data, key, signature)
          : crypto.verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, signature);
      } catch {
        return false;
      }
    },
  };
}

/** Node's own cryptography where this runs in Node (asked for without an import, so that browsers can bundle this), else WebCrypto. */
export function platformChecker(): SignatureChecker {
  const node = (globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } }).process?.getBuiltinModule?.('node:crypto');
  return node === undefined ? webCryptoChecker : nodeChecker(node as NodeCrypto);
}
