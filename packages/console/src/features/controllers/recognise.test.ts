import { createSigner, generateKey, openKey, signReceipt, signRequest, signReturn } from '@muniment/documents/self';
import { describe, expect, it } from 'vitest';
import { recognise } from './recognise.ts';

const signer = createSigner(openKey(generateKey().privateKeyPem));
const base = { sub: 'WS-1', aud: 'survey', iat: 1_700_000_000, nonce: 'abcdefghijklmnop', product: 'Gerät' };
const request = (purpose: 'enrol' | 'licenses' | 'renew') => signRequest(signer, { ...base, purpose, customerId: 'none' });
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('A file that is carried', () => {
  it('is known by what it says of itself', () => {
    for (const purpose of ['enrol', 'licenses', 'renew'] as const) expect(recognise(request(purpose)).kind).toBe(purpose);
    const { iat, nonce, aud } = base;
    expect(recognise(signReceipt(signer, { ...base, serial: { epoch: 1, number: 1 }, removedAt: iat })).kind).toBe('receipt');
    expect(recognise(signReturn(signer, { sub: 'lse_1', aud, iat, nonce, number: 1, removedAt: iat })).kind).toBe('borrow-receipt');
    for (const [typ, kind] of [
      ['muniment-license+jwt', 'license'],
      ['muniment-borrow+jwt', 'borrow'],
      ['muniment-keyset+jwt', 'key-set'],
      ['muniment-revocations+jwt', 'revocations'],
    ])
      expect(recognise(`${encoded({ typ })}.${encoded({})}.c2ln`).kind).toBe(kind);
    expect(recognise('{ "product": "P", "keys": [] }').kind).toBe('setup');
    expect(recognise('{ "keys": [] }').kind).toBe('key-set');
  });

  it('is one word, however a mail broke its lines', () => {
    const text = request('licenses');
    expect(recognise(`\r\n${text.replaceAll(/(.{60})/g, '$1\r\n ')}\n`)).toEqual({ kind: 'licenses', document: text });
  });

  it('is unknown where it says nothing', () => {
    for (const text of [
      '',
      'a letter',
      'a.b.c',
      '{}',
      'null',
      '[]',
      `${encoded({ typ: 'other+jwt' })}.${encoded({})}.c2ln`,
      '\u0000.\u0000.\u0000',
    ])
      expect(recognise(text).kind, text).toBe('unknown');
  });
});
