import { compactVerify, importJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { type BorrowFacts, issueBorrow, issueKeySet } from '../issue/index.ts';
import { createSigner, generateKey, openKey, signReturn } from '../self/index.ts';
import { type BorrowExpectations, claimedLease, verifyBorrow, verifyReturn } from './index.ts';

const now = Date.parse('2026-05-01T12:00:00Z');
const at = (days: number) => ({ epochMilliseconds: now + days * 86_400_000 });
const makeSigner = (algorithm: 'EdDSA' | 'ES256' = 'EdDSA') => createSigner(openKey(generateKey(algorithm).privateKeyPem));
const [vendor, laptop] = [makeSigner(), makeSigner('ES256')];
const facts: BorrowFacts = {
  issuer: 'merestone',
  leaseId: 'lse_1',
  feature: 'field-seats',
  number: 3,
  seats: 1,
  user: 'ada',
  host: 'laptop',
  issuedAt: at(0),
  documentUntil: at(7),
  borrowedUntil: at(30),
  ownKey: laptop.publicKey.kid,
  machine: null,
  keySets: [],
  test: false,
};
const expected: BorrowExpectations = { keys: { keys: [vendor.publicKey] }, now, ownKey: laptop.publicKey.kid };
const codeOf = async (decision: Promise<{ readonly ok: boolean; readonly refusal?: { readonly code: string } }>) => {
  const got = await decision;
  return got.ok ? 'accepted' : got.refusal!.code;
};
const verified = (more: Partial<BorrowExpectations> = {}, changed: Partial<BorrowFacts> = {}, signer = vendor) =>
  codeOf(verifyBorrow(issueBorrow(signer, { ...facts, ...changed }), { ...expected, ...more }));

describe('a borrow document', () => {
  it('is read by another JOSE library, whichever algorithm signs it', async () => {
    for (const signer of [vendor, makeSigner('ES256')]) {
      const { payload, protectedHeader } = await compactVerify(issueBorrow(signer, facts), await importJWK({ ...signer.publicKey }));
      expect(protectedHeader).toMatchObject({ typ: 'muniment-borrow+jwt', kid: signer.publicKey.kid });
      expect(JSON.parse(new TextDecoder().decode(payload))).toEqual({
        iss: 'merestone',
        sub: 'lse_1',
        aud: 'field-seats',
        jti: 'lse_1.3',
        iat: now / 1000,
        exp: at(7).epochMilliseconds / 1000,
        number: 3,
        seats: 1,
        user: 'ada',
        host: 'laptop',
        borrowedUntil: at(30).epochMilliseconds / 1000,
        cnf: { jkt: laptop.publicKey.kid },
      });
    }
  });

  it('holds until its end and not a second longer, for its seat, its software and its key', async () => {
    expect(await verified()).toBe('accepted');
    expect(await verified({ feature: 'field-seats', leaseId: 'lse_1', newestNumber: 3 })).toBe('accepted');
    expect(await verified({ now: at(7).epochMilliseconds - 1000 })).toBe('accepted');
    expect(await verified({ now: at(7).epochMilliseconds })).toBe('expired');
    expect(await verified({ feature: 'cloud-seats' })).toBe('wrong-feature');
    expect(await verified({ leaseId: 'lse_2' })).toBe('wrong-lease');
    expect(await verified({ ownKey: vendor.publicKey.kid })).toBe('wrong-own-key');
    expect(await verified({ newestNumber: 4 })).toBe('outdated');
    expect(await verified({}, { test: true })).toBe('test-document');
    expect(await verified({ acceptTest: true }, { test: true })).toBe('accepted');
  });

  it('is refused when one character is altered, when a stranger signed it, and when it is of another kind', async () => {
    const text = issueBorrow(vendor, facts);
    for (const place of [text.indexOf('.') + 5, text.length - 5]) {
      const other = text[place] === 'A' ? 'B' : 'A';
      const code = await codeOf(verifyBorrow(text.slice(0, place) + other + text.slice(place + 1), expected));
      expect(['document-altered', 'document-malformed']).toContain(code);
    }
    expect(await verified({}, {}, makeSigner())).toBe('unknown-key');
    const keySet = issueKeySet(vendor, { issuer: 'merestone', issuedAt: at(0), keys: [vendor.publicKey], test: false });
    expect(await codeOf(verifyBorrow(keySet, expected))).toBe('wrong-kind');
    expect(await codeOf(verifyBorrow('nothing', expected))).toBe('document-malformed');
    expect(await verified({}, { number: -1 })).toBe('document-malformed');
  });

  it('teaches a key that came since by the key sets it brings along', async () => {
    const after = makeSigner();
    const introduction = issueKeySet(vendor, { issuer: 'merestone', issuedAt: at(0), keys: [after.publicKey], adds: true, test: false });
    expect(await verified({}, { keySets: [introduction] }, after)).toBe('accepted');
  });
});

describe('a borrower’s receipt', () => {
  const receipt = { sub: 'lse_1', aud: 'merestone', iat: now / 1000, nonce: 'abcdefghijklmnop', number: 3, removedAt: now / 1000 };
  const expectation = { vendor: 'merestone', now, oldestSeconds: 900, clockToleranceSeconds: 300, key: laptop.publicKey, leaseId: 'lse_1' };

  it('is accepted with the key that the seat was borrowed with, and names its lease before', async () => {
    const text = signReturn(laptop, receipt);
    expect(claimedLease(text)).toBe('lse_1');
    expect(await verifyReturn(text, expectation)).toMatchObject({ ok: true, value: { number: 3 } });
  });

  it('is refused from another key, of another lease, for another vendor, too old, or with claims that are none', async () => {
    const codeFor = (changed: object, more: object = {}, signer = laptop) =>
      codeOf(verifyReturn(signReturn(signer, { ...receipt, ...changed }), { ...expectation, ...more }));
    expect(await codeFor({}, {}, vendor)).toBe('unknown-key');
    expect(await codeFor({ sub: 'lse_2' })).toBe('wrong-device');
    expect(await codeFor({ aud: 'other' })).toBe('wrong-vendor');
    expect(await codeFor({ iat: now / 1000 - 1000 })).toBe('clock-off');
    expect(await codeFor({ number: -1 })).toBe('document-malformed');
    expect(await codeFor({ number: 0.5 })).toBe('document-malformed');
    // Numbers begin at seconds since 1970, which pass 2^31 in 2038.
    expect(await codeFor({ number: 2 ** 40 })).toBe('accepted');
    expect(await codeFor({ nonce: 'short' })).toBe('document-malformed');
    expect(await codeFor({ test: true })).toBe('test-document');
    expect(claimedLease('nothing')).toBeNull();
  });
});
