import { createSign, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { CompactSign, importPKCS8 } from 'jose';
import { describe, expect, it } from 'vitest';
import { createSigner, generateKey, issueKeySet, openKey, publicKeySet } from '../issue/index.ts';
import {
  advice,
  coverageAt,
  type DocumentRefusal,
  documentTypes,
  type LicenseExpectations,
  type LicensePayload,
  mostKeySets,
  nodeChecker,
  readKeySet,
  verifyKeySet,
  verifyLicense,
  webCryptoChecker,
} from './index.ts';

const { privateKeyPem, publicKey } = generateKey();
const signer = createSigner(openKey(privateKeyPem));
const keys = publicKeySet([publicKey]);
const now = Date.parse('2026-05-01T12:00:00Z');
const payload: LicensePayload = {
  iss: 'meridian',
  sub: '190400324412',
  aud: 'SV8100',
  jti: 'doc_1',
  iat: now / 1000,
  serial: { epoch: 2, number: 5 },
  entitlements: { seats: 120, version: 'V6', voicemail: true },
  device: { id: 'dev_1' },
};
const file = (changed: object = {}): string => signer.sign(documentTypes.license, { ...payload, ...changed });
const expected: LicenseExpectations = { keys, now, hardwareKey: '190400324412', product: 'SV8100' };

async function codeOf(text: string, changed: Partial<LicenseExpectations> = {}): Promise<DocumentRefusal | 'accepted'> {
  const decision = await verifyLicense(text, { ...expected, ...changed });
  if (decision.ok) return 'accepted';
  expect(decision.refusal.facts['advice']).toBe(advice[decision.refusal.code]);
  return decision.refusal.code;
}

describe('verifying a licence file', () => {
  it('accepts a genuine one and says what it grants', async () => {
    expect(await verifyLicense(file(), expected)).toMatchObject({
      ok: true,
      value: { kid: publicKey.kid, entitlements: payload.entitlements },
    });
    expect(await codeOf(`\n${file()}\r\n`)).toBe('accepted');
  });

  it('refuses what is cut off or no document at all', async () => {
    const text = file();
    for (const broken of [
      '',
      'x',
      'a.b.c',
      `${text}.x`,
      '{"a":1}',
      text.split('.').slice(0, 2).join('.'),
      `${text}=`,
      ' '.repeat(5_000_000),
    ]) {
      expect(await codeOf(broken)).toBe('document-malformed');
    }
    expect(await codeOf(signer.sign(documentTypes.license, { ...payload, serial: 7 }))).toBe('document-malformed');
    expect(await codeOf(signer.sign(documentTypes.license, { ...payload, exp: 'never' }))).toBe('document-malformed');
    const coverage = [{ from: 1, on: '2026-05-01', features: { endpoints: { capacity: 50 } } }];
    expect(await codeOf(signer.sign(documentTypes.license, { ...payload, coverage }))).toBe('document-malformed');
  });

  it('accepts no file that differs from a signed one in a single character', async () => {
    const text = file();
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.constantFrom(...'ABZabz019-_.='), async (at, character) => {
        fc.pre(text[at] !== character);
        expect(await codeOf(text.slice(0, at) + character + text.slice(at + 1))).not.toBe('accepted');
      }),
    );
  });

  it('accepts no truncation', async () => {
    const text = file();
    for (let length = 0; length < text.length; length += 7) expect(await codeOf(text.slice(0, length))).not.toBe('accepted');
  });

  it('refuses a changed claim as altered', async () => {
    const [header, , signature] = file().split('.');
    const forged = Buffer.from(JSON.stringify({ ...payload, entitlements: { seats: 9_999 } })).toString('base64url');
    expect(await codeOf(`${header}.${forged}.${signature}`)).toBe('document-altered');
  });

  it('takes the algorithm from its own key, never from the file', async () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const header = Buffer.from(JSON.stringify({ alg: 'ES256', kid: publicKey.kid, typ: documentTypes.license })).toString('base64url');
    const input = `${header}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`;
    const signature = createSign('sha256').update(input).sign({ key: other.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
    expect(await codeOf(`${input}.${signature}`)).toBe('document-altered');
    const none = Buffer.from(JSON.stringify({ alg: 'none', kid: publicKey.kid, typ: documentTypes.license })).toString('base64url');
    expect(await codeOf(`${none}.${input.split('.')[1]}.`)).toBe('document-altered');
  });

  it('refuses a header that demands what nobody here understands', async () => {
    const text = await new CompactSign(Buffer.from(JSON.stringify(payload)))
      .setProtectedHeader({ alg: 'EdDSA', kid: publicKey.kid, typ: documentTypes.license, crit: ['b64'], b64: true })
      .sign(await importPKCS8(privateKeyPem, 'EdDSA'));
    expect(await codeOf(text)).toBe('document-altered');
  });

  it('refuses a key it does not know, and names those it knows', async () => {
    const stranger = createSigner(openKey(generateKey().privateKeyPem));
    const decision = await verifyLicense(stranger.sign(documentTypes.license, payload), expected);
    expect(decision).toMatchObject({
      ok: false,
      refusal: { code: 'unknown-key', facts: { kid: stranger.publicKey.kid, known: [publicKey.kid] } },
    });
  });

  it('refuses a document of another kind, another product, another device, an older serial, a test', async () => {
    expect(await codeOf(signer.sign(documentTypes.keySet, payload))).toBe('wrong-kind');
    expect(await codeOf(file({ aud: 'SL2100' }))).toBe('wrong-product');
    expect(await codeOf(file({ sub: '190400324413' }))).toBe('wrong-device');
    expect(await codeOf(file(), { newestSerial: { epoch: 2, number: 6 } })).toBe('outdated');
    expect(await codeOf(file(), { newestSerial: { epoch: 3, number: 1 } })).toBe('outdated');
    expect(await codeOf(file(), { newestSerial: { epoch: 2, number: 5 } })).toBe('accepted');
    expect(await codeOf(file(), { newestSerial: { epoch: 1, number: 99 } })).toBe('accepted');
    expect(await codeOf(file({ test: true }))).toBe('test-document');
    expect(await codeOf(file({ test: true }), { acceptTest: true })).toBe('accepted');
  });

  it('judges its dates by the given now, to the second, with the tolerance asked for', async () => {
    const seconds = now / 1000;
    expect(await codeOf(file({ nbf: seconds + 1 }))).toBe('not-yet-valid');
    expect(await codeOf(file({ nbf: seconds + 1 }), { clockToleranceSeconds: 1 })).toBe('accepted');
    expect(await codeOf(file({ exp: seconds + 1 }))).toBe('accepted');
    expect(await codeOf(file({ exp: seconds }))).toBe('expired');
    expect(await codeOf(file({ exp: seconds }), { clockToleranceSeconds: 1 })).toBe('accepted');
  });

  it('applies the changes that have come by now', async () => {
    const changes = [
      { from: now / 1000, on: '2026-05-01', entitlements: { seats: 20 } },
      { from: now / 1000 + 10, on: '2026-05-02', entitlements: {} },
    ];
    for (const [at, entitlements] of [
      [now - 1, payload.entitlements],
      [now, { seats: 20 }],
      [now + 10_000, {}],
    ] as const) {
      expect(await verifyLicense(file({ changes }), { ...expected, now: at })).toMatchObject({ ok: true, value: { entitlements } });
    }
  });

  it('says what maintenance covers at any instant, and nothing where the file does not speak of it (E7)', async () => {
    const [whole, half] = [{ endpoints: { capacity: 50, covered: 50 } }, { endpoints: { capacity: 50, covered: 25 } }];
    const coverage = [
      { from: now / 1000, on: '2026-05-01', features: whole },
      { from: now / 1000 + 10, on: '2026-05-02', features: half },
    ];
    const verified = await verifyLicense(file({ coverage }), expected);
    if (!verified.ok) throw new Error(verified.refusal.code);
    const at = (instant: number) => coverageAt(verified.value.payload, instant);
    expect([at(now - 1), at(now), at(now + 9_999), at(now + 10_000)]).toEqual([{}, whole, whole, half]);
    expect(coverageAt(payload, now)).toEqual({});
  });

  it('gives the same answers with WebCrypto as with Node’s cryptography, for both algorithms', async () => {
    const node = nodeChecker(await import('node:crypto'));
    for (const algorithm of ['EdDSA', 'ES256'] as const) {
      const made = generateKey(algorithm);
      const text = createSigner(openKey(made.privateKeyPem)).sign(documentTypes.license, payload);
      const [header, , signature] = text.split('.');
      const altered = `${header}.${Buffer.from(JSON.stringify({ ...payload, aud: 'X' })).toString('base64url')}.${signature}`;
      for (const checker of [node, webCryptoChecker]) {
        const own = { keys: publicKeySet([made.publicKey]), checker };
        expect(await codeOf(text, own)).toBe('accepted');
        expect(await codeOf(altered, own)).toBe('document-altered');
        expect(await codeOf(text, { ...own, keys: { keys: [{ ...made.publicKey, x: 'AAAA' }] } })).toBe('document-altered');
      }
    }
  });
});

describe('a program that gives no number', () => {
  it('is told so, instead of an expired file being accepted', async () => {
    const ended = file({ exp: now / 1000 - 86_400 });
    for (const none of [Number.NaN, Number.POSITIVE_INFINITY]) {
      await expect(verifyLicense(ended, { ...expected, now: none })).rejects.toThrow(TypeError);
      await expect(verifyLicense(ended, { ...expected, clockToleranceSeconds: none })).rejects.toThrow(TypeError);
      await expect(verifyLicense(ended, { ...expected, newestKeySet: none })).rejects.toThrow(TypeError);
      await expect(verifyLicense(ended, { ...expected, newestSerial: { epoch: none, number: 1 } })).rejects.toThrow(TypeError);
      await expect(verifyKeySet('', { keys, newestIssuedAt: none })).rejects.toThrow(TypeError);
    }
    await expect(verifyLicense(ended, { ...expected, now: undefined as unknown as number })).rejects.toThrow(TypeError);
  });
});

describe('learning the vendor’s new keys', () => {
  it('looks at no key set that is longer than those of a rotation', async () => {
    const checked: string[] = [];
    const checker = { check: async (key: { readonly kid: string }) => checked.push(key.kid) < 0 };
    const long = signer.sign(documentTypes.keySet, { ...payload, keys: [publicKey], filling: 'x'.repeat(200_000) });
    const stranger = createSigner(openKey(generateKey().privateKeyPem));
    const text = stranger.sign(documentTypes.license, { ...payload, keySets: Array.from({ length: mostKeySets }, () => long) });
    expect(await codeOf(text, { checker })).toBe('unknown-key');
    expect(checked).toEqual([]);
  });

  const facts = { issuer: 'meridian', issuedAt: { epochMilliseconds: now }, test: false };

  it('follows a rotation signed with a key known before, and then accepts files of the new key', async () => {
    const next = generateKey('ES256');
    const text = issueKeySet(signer, { ...facts, keys: [publicKey, next.publicKey] });
    const learnt = await verifyKeySet(text, { keys });
    expect(learnt).toMatchObject({
      ok: true,
      value: { issuedAt: now / 1000, issuer: 'meridian', keys: { keys: [publicKey, next.publicKey] } },
    });
    const fresh = createSigner(openKey(next.privateKeyPem)).sign(documentTypes.license, payload);
    expect(await codeOf(fresh)).toBe('unknown-key');
    expect(await codeOf(fresh, { keys: learnt.ok ? learnt.value.keys : keys })).toBe('accepted');
  });

  it('follows any rotation by the key sets a file brings along, and says which keys to keep', async () => {
    const [second, third, stranger] = [generateKey(), generateKey('ES256'), generateKey()];
    const of = (made: typeof second) => createSigner(openKey(made.privateKeyPem));
    const keySets = [
      issueKeySet(signer, { ...facts, adds: true, keys: [second.publicKey] }),
      issueKeySet(of(second), { ...facts, adds: true, keys: [third.publicKey] }),
    ];
    expect(keySets.every((text) => text.length < 700)).toBe(true);
    const text = of(third).sign(documentTypes.license, { ...payload, keySets });
    const learnt = { keys: { keys: [second.publicKey, third.publicKey] }, issuedAt: now / 1000 };
    const all = { ...learnt, keys: { keys: [publicKey, second.publicKey, third.publicKey] } };
    expect(await verifyLicense(text, expected)).toMatchObject({ ok: true, value: { kid: third.publicKey.kid, learnt: all } });
    // Who already knows the second key begins there; who knows the third has nothing to learn.
    expect(await verifyLicense(text, { ...expected, keys: publicKeySet([second.publicKey]) })).toMatchObject({
      ok: true,
      value: { learnt },
    });
    expect(await verifyLicense(text, { ...expected, keys: publicKeySet([third.publicKey]) })).toMatchObject({
      ok: true,
      value: { learnt: null },
    });
    expect(await codeOf(text, { newestKeySet: now / 1000 + 1 })).toBe('unknown-key');

    const forged = [
      [keySets[1]],
      [...keySets].reverse(),
      [issueKeySet(of(stranger), { ...facts, keys: [stranger.publicKey, third.publicKey] })],
      Array.from({ length: mostKeySets + 1 }, () => keySets[0]),
      [...keySets, 5],
      'no list',
    ];
    for (const chain of forged) {
      expect(await codeOf(of(third).sign(documentTypes.license, { ...payload, keySets: chain }))).toBe('unknown-key');
    }
    // The chain is genuine, the file is not: its signature is checked with the key the chain leads to.
    const [head, , signature] = text.split('.');
    const body = Buffer.from(JSON.stringify({ ...payload, keySets, entitlements: { seats: 9_999 } })).toString('base64url');
    expect(await codeOf(`${head}.${body}.${signature}`)).toBe('document-altered');
  });

  it('refuses a key set signed with its own new key only, an older one, an empty one, a licence file', async () => {
    const own = generateKey();
    const refused = async (text: string, newestIssuedAt?: number): Promise<string> => {
      const decision = await verifyKeySet(text, { keys, ...(newestIssuedAt === undefined ? {} : { newestIssuedAt }) });
      return decision.ok ? 'accepted' : decision.refusal.code;
    };
    expect(await refused(issueKeySet(createSigner(openKey(own.privateKeyPem)), { ...facts, keys: [own.publicKey] }))).toBe('unknown-key');
    expect(await refused(issueKeySet(signer, { ...facts, keys: [publicKey] }), now / 1000 + 1)).toBe('outdated');
    expect(await refused(issueKeySet(signer, { ...facts, keys: [] }))).toBe('document-malformed');
    expect(await refused(file())).toBe('wrong-kind');
  });

  it('reads published sets, leaving out keys of other kinds and private ones', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
    const { privateKey } = generateKeyPairSync('ed25519');
    const leaked = privateKey.export({ format: 'jwk' });
    expect(
      readKeySet({
        keys: [
          { ...publicKey, alg: 'Ed25519' },
          { ...rsa, kid: 'r' },
          { ...leaked, kid: 's' },
        ],
      }),
    ).toEqual({ keys: [publicKey] });
    expect(readKeySet('no')).toBeNull();
  });
});
