import { catalogPack } from '@muniment/contract/catalog-pack';
import { acceptsPart, checkPack, matchHardwareKey } from '@muniment/domain/catalog';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomPack, randomPackOf } from './random-pack.ts';
import { randomTerms } from './random-terms.ts';

describe('random packs', () => {
  it('are valid by the schema and by every check of the domain', () => {
    fc.assert(
      fc.property(randomPack, ({ pack }) => {
        const written: unknown = JSON.parse(JSON.stringify(pack));
        expect(catalogPack.parse(written)).toEqual(written);
        expect(checkPack(pack)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('are so with term licences as well, and products take those for devices', () => {
    fc.assert(
      fc.property(randomTerms, ({ pack, combinable, other, loose, forUsers }) => {
        const written: unknown = JSON.parse(JSON.stringify(pack));
        expect(catalogPack.parse(written)).toEqual(written);
        // `other` stands for what an older version of the pack gave: none that is loaded has both in one category.
        expect(checkPack({ ...pack, parts: pack.parts.filter((part) => part !== other) })).toEqual([]);
        for (const product of pack.products) {
          for (const part of [...combinable, other, loose]) expect(acceptsPart(product, part)).toBe(true);
          for (const part of forUsers) expect(acceptsPart(product, part)).toBe(false);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('come with keys their products take, however entered, and keys they refuse', () => {
    fc.assert(
      fc.property(randomPack, fc.nat(9_999), ({ pack, keyFor, enteredKeyFor, wrongKeyFor }, n) => {
        for (const product of pack.products) {
          const key = keyFor(product.id, n);
          expect(matchHardwareKey(product, key)).toMatchObject({ ok: true, value: { key } });
          expect(matchHardwareKey(product, enteredKeyFor(product.id, n))).toMatchObject({ ok: true, value: { key } });
          expect(matchHardwareKey(product, wrongKeyFor(product.id)).ok).toBe(false);
          for (const other of pack.products) expect(matchHardwareKey(other, key).ok).toBe(other === product);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('never give one key twice', () => {
    const { pack, keyFor } = randomPackOf(7);
    const keys = pack.products.flatMap(({ id }) => Array.from({ length: 2_000 }, (_, n) => keyFor(id, n)));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('have for every product parts of each kind, and a part it does not take', () => {
    fc.assert(
      fc.property(randomPack, ({ pack, partsOf, foreignPartOf }) => {
        for (const { id } of pack.products) {
          const { quantity, version, flag } = partsOf(id);
          for (const parts of [quantity, version, flag]) expect(parts.length).toBeGreaterThan(0);
          expect(foreignPartOf(id)).toBeDefined();
        }
      }),
    );
  });

  it('are the same for the same seed', () => {
    expect(randomPackOf(42).pack).toEqual(randomPackOf(42).pack);
  });
});
