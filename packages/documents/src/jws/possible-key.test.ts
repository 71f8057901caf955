import { describe, expect, it } from 'vitest';
import { generateKey } from '../issue/index.ts';
import { isPossibleKey, type PublicKey, readPublicKey } from '../verify/index.ts';

const ed25519 = (hex: string) => ({ kty: 'OKP' as const, x: Buffer.from(hex, 'hex').toString('base64url') });

describe('a public key', () => {
  it('is taken where there can be a private half of it', () => {
    for (const algorithm of ['EdDSA', 'ES256'] as const)
      for (let count = 0; count < 10; count++) expect(isPossibleKey(generateKey(algorithm).publicKey)).toBe(true);
    // RFC 8037 appendix A.2.
    expect(isPossibleKey({ kty: 'OKP', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' })).toBe(true);
  });

  it('is none where it is no point of its curve, or one of a small order, however well it is written', () => {
    const { publicKey } = generateKey('ES256');
    const off: readonly Pick<PublicKey, 'kty' | 'x' | 'y'>[] = [
      { kty: 'EC', x: 'A'.repeat(43), y: `${'B'.repeat(42)}A` },
      { ...publicKey, y: publicKey.x },
      { ...publicKey, x: publicKey.x.slice(1) },
      { kty: 'EC', x: publicKey.x },
    ];
    for (const key of off) expect(isPossibleKey(key), JSON.stringify(key)).toBe(false);
    const small = [
      // Of order 4, 1, 2 and 8, as they are written and as they should not be.
      '00'.repeat(32),
      `${'00'.repeat(31)}80`,
      `01${'00'.repeat(31)}`,
      `ec${'ff'.repeat(30)}7f`,
      'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
      '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
      `ed${'ff'.repeat(30)}7f`,
      `ee${'ff'.repeat(30)}7f`,
      // No point at all.
      `02${'00'.repeat(31)}`,
    ];
    for (const hex of small) expect(isPossibleKey(ed25519(hex)), hex).toBe(false);
    expect(isPossibleKey({ kty: 'OKP', x: '' })).toBe(false);
    expect(readPublicKey({ kid: '-', kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) })).not.toBeNull();
  });
});
