import type { Fingerprint, FingerprintPolicy } from '@muniment/domain/fingerprint';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { createSigner, generateKey, issueLicense, type LicenseFacts, type LicensePayload, openKey, publicKeySet } from '../issue/index.ts';
import { signRequest } from '../self/index.ts';
import { checkMachine, verifyLicense, verifyRequest } from './index.ts';

const hash = (name: string): string => name.padStart(43, '-');
const fingerprint: Fingerprint = { 'machine-id': [hash('m')], 'board-serial': [hash('b')], 'mac-address': [hash('a1'), hash('a2')] };
const policy: FingerprintPolicy = {
  components: [
    { id: 'machine-id', weight: 2 },
    { id: 'board-serial', weight: 2, label: 'Mainboard' },
    { id: 'mac-address', weight: 1 },
  ],
  atLeast: 4,
  yearlyRepairs: 1,
};
const vendor = createSigner(openKey(generateKey().privateKeyPem));
const now = Date.parse('2026-05-01T12:00:00Z');
const facts: LicenseFacts = {
  issuer: 'survey',
  documentId: 'doc_1',
  hardwareKey: 'WS0001',
  product: 'office',
  deviceId: 'dev_1',
  issuedAt: Temporal.Instant.fromEpochMilliseconds(now),
  serial: { epoch: 1, number: 1 },
  entitlements: [],
  changes: [],
  coverage: [],
  timeZone: 'UTC',
  agreement: null,
  keySets: [],
  test: false,
  machine: { fingerprint, policy },
  ownKey: 'thumb',
};

/** The claims of a file as a workstation has verified them. */
async function claims(more: Partial<LicenseFacts> = {}): Promise<LicensePayload> {
  const verified = await verifyLicense(issueLicense(vendor, { ...facts, ...more }), { keys: publicKeySet([vendor.publicKey]), now });
  if (!verified.ok) throw new Error(verified.refusal.code);
  return verified.value.payload;
}

const here = { fingerprint, ownKey: 'thumb' };

describe('a licence file for a workstation', () => {
  it('is accepted there, also with a part that was changed as far as the policy allows', async () => {
    expect(checkMachine(await claims(), here)).toMatchObject({ ok: true, value: { verdict: 'same', matched: 5 } });
    const repaired = { ...fingerprint, 'mac-address': [hash('z')] };
    expect(checkMachine(await claims(), { ...here, fingerprint: repaired })).toMatchObject({ value: { verdict: 'tolerated', matched: 4 } });
  });

  it('is refused on another machine, with every part that differs', async () => {
    const other = { ...fingerprint, 'board-serial': [hash('c')] };
    expect(checkMachine(await claims(), { ...here, fingerprint: other })).toMatchObject({
      refusal: {
        code: 'wrong-machine',
        facts: { matched: 3, atLeast: 4, differences: [{ id: 'board-serial', label: 'Mainboard', weight: 2, state: 'changed' }] },
      },
    });
  });

  it('is refused where the own key is another, though the machine is the same', async () => {
    expect(checkMachine(await claims(), { ...here, ownKey: 'other' })).toMatchObject({
      refusal: { code: 'wrong-own-key', facts: { expected: 'other', found: 'thumb' } },
    });
    // The vendor had blocked its key when the file was made.
    expect(checkMachine(await claims({ ownKey: null }), here)).toMatchObject({
      refusal: { code: 'wrong-own-key', facts: { expected: 'thumb', found: null } },
    });
  });

  it('is told apart from one for a device that is none, and from one that says what it cannot', async () => {
    expect(checkMachine(await claims({ machine: null }), here)).toMatchObject({ refusal: { code: 'not-node-locked' } });
    const wrong = [
      { machine: { fingerprint: { 'machine-id': 'h' }, policy } },
      { machine: { fingerprint, policy: { ...policy, atLeast: 0 } } },
      { machine: 'this one' },
      { cnf: 'thumb' },
    ];
    for (const more of wrong) {
      const payload = { ...(await claims()), ...more } as unknown as LicensePayload;
      expect(checkMachine(payload, here), JSON.stringify(more)).toMatchObject({
        refusal: { code: expect.stringMatching(/malformed|own-key/) },
      });
    }
  });
});

describe('a workstation that asks', () => {
  const own = createSigner(openKey(generateKey().privateKeyPem));
  const request = (more: object) =>
    signRequest(own, {
      sub: 'WS0001',
      aud: 'survey',
      iat: now / 1000,
      nonce: 'abcdefghijklmnop',
      purpose: 'licenses',
      product: 'office',
      customerId: '2133c667-af41-4518-94df-a2bb3b775330',
      ...more,
    });
  const expected = { vendor: 'survey', now, oldestSeconds: 900, clockToleranceSeconds: 300 };

  it('tells its fingerprint, and nothing that is none', async () => {
    expect(await verifyRequest(request({ fingerprint }), expected)).toMatchObject({ ok: true, value: { payload: { fingerprint } } });
    expect(await verifyRequest(request({ fingerprint, repair: 'New mainboard' }), expected)).toMatchObject({ ok: true });
    for (const more of [{ repair: 'New mainboard' }, { fingerprint, repair: ' ' }, { fingerprint, repair: 'x'.repeat(501) }])
      expect(await verifyRequest(request(more), expected)).toMatchObject({ refusal: { code: 'document-malformed' } });
    for (const wrong of [{ 'machine-id': ['raw value'] }, { shoes: [hash('s')] }, [], null])
      expect(await verifyRequest(request({ fingerprint: wrong }), expected)).toMatchObject({ refusal: { code: 'document-malformed' } });
  });
});
