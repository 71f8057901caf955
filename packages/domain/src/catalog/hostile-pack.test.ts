import { catalogPack } from '@muniment/contract/catalog-pack';
import { describe, expect, it } from 'vitest';
import { bindingsOf, type CatalogPack, checkPack, countUnits, findPart } from './index.ts';

// Packs written to break whoever reads them: every one is checked in bounded time, and none makes an act slow or throw.

const text = { en: 'X' };
const format = (id: string, pattern: string, example: string) => ({ id, pattern, expected: text, example });
const flag = [{ id: 'f', label: text, kind: 'flag' }];
const file = { format: 'single', fileName: 'x.lic' };
const plain = { id: 'p', label: text, keyFormats: [format('k', '[A-Z]{4}', 'ABCD')], parts: [{ part: 'P' }], licenseFile: file };
const parts = [{ number: 'P', label: text, grants: [{ feature: 'f' }] }];

function packOf(over: object): CatalogPack {
  const vendor = { name: 'V', timeZone: 'UTC', languages: ['en'] };
  return catalogPack.parse({ format: 1, version: '1', vendor, features: flag, products: [plain], parts, ...over });
}
const withRule = (check: string, over: object = {}) =>
  packOf({ products: [{ ...plain, rules: [{ when: ['activate'], check, code: 'C', message: text, nextStep: text }] }], ...over });
const codes = (pack: CatalogPack) => checkPack(pack).map(({ code }) => code);

/** Four loops over all parts, each within the other: years. */
const loops = ['a', 'b', 'c', 'd'].reduceRight((inner, name) => `selection.parts.all(${name}, ${inner})`, "a != 'zz'");

describe('a hostile pack', () => {
  it.each([
    "selection.constructor['x'] == 1",
    "'x' in selection.constructor",
    'selection.toString.x == 1',
    'selection.hasOwnProperty.__proto__ == 1',
  ])('cannot take a name that every object has for a map of parts: %s', (check) => {
    expect(codes(withRule(check))).toEqual(['rule-not-valid']);
  });

  it.each(['selection.constructor == 1', 'active.valueOf == 1', 'selection.toString.all(x, true)'])(
    'cannot hide what a rule costs behind such a name: %s',
    (beside) => {
      expect(codes(withRule(`(true || ${beside}) && ${loops}`))).toEqual(['rule-not-valid']);
    },
  );

  it('may call parts, products, variants, relations and demos as every object calls something', () => {
    const names = ['constructor', 'toString', 'hasOwnProperty'];
    const named = names.map((number) => ({ number, label: text, grants: [{ feature: 'constructor' }], alternatives: ['__proto__'] }));
    const term = { model: 'term', term: { runs: 'fixed', days: 9 } };
    const pack = withRule("selection.parts['__proto__'] + selection.partsOrAlternatives['toString'] <= 3", {
      features: [{ id: 'constructor', label: text, kind: 'flag' }],
      parts: [...parts.map((part) => ({ ...part, grants: [] })), ...named, { number: '__proto__', label: text, grants: [], ...term }],
    });
    const [product] = pack.products;
    const variants = names.map((id) => ({ id, label: text, withdrawn: false }));
    const demos = names.map((id) => ({ id, label: text, part: '__proto__', count: 1, starts: 'request' as const }));
    const odd: CatalogPack = { ...pack, products: [{ ...product!, id: 'constructor', variants, demos }] };
    expect(checkPack(odd)).toEqual([]);
    const units = ['__proto__', 'toString'].map((number) => ({ part: findPart(odd, number)!, quantity: 2 }));
    expect(countUnits(odd, units)).toMatchObject({ units: 4, parts: { toString: 2 }, features: { constructor: 2 } });
  });

  it('of half a million alternatives costs an act no more than the parts that are there', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({
      number: `P${index}`,
      label: text,
      grants: [],
      alternatives: Array.from({ length: 50 }, (_, step) => `P${(index + step + 1) % 10_000}`),
    }));
    const rules = Array.from({ length: 200 }, (_, index) => ({
      when: ['activate'],
      check: `selection.partsOrAlternatives['P${index}'] >= 0`,
      code: 'C',
      message: text,
      nextStep: text,
    }));
    const pack = packOf({ parts: many, products: [{ ...plain, parts: [], rules }] });
    const checked = performance.now();
    expect(checkPack(pack)).toEqual([]);
    // Far from the twenty seconds that a check may take; before, it took minutes.
    expect(performance.now() - checked).toBeLessThan(10_000);
    const counts = countUnits(pack, [{ part: findPart(pack, 'P7')!, quantity: 3 }]);
    const device = { product: 'p', variant: '', hardwareKey: 'ABCD', name: 'D' };
    const around = { device, parent: null, children: [], order: null, contract: null, today: '2026-01-01' };
    const began = performance.now();
    for (let act = 0; act < 100; act++) bindingsOf(pack, { ...around, selection: counts, attached: counts, active: counts });
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('of many variants that take over many formats compares each two of them once', () => {
    const letter = (index: number) => String.fromCharCode(65 + index);
    const keyFormats = Array.from({ length: 20 }, (_, index) => format(`k${index}`, `${letter(index)}[A-Z0-9]{1,60}`, `${letter(index)}1`));
    const variants = Array.from({ length: 50 }, (_, index) => ({ id: `v${index}`, label: text }));
    const one = packOf({ products: [{ ...plain, keyFormats }] });
    const fifty = packOf({ products: [{ ...plain, keyFormats, variants }] });
    const spent = (pack: CatalogPack) => {
      const began = performance.now();
      expect(checkPack(pack)).toEqual([]);
      return performance.now() - began;
    };
    const alone = spent(one);
    // Fifty times as long, if each variant compared them for itself.
    expect(spent(fifty)).toBeLessThan(10 * alone + 500);
  });
});
