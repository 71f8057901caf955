import { type EntitlementInput, entitlementChanges, entitlements } from '@muniment/domain/entitlements';
import { calculateJwkThumbprint, compactVerify, createLocalJWKSet, importJWK, jwtVerify } from 'jose';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  algorithms,
  createSigner,
  generateKey,
  issueKeySet,
  issueLicense,
  issueLicenseAsync,
  type LicenseFacts,
  openKey,
  publicKeySet,
} from './index.ts';

const noon = Temporal.Instant.from('2026-05-01T12:00:00Z');
const features: EntitlementInput['features'] = [
  { id: 'seats', kind: 'quantity', label: {} },
  { id: 'version', kind: 'version', label: {}, versions: ['V3', 'V4', 'V6'] },
];
const input: EntitlementInput = {
  lots: [
    { lotId: 'lot_1', partNumber: 'S', quantity: 6, grants: [{ feature: 'seats', quantity: 20 }], validFrom: null, validUntil: null },
    { lotId: 'lot_2', partNumber: 'V', quantity: 1, grants: [{ feature: 'version', version: 'V6' }], validFrom: null, validUntil: null },
  ],
  features,
  maxima: [],
  today: Temporal.PlainDate.from('2026-05-01'),
};

function factsFor(given: EntitlementInput): LicenseFacts {
  return {
    issuer: 'meridian',
    documentId: 'doc_1',
    hardwareKey: '190400324412',
    product: 'SV8100',
    deviceId: 'dev_1',
    issuedAt: noon,
    serial: { epoch: 1, number: 3 },
    entitlements: entitlements(given),
    changes: entitlementChanges(given),
    coverage: [],
    timeZone: 'Europe/Amsterdam',
    agreement: { id: 'terms', version: '2' },
    keySets: [],
    test: false,
  };
}

describe('a licence file', () => {
  for (const algorithm of algorithms) {
    it(`signed with ${algorithm} is verified by another JOSE library with the published key set`, async () => {
      const { privateKeyPem, publicKey } = generateKey(algorithm);
      const signer = createSigner(openKey(privateKeyPem));
      expect(signer.publicKey).toEqual(publicKey);
      for (const file of [issueLicense(signer, factsFor(input)), await issueLicenseAsync(signer, factsFor(input))]) {
        const published = createLocalJWKSet(JSON.parse(JSON.stringify(publicKeySet([publicKey]))));
        const { payload, protectedHeader } = await jwtVerify(file, published, {
          typ: 'muniment-license+jwt',
          issuer: 'meridian',
          audience: 'SV8100',
          subject: '190400324412',
          currentDate: new Date(noon.epochMilliseconds),
        });
        expect(protectedHeader).toEqual({ alg: algorithm, kid: publicKey.kid, typ: 'muniment-license+jwt' });
        expect(payload).toMatchObject({ jti: 'doc_1', serial: { epoch: 1, number: 3 }, entitlements: { seats: 120, version: 'V6' } });
        expect(payload.exp).toBeUndefined();
        expect(payload['test']).toBeUndefined();
      }
    });

    it(`names its ${algorithm} key by the RFC 7638 thumbprint`, async () => {
      const { publicKey } = generateKey(algorithm);
      expect(await calculateJwkThumbprint({ ...publicKey })).toBe(publicKey.kid);
    });
  }

  it('ends at the start of the first day without, in the vendor’s zone', () => {
    const until = Temporal.PlainDate.from('2026-11-01');
    const dated = { ...input, lots: input.lots.map((lot) => ({ ...lot, validUntil: until })) };
    const signer = createSigner(openKey(generateKey().privateKeyPem));
    const payload = JSON.parse(Buffer.from(issueLicense(signer, factsFor(dated)).split('.')[1]!, 'base64url').toString());
    expect(payload.exp).toBe(Date.parse('2026-10-31T23:00:00Z') / 1000);
    expect(payload.changes).toEqual([{ from: payload.exp, on: '2026-11-01', entitlements: {} }]);
  });

  it('says what maintenance covers, day by day from the day of issue on, in the vendor’s zone (E7)', () => {
    const [today, until] = [input.today, Temporal.PlainDate.from('2026-11-01')];
    const values = (covered: number) => ({ endpoints: { capacity: 50, covered } });
    const coverage = [
      { on: today, values: values(50) },
      { on: until, values: values(25) },
    ];
    const signer = createSigner(openKey(generateKey().privateKeyPem));
    const claims = (facts: LicenseFacts) => JSON.parse(Buffer.from(issueLicense(signer, facts).split('.')[1]!, 'base64url').toString());
    expect(claims({ ...factsFor(input), coverage }).coverage).toEqual([
      { from: Date.parse('2026-04-30T22:00:00Z') / 1000, on: '2026-05-01', features: values(50) },
      { from: Date.parse('2026-10-31T23:00:00Z') / 1000, on: '2026-11-01', features: values(25) },
    ]);
    expect(claims(factsFor(input))).not.toHaveProperty('coverage');
  });

  it('has no end while something is granted for good, and tells what changes when', () => {
    const [seats, version] = input.lots;
    const dated = { ...input, lots: [{ ...seats!, validUntil: Temporal.PlainDate.from('2026-06-01') }, version!] };
    const signer = createSigner(openKey(generateKey().privateKeyPem));
    const payload = JSON.parse(Buffer.from(issueLicense(signer, factsFor(dated)).split('.')[1]!, 'base64url').toString());
    expect(payload.exp).toBeUndefined();
    expect(payload.changes).toEqual([
      { from: Date.parse('2026-05-31T22:00:00Z') / 1000, on: '2026-06-01', entitlements: { version: 'V6' } },
    ]);
  });

  it('that begins later is not valid before', () => {
    const later = { ...input, lots: input.lots.map((lot) => ({ ...lot, validFrom: Temporal.PlainDate.from('2026-05-10') })) };
    const signer = createSigner(openKey(generateKey().privateKeyPem));
    const payload = JSON.parse(Buffer.from(issueLicense(signer, factsFor(later)).split('.')[1]!, 'base64url').toString());
    expect(payload).toMatchObject({ nbf: Date.parse('2026-05-09T22:00:00Z') / 1000, entitlements: {} });
  });
});

describe('a key set', () => {
  it('is signed by the key before, and another JOSE library reads it', async () => {
    const before = generateKey();
    const after = generateKey('ES256');
    const text = issueKeySet(createSigner(openKey(before.privateKeyPem)), {
      issuer: 'meridian',
      issuedAt: noon,
      keys: [before.publicKey, after.publicKey],
      test: true,
    });
    const { payload, protectedHeader } = await compactVerify(text, await importJWK({ ...before.publicKey }));
    expect(protectedHeader.typ).toBe('muniment-keyset+jwt');
    expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({
      iss: 'meridian',
      test: true,
      keys: [{ kid: before.publicKey.kid }, { kid: after.publicKey.kid }],
    });
  });
});
