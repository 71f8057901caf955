import { deriveKey, keyedHash, seal, sha256, unseal } from '@muniment/platform/hash';
import type { Context, Uuid } from '../../core/context.ts';

/** What an installation's secret makes of licence keys; without it nobody can find or read one. */
export interface KeySecrets {
  /** Which secret it is. Says nothing of it. */
  readonly id: string;
  /** By what a key is looked up: the same for the same characters, and nothing to anybody else. */
  hashOf(code: string): Buffer;
  seal(keyId: Uuid, key: string): Buffer;
  open(keyId: Uuid, sealed: Uint8Array): string;
}

/** Each purpose has a key of its own, so that none of them tells another. */
export async function keySecrets({ services, vendor }: Pick<Context, 'services' | 'vendor'>): Promise<KeySecrets> {
  const secret = await services.keys.secret(vendor.id);
  const lookUp = deriveKey(secret, 'muniment licence keys: look up');
  const sealing = deriveKey(secret, 'muniment licence keys: seal');
  const bound = (keyId: Uuid) => `${vendor.id}/${keyId}`;
  return {
    id: sha256(deriveKey(secret, 'muniment licence keys: name of the secret')).slice(0, 16),
    hashOf: (code) => keyedHash(lookUp, code),
    seal: (keyId, key) => seal(sealing, key, bound(keyId)),
    open: (keyId, sealed) => unseal(sealing, sealed, bound(keyId)),
  };
}
