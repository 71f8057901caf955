import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromId, toId, uuidv7 } from '../ids/index.ts';
import { canonicalJson, deriveKey, digestOf, randomToken, seal, sha256, unseal } from './index.ts';

describe('canonical JSON', () => {
  it('says the same value in the same bytes, whatever the order of its keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(digestOf(reversed)).toBe(digestOf(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('follows the example of RFC 8785', () => {
    const value = {
      // biome-ignore lint/correctness/noPrecisionLoss: the example shows what becomes of a number that JSON cannot hold
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    expect(sha256('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
  });
});

describe('ids', () => {
  it('come back as the UUID they were made of, and nothing else does', () => {
    const uuid = uuidv7();
    expect(fromId('dev', toId('dev', uuid))).toBe(uuid);
    expect(fromId('dev', toId('org', uuid))).toBeNull();
    fc.assert(fc.property(fc.string(), (text) => fromId('dev', `dev_${text}`) === null));
  });

  it('sort by the time they were made', () => {
    const made = Array.from({ length: 1000 }, uuidv7);
    expect([...made].sort()).toEqual(made);
  });
});

describe('a token', () => {
  it('holds 256 bits', () => {
    expect(Buffer.from(randomToken(), 'base64url')).toHaveLength(32);
    expect(randomToken()).not.toBe(randomToken());
  });
});

describe('what is sealed', () => {
  const key = deriveKey(new Uint8Array(32).fill(7), 'a purpose');

  it('comes back only with its key, in its place, unaltered', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(), (text, place, seed) => {
        const sealed = seal(key, text, place);
        expect(unseal(key, sealed, place)).toBe(text);
        expect(() => unseal(key, sealed, `${place} `)).toThrow();
        expect(() => unseal(deriveKey(new Uint8Array(32).fill(7), 'another'), sealed, place)).toThrow();
        const altered = Uint8Array.from(sealed);
        altered[seed % altered.length]! ^= 1;
        expect(() => unseal(key, altered, place)).toThrow();
      }),
    );
  });

  it('is other bytes every time', () => {
    expect(seal(key, 'text', '')).not.toEqual(seal(key, 'text', ''));
  });
});
