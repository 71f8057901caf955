import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPack } from '../../test/packs.ts';
import {
  commonKey,
  findProduct,
  type KeyFormat,
  keyMatches,
  matchHardwareKey,
  normaliseKey,
  parsePattern,
  productsTaking,
} from './index.ts';

const pack = readPack('catalogs/pbx-channel/pack.yaml');
const format = (pattern: string, rest: Partial<KeyFormat> = {}): KeyFormat => ({
  id: 'f',
  pattern,
  normalise: [],
  letterCase: 'as-is',
  expected: {},
  example: '',
  ...rest,
});

describe('hardware keys of the channel', () => {
  /** A few of the guide's example keys; the whole table is in `test/key-table.test.ts`. */
  const examples = [
    ['280001451316', 'SL1000'],
    ['3810004626AD', 'SL2100'],
    ['190400324412', 'SV8100'],
    ['340209224568', 'SV9100-CP10'],
    ['4410011575A6', 'SV9100-CP20'],
  ] as const;

  it.each(examples)('%s is taken by %s', (key, type) => {
    expect(productsTaking(pack, key).map(({ product }) => product.id)).toContain(type);
    expect(matchHardwareKey(findProduct(pack, type)!, key)).toEqual({ ok: true, value: { key, formatId: 'cpu' } });
  });

  it.each(['', '19040032441', '1904003244123', '19040032441A', '290400324412', '190400324412x', '１９0400324412', '9'.repeat(900)])(
    '"%s" is refused for SV8100 with the expected form and an example',
    (entered) => {
      expect(matchHardwareKey(findProduct(pack, 'SV8100')!, entered)).toMatchObject({
        ok: false,
        refusal: {
          code: 'hardware-key-invalid',
          facts: { product: 'SV8100', formats: [{ expected: { en: '12 digits that begin with 19' }, example: '190400324412' }] },
        },
      });
    },
  );

  it('are case-sensitive unless the pack says otherwise', () => {
    const product = findProduct(pack, 'SL2100')!;
    expect(matchHardwareKey(product, '3810004626ad').ok).toBe(false);
    const upper = { ...product, keyFormats: product.keyFormats.map((one) => ({ ...one, letterCase: 'upper' as const })) };
    expect(matchHardwareKey(upper, '3810004626ad')).toMatchObject({ ok: true, value: { key: '3810004626AD' } });
  });

  it('are normalised as the pack says: a scanned label loses prefix and dashes, a computer name its capitals (B4)', () => {
    const label = format('35[0-9A-Z]{26}', { normalise: [{ 'strip-prefix': 'A_' }, 'strip-dashes'] });
    expect(normaliseKey(label, 'A_3565-A9C3-0842-67EF-2E44-A473-6DI2')).toBe('3565A9C3084267EF2E44A4736DI2');
    expect(keyMatches(label, '3565A9C3084267EF2E44A4736DI2')).toBe(true);
    expect(normaliseKey(format('.+', { letterCase: 'lower' }), ' HVPC030PBX.devnlnec.Local ')).toBe('hvpc030pbx.devnlnec.local');
  });
});

const steps = fc.array(
  fc.oneof(
    fc.constantFrom(
      'strip-whitespace' as const,
      'strip-dashes' as const,
      'strip-underscores' as const,
      'strip-colons' as const,
      'strip-dots' as const,
    ),
    fc.constantFrom('A', 'a_', '--', 'AB').map((text) => ({ 'strip-prefix': text })),
    fc.constantFrom('B', 'b', '-A').map((text) => ({ 'strip-suffix': text })),
  ),
  { maxLength: 4 },
);
const letterCase = fc.constantFrom('as-is' as const, 'upper' as const, 'lower' as const);

describe('normalising', () => {
  it('twice is normalising once, whatever steps are combined', () => {
    const entered = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('A', 'a', 'B', 'b', '_', '-', ' ', ':', '.', 'ß') }));
    fc.assert(
      fc.property(steps, letterCase, entered, (normalise, cases, text) => {
        const rules = { normalise, letterCase: cases };
        const once = normaliseKey(rules, text);
        expect(normaliseKey(rules, once)).toBe(once);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** Small patterns over a small alphabet, so that overlaps are frequent and can be tried out. */
const pattern: fc.Arbitrary<string> = fc.letrec<{ choice: string; sequence: string; atom: string }>((tie) => ({
  choice: fc.oneof(
    { weight: 3, arbitrary: tie('sequence') },
    { weight: 1, arbitrary: fc.tuple(tie('sequence'), tie('sequence')).map(([a, b]) => `(${a}|${b})`) },
  ),
  sequence: fc
    .array(fc.tuple(tie('atom'), fc.constantFrom('', '', '?', '*', '+', '{2}', '{0,2}', '{1,}')), { minLength: 1, maxLength: 3 })
    .map((items) => items.map(([a, n]) => a + n).join('')),
  atom: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('a', 'b', '[ab]', '[^a]', '\\d', '1', '.'),
    tie('choice').map((inner) => `(?:${inner})`),
  ),
})).choice;
const sample = fc.string({ unit: fc.constantFrom('a', 'b', '1', '-'), maxLength: 5 });

describe('patterns', () => {
  it.each([
    ['28\\d{10}', '280001451316'],
    ['^38[0-9A-F]{10}$', '3810004626AD'],
    ['[[:xdigit:]]{4}', '1a2F'],
    ['\\w{2}\\-\\d+', 'A_-77'],
    ['(?:a|b(c|d))?x', 'bdx'],
    ['[A-Z\\]\\-^]{4}', 'A]-^'],
    ['[-a]{2}', '-a'],
    ['a{2,}', 'aaaa'],
  ])('%s takes %s', (text, key) => {
    expect(parsePattern(text).ok).toBe(true);
    expect(keyMatches(format(text), key)).toBe(true);
  });

  it.each([
    ['(?i)ab', 0],
    ['a(?=b)', 1],
    ['(a)\\1', 3],
    ['a\\bb', 1],
    ['\\pL', 0],
    ['a**', 2],
    ['*a', 0],
    ['a{2', 1],
    ['a{3,2}', 1],
    ['a{201}', 1],
    ['[z-a]', 1],
    ['[abc', 0],
    ['(ab', 0],
    ['ab)', 2],
    ['a^b', 1],
    ['a$b', 1],
    ['ä', 0],
    ['[[:word:]]', 1],
    ['(([a-z]{100}){100}){3}', 0],
  ])('%s is outside the subset, and where is said', (text, position) => {
    expect(parsePattern(text)).toMatchObject({ ok: false, position });
  });

  it('overlap exactly when a common key is found, and the key found is taken by both', () => {
    fc.assert(
      fc.property(pattern, pattern, fc.array(sample, { minLength: 20, maxLength: 20 }), (left, right, tries) => {
        const [one, two] = [format(left), format(right)];
        const common = commonKey(one, two);
        if (common !== null && common !== '') for (const each of [one, two]) expect(keyMatches(each, common)).toBe(true);
        if (common === null) for (const key of tries) expect(keyMatches(one, key) && keyMatches(two, key)).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  it('overlap as entered, not as stored: letter case and stripped characters count', () => {
    expect(commonKey(format('[A-F]{4}', { letterCase: 'upper' }), format('[a-f]{4}'))).not.toBeNull();
    expect(commonKey(format('[A-F]{4}'), format('[a-f]{4}'))).toBeNull();
    expect(commonKey(format('ab', { normalise: ['strip-dashes'] }), format('a-b'))).toBe('a-b');
    expect(commonKey(format('ab', { normalise: [{ 'strip-prefix': 'x' }] }), format('xab'))).toBe('xab');
  });

  it('are matched in linear time, whatever a pack asks for', () => {
    const hard = format(`${'a?'.repeat(60)}${'a'.repeat(60)}`);
    const started = performance.now();
    expect(keyMatches(hard, 'a'.repeat(60))).toBe(true);
    expect(keyMatches(format('(a*)*b'), 'a'.repeat(200))).toBe(false);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
