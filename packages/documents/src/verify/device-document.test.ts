import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { createSigner, generateKey, openKey, type RequestFacts, signReceipt, signRequest } from '../self/index.ts';
import { claimedKey, largestDeviceDocument, thumbprintOf, verifyReceipt, verifyRequest } from './index.ts';

const now = Date.parse('2026-05-01T12:00:00Z');
const seconds = now / 1000;
const signer = createSigner(openKey(generateKey().privateKeyPem));
const stranger = createSigner(openKey(generateKey('ES256').privateKeyPem));
const facts: RequestFacts = {
  sub: '17QE04AB91F0',
  aud: 'edge',
  iat: seconds,
  nonce: 'abcdefghijklmnop',
  purpose: 'enrol',
  product: 'ESC-400',
  customerId: '2133c667-af41-4518-94df-a2bb3b775330',
};
const expected = { vendor: 'edge', now, oldestSeconds: 900, clockToleranceSeconds: 300 };
const receipt = {
  sub: facts.sub,
  aud: 'edge',
  iat: seconds,
  nonce: facts.nonce,
  product: 'ESC-400',
  serial: { epoch: 1, number: 4 },
  removedAt: seconds,
};
const ofDevice = { ...expected, key: signer.publicKey, hardwareKey: facts.sub, product: 'ESC-400' };

type Decision = { readonly ok: boolean; readonly refusal?: { readonly code: string } };
const codeOf = async (decision: Promise<Decision>) => {
  const got = await decision;
  return got.ok ? 'accepted' : got.refusal!.code;
};
const requested = (changed: object = {}) => codeOf(verifyRequest(signRequest(signer, { ...facts, ...changed } as RequestFacts), expected));

describe('a request', () => {
  it('is read by another JOSE library, and named by the thumbprint of the key in it', async () => {
    for (const one of [signer, stranger]) {
      const text = signRequest(one, facts);
      const { payload, protectedHeader } = await compactVerify(text, await importJWK({ ...one.publicKey }));
      expect(protectedHeader).toMatchObject({ typ: 'muniment-request+jwt', kid: await calculateJwkThumbprint({ ...one.publicKey }) });
      expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({ ...facts, publicKey: { x: one.publicKey.x } });
      expect(await verifyRequest(text, expected)).toMatchObject({ ok: true, value: { thumbprint: one.publicKey.kid } });
      expect(await thumbprintOf(one.publicKey)).toBe(one.publicKey.kid);
      expect(claimedKey(text)).toBe(one.publicKey.kid);
    }
  });

  it('shows that its sender holds the key: nobody asks with the key of somebody else', async () => {
    const [header, , signature] = signRequest(stranger, facts).split('.');
    const theirs = Buffer.from(JSON.stringify({ ...facts, publicKey: signer.publicKey })).toString('base64url');
    expect(await codeOf(verifyRequest(`${header}.${theirs}.${signature}`, expected))).toBe('document-altered');
    const named = Buffer.from(JSON.stringify({ alg: 'ES256', kid: signer.publicKey.kid, typ: 'muniment-request+jwt' })).toString(
      'base64url',
    );
    expect(await codeOf(verifyRequest(`${named}.${theirs}.${signature}`, expected))).toBe('document-altered');
    // A key under a false name is known by its true one.
    const renamed = signer.sign('muniment-request+jwt', { ...facts, publicKey: { ...signer.publicKey, kid: 'mine' } });
    expect(await verifyRequest(renamed, expected)).toMatchObject({ value: { thumbprint: signer.publicKey.kid } });
  });

  it('is refused where anything of it cannot be', async () => {
    const wrong: readonly object[] = [
      { purpose: 'steal' },
      { nonce: 'short' },
      { nonce: 'with blanks in it, long' },
      { customerId: 'somebody' },
      { sub: '' },
      { iat: 1.5 },
      { lotIds: Array(201).fill('lot_x') },
      { name: '   ' },
      { test: 'yes' },
    ];
    for (const changed of wrong) expect(await requested(changed), JSON.stringify(changed)).toBe('document-malformed');
    expect(await codeOf(verifyRequest('x'.repeat(largestDeviceDocument + 1), expected))).toBe('document-malformed');
    expect(await codeOf(verifyRequest(signer.sign('muniment-license+jwt', { ...facts, publicKey: signer.publicKey }), expected))).toBe(
      'wrong-kind',
    );
    expect(await requested({ aud: 'other' })).toBe('wrong-vendor');
    expect(await requested({ test: true })).toBe('test-document');
  });

  it('is for its time, to the second', async () => {
    for (const [iat, code] of [
      [seconds - 900, 'accepted'],
      [seconds - 901, 'clock-off'],
      [seconds + 300, 'accepted'],
      [seconds + 301, 'clock-off'],
    ] as const) {
      expect(await requested({ iat }), String(iat - seconds)).toBe(code);
    }
    await expect(verifyRequest(signRequest(signer, facts), { ...expected, now: Number.NaN })).rejects.toThrow(TypeError);
  });
});

describe('a receipt', () => {
  it('holds for the device and the key that it enrolled with, and for no other', async () => {
    const text = signReceipt(signer, receipt);
    expect(await verifyReceipt(text, ofDevice)).toMatchObject({ ok: true, value: { serial: { epoch: 1, number: 4 } } });
    expect(await codeOf(verifyReceipt(text, { ...ofDevice, key: stranger.publicKey }))).toBe('unknown-key');
    expect(await codeOf(verifyReceipt(text, { ...ofDevice, hardwareKey: '17QE00000000' }))).toBe('wrong-device');
    expect(await codeOf(verifyReceipt(text, { ...ofDevice, product: 'ESC-100' }))).toBe('wrong-device');
    expect(await codeOf(verifyReceipt(signRequest(signer, facts), ofDevice))).toBe('wrong-kind');
    expect(await codeOf(verifyReceipt(`${text.slice(0, -4)}AAAA`, ofDevice))).toBe('document-altered');
    expect(await codeOf(verifyReceipt(signReceipt(signer, { ...receipt, serial: { epoch: 1, number: -1 } }), ofDevice))).toBe(
      'document-malformed',
    );
  });
});
