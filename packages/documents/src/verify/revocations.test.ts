import { importJWK, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { issueBorrow, issueKeySet, issueRevocations, type Revocation, type RevocationsFacts } from '../issue/index.ts';
import { createSigner, generateKey, openKey } from '../self/index.ts';
import {
  claimedType,
  largestRevocations,
  type RevocationsExpectations,
  type RevocationsPayload,
  revocationOfBorrow,
  revocationOfLicense,
  verifyRevocations,
} from './index.ts';

const now = Date.parse('2026-05-01T12:00:00Z');
const at = (days: number) => ({ epochMilliseconds: now + days * 86_400_000 });
const seconds = (days: number) => at(days).epochMilliseconds / 1000;
const makeSigner = (algorithm: 'EdDSA' | 'ES256' = 'EdDSA') => createSigner(openKey(generateKey(algorithm).privateKeyPem));
const vendor = makeSigner();
const entries: readonly Revocation[] = [
  { typ: 'muniment-borrow+jwt', lease: 'lse_1', reason: 'recalled', until: seconds(5) },
  { typ: 'muniment-license+jwt', device: 'dev_1', serial: { epoch: 2, number: 7 }, reason: 'hardware-replaced' },
];
const facts: RevocationsFacts = {
  issuer: 'merestone',
  issuedAt: at(0),
  nextAt: at(30),
  number: 12,
  entries,
  keySets: [],
  test: false,
};
const expected: RevocationsExpectations = { keys: { keys: [vendor.publicKey] }, now };
const codeOf = async (text: string, more: Partial<RevocationsExpectations> = {}) => {
  const got = await verifyRevocations(text, { ...expected, ...more });
  return got.ok ? 'accepted' : got.refusal.code;
};
const verified = (more: Partial<RevocationsExpectations> = {}, changed: Partial<RevocationsFacts> = {}, signer = vendor) =>
  codeOf(issueRevocations(signer, { ...facts, ...changed }), more);

describe('a revocation list', () => {
  it('is read by another JOSE library, whichever algorithm signs it', async () => {
    for (const signer of [vendor, makeSigner('ES256')]) {
      const { payload, protectedHeader } = await jwtVerify(issueRevocations(signer, facts), await importJWK({ ...signer.publicKey }), {
        typ: 'muniment-revocations+jwt',
        issuer: 'merestone',
        currentDate: new Date(now),
      });
      expect(protectedHeader.kid).toBe(signer.publicKey.kid);
      expect(payload).toEqual({ iss: 'merestone', iat: seconds(0), exp: seconds(30), number: 12, entries });
    }
  });

  it('is read whole where it names 100,000 devices whose licences went back', async () => {
    const serial = { epoch: 3, number: 12345 };
    const device = (n: number) => `dev_0192f5a4-7c3e-7d10-9a2b-${String(n).padStart(12, '0')}`;
    const many = Array.from({ length: 100_000 }, (_, n): Revocation => {
      return { typ: 'muniment-license+jwt', device: device(n), serial, reason: 'hardware-replaced', until: seconds(3650) };
    });
    const text = issueRevocations(vendor, { ...facts, entries: many });
    expect(claimedType(text)).toBe('muniment-revocations+jwt');
    const list = await verifyRevocations(text, expected);
    expect(list.ok && revocationOfLicense(list.value.payload, { device: { id: device(99_999) }, serial })).toMatchObject({ serial });
    expect(await codeOf(text.padEnd(largestRevocations + 1, 'A'))).toBe('document-malformed');
  });

  it('holds until there must be a newer one, of its vendor, and an older number stays out', async () => {
    expect(await verified({ vendor: 'merestone', newestNumber: 12 })).toBe('accepted');
    expect(await verified({ now: at(30).epochMilliseconds - 1000 })).toBe('accepted');
    expect(await verified({ now: at(30).epochMilliseconds })).toBe('expired');
    expect(await verified({ vendor: 'other' })).toBe('wrong-vendor');
    expect(await verified({ newestNumber: 13 })).toBe('outdated');
    expect(await verified({}, { test: true })).toBe('test-document');
    expect(await verified({ acceptTest: true }, { test: true })).toBe('accepted');
  });

  it('is refused when one character is altered, when a stranger signed it, and when it is of another kind', async () => {
    const text = issueRevocations(vendor, facts);
    for (const place of [text.indexOf('.') + 5, text.length - 5]) {
      const other = text[place] === 'A' ? 'B' : 'A';
      const code = await codeOf(text.slice(0, place) + other + text.slice(place + 1));
      expect(['document-altered', 'document-malformed']).toContain(code);
    }
    expect(await verified({}, {}, makeSigner())).toBe('unknown-key');
    const keySet = issueKeySet(vendor, { issuer: 'merestone', issuedAt: at(0), keys: [vendor.publicKey], test: false });
    expect(await codeOf(keySet)).toBe('wrong-kind');
    expect(await codeOf('nothing')).toBe('document-malformed');
    for (const entry of [
      { typ: 'muniment-borrow+jwt', reason: 'recalled', until: 1 },
      { typ: 'muniment-borrow+jwt', lease: 'lse_1', reason: 'recalled' },
      { typ: 'muniment-license+jwt', device: 'dev_1', reason: 'returned' },
      { typ: 'muniment-license+jwt', device: 'dev_1', serial: { epoch: 1, number: -1 }, reason: 'returned' },
      'lse_1',
    ]) {
      expect(await verified({}, { entries: [entry as never] }), JSON.stringify(entry)).toBe('document-malformed');
    }
    await expect(verifyRevocations(text, { ...expected, now: Number.NaN })).rejects.toThrow(TypeError);
  });

  it('may have entries of kinds that come later', async () => {
    expect(await verified({}, { entries: [...entries, { typ: 'muniment-certificate+jwt', reason: 'recalled' } as never] })).toBe(
      'accepted',
    );
  });

  it('teaches a key that came since by the key sets it brings along', async () => {
    const after = makeSigner();
    const introduction = issueKeySet(vendor, { issuer: 'merestone', issuedAt: at(0), keys: [after.publicKey], adds: true, test: false });
    expect(await verified({}, { keySets: [introduction] }, after)).toBe('accepted');
  });

  it('says of a seat and of a licence file whether they count, and of what it does not name nothing', async () => {
    const read = await verifyRevocations(issueRevocations(vendor, facts), expected);
    const list = (read.ok && read.value.payload) as RevocationsPayload;
    expect(revocationOfBorrow(list, { sub: 'lse_1' })).toEqual(entries[0]);
    expect(revocationOfBorrow(list, { sub: 'lse_2' })).toBeNull();
    const file = (id: string, epoch: number, number: number) =>
      revocationOfLicense(list, { device: { id }, serial: { epoch, number } })?.reason ?? null;
    expect([file('dev_1', 1, 99), file('dev_1', 2, 7)]).toEqual(['hardware-replaced', 'hardware-replaced']);
    expect([file('dev_1', 2, 8), file('dev_1', 3, 1), file('dev_2', 1, 1)]).toEqual([null, null, null]);
  });

  it('is told from other documents before it is verified', () => {
    expect(claimedType(issueRevocations(vendor, facts))).toBe('muniment-revocations+jwt');
    const borrow = { ...facts, leaseId: 'l', feature: 'f', seats: 1, user: 'u', host: 'h', documentUntil: at(1), borrowedUntil: at(1) };
    expect(claimedType(issueBorrow(vendor, { ...borrow, ownKey: 'k', machine: null }))).toBe('muniment-borrow+jwt');
    expect(claimedType('nothing')).toBeNull();
  });
});
