import { hash } from 'node:crypto';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { readPack } from '../../test/packs.ts';
import {
  childKey,
  keyMatches,
  modelsOf,
  normaliseKey,
  shapeSize,
  smallestShape,
  temporaryKey,
  valueFromBytes,
  valueOfShape,
} from './index.ts';

const pack = readPack('catalogs/pbx-channel/pack.yaml');
const shapes = modelsOf(pack).flatMap(({ product: { derivedKey, productKey, licenseFile } }) => [
  ...(derivedKey === undefined ? [] : [derivedKey.shape]),
  ...(productKey?.shape === undefined ? [] : [productKey.shape]),
  ...(licenseFile.format !== 'external' && licenseFile.activationCode !== undefined ? [licenseFile.activationCode.shape] : []),
]);
/** Bytes as the server draws them, from a secret, the device and what was entered; the server's own are keyed by HMAC. */
const drawn = (...about: readonly unknown[]) => hash('sha512', `secret ${about.join(' ')}`, 'buffer');

const pieces = fc.constantFrom('\\d', '[0-9A-F]', '[A-Z]', 'x', 'AB', '(?:a|bc)', '[a-f]{2,3}', '\\d?', '(?:[xyz]\\d){2}');
const randomShape = fc.array(pieces, { minLength: 1, maxLength: 6 }).map((list) => list.join(''));

describe('a shape', () => {
  it('gives only values that its own pattern takes, and at every place another one', () => {
    fc.assert(
      fc.property(randomShape, (shape) => {
        const size = shapeSize(shape)!;
        const places = size <= 300n ? Array.from({ length: Number(size) }, (_, place) => BigInt(place)) : [0n, 1n, size / 2n, size - 1n];
        const values = places.map((place) => valueOfShape(shape, place));
        for (const value of values) expect(value === '' || keyMatches({ pattern: shape }, value)).toBe(true);
        // What a pattern takes in two ways counts twice: none of these pieces does, but two in a row may.
        if (!shape.includes('?') && !shape.includes('{2,3}')) expect(new Set(values).size).toBe(values.length);
      }),
    );
  });

  it.each(['\\d+', 'a*', '[0-9]{3,}', '(', ''])('is not "%s"', (text) => {
    expect(shapeSize(text) ?? 0n).toBeLessThan(2n);
  });

  it.each(['\\d{4}', '(?:a|bc)\\d'])('has no value outside its size: %s', (shape) => {
    const size = shapeSize(shape)!;
    for (const place of [-1n, size, size + 1n]) expect(() => valueOfShape(shape, place)).toThrow(RangeError);
  });
});

describe('keys that are made', () => {
  it.each([...new Set(shapes)])('are of the shape that the pack says, and the same for the same device for good: %s', (shape) => {
    expect(shapeSize(shape)! >= smallestShape).toBe(true);
    for (let n = 0; n < 200; n++) {
      const value = valueFromBytes(shape, drawn('device', n));
      expect(keyMatches({ pattern: shape }, value)).toBe(true);
      expect(valueFromBytes(shape, drawn('device', n))).toBe(value);
    }
  });

  it('never collide over a million devices: where one is taken, the next is drawn', () => {
    const shape = '3C[0-9A-F]{10}';
    const taken = new Set<string>();
    let again = 0;
    for (let device = 0; device < 1_000_000; device++) {
      // Everybody enters the same name.
      for (let attempt = 0; ; attempt++) {
        const key = valueFromBytes(shape, drawn('primary', device, 'pbx.example', attempt));
        if (!taken.has(key)) {
          taken.add(key);
          break;
        }
        again++;
      }
    }
    expect(taken.size).toBe(1_000_000);
    // Two of a million in 2^40 are the same about every other time, and three never.
    expect(again).toBeLessThan(10);
  });

  it('use all of a shape', () => {
    const seen = new Set(Array.from({ length: 3_000 }, (_, n) => valueFromBytes('[0-9A-F]{2}', drawn(n))));
    expect(seen.size).toBe(256);
  });
});

describe('a temporary key', () => {
  it('says its prefix, the second of the vendor’s clock, and a number', () => {
    const at = Temporal.Instant.from('2015-06-01T01:58:32Z').toZonedDateTimeISO('Europe/Amsterdam');
    expect(temporaryKey({ prefix: '35' }, at, 610)).toBe('35-150601035832-610-TEMP-KEY');
    expect(temporaryKey({ prefix: '22' }, at.withTimeZone('UTC'), 7)).toBe('22-150601015832-007-TEMP-KEY');
  });
});

describe('the key of a child', () => {
  it('follows from the key above, step by step', () => {
    expect(childKey([{ 'add-prefix': 'LM' }], '18CYG-IPS-00000000BJZ12329QK')).toBe('LM18CYG-IPS-00000000BJZ12329QK');
    const steps = [{ 'strip-prefix': 'aa' }, { 'strip-suffix': 'AA' }, { 'add-prefix': 'LMIS' }];
    expect(childKey(steps, 'aa0014SA2792885418AA')).toBe('LMIS0014SA2792885418');
    const regex = [{ match: 'aa(\\d{4})([A-Z]{2}.*)AA', give: 'L-{2}-{1}' }];
    expect(childKey(regex, 'aa0014SA2792885418AA')).toBe('L-SA2792885418-0014');
    expect(childKey(regex, '0014')).toBeNull();
  });
});

describe('normalising', () => {
  it('twice is normalising once, for every format of the pack and whatever is typed', () => {
    const formats = modelsOf(pack).flatMap(({ product: { keyFormats, derivedKey, secondaryKey, productKey } }) => [
      ...keyFormats,
      ...(derivedKey?.keyFormats ?? []),
      ...(secondaryKey?.keyFormats ?? []),
      ...(productKey?.keyFormats ?? []),
    ]);
    const typed = fc.string({ unit: fc.constantFrom(...'A_-aa0123456789 FZ:.xTEMP–\t') });
    fc.assert(
      fc.property(fc.constantFrom(...formats), typed, (format, text) => {
        const once = normaliseKey(format, text);
        expect(normaliseKey(format, once)).toBe(once);
      }),
      { numRuns: 2_000 },
    );
  });
});
