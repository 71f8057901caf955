import { compactVerify, importJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { createSigner, generateKey, openKey } from './index.ts';

describe('a machine’s own key', () => {
  it('signs, and whoever has its public half verifies', async () => {
    const { privateKeyPem, publicKey } = generateKey();
    const text = createSigner(openKey(privateKeyPem)).sign('example+jwt', { hello: 'vendor' });
    const { payload } = await compactVerify(text, await importJWK({ ...publicKey }));
    expect(JSON.parse(new TextDecoder().decode(payload))).toEqual({ hello: 'vendor' });
  });

  it('refuses to open a key that no document may be signed with', async () => {
    const { generateKeyPairSync } = await import('node:crypto');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(() => openKey(privateKey.export({ format: 'pem', type: 'pkcs8' }) as string)).toThrow(/Ed25519 and P-256/);
  });
});
