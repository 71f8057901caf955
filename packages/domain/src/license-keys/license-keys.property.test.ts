import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alphabets } from './alphabets.ts';
import { checkValue, isChecked, nextState, startOf } from './check-character.ts';
import {
  type AlphabetName,
  formLicenseKey,
  keyLength,
  type LicenseKeyFormat,
  licenseKeyBits,
  licenseKeyBytes,
  licenseKeyShape,
  linesOf,
  readLicenseKey,
} from './index.ts';

const names = Object.keys(alphabets) as AlphabetName[];
const formats: fc.Arbitrary<LicenseKeyFormat> = fc.record({
  alphabet: fc.constantFrom(...names),
  groups: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 2, maxLength: 6 }),
  separator: fc.constantFrom('-', ' ', '.', ''),
  prefix: fc.constantFrom(undefined, 'ML', '7', 'ABC'),
  check: fc.constantFrom('iso-7064', 'none'),
});
const checked = formats.map((format): LicenseKeyFormat => ({ ...format, check: 'iso-7064' }));
const bytesFor = (format: LicenseKeyFormat) => {
  const length = licenseKeyBytes(format);
  return fc.uint8Array({ minLength: length, maxLength: length });
};
const keys = (of: fc.Arbitrary<LicenseKeyFormat>) =>
  of.chain((format) => bytesFor(format).map((bytes) => ({ format, key: formLicenseKey(format, bytes) })));
const codeOf = (format: LicenseKeyFormat, key: string): string => {
  const read = readLicenseKey(format, key);
  if (!read.ok) throw new Error(`${key} is refused: ${JSON.stringify(read.refusal)}`);
  return read.value.code;
};
const wrong = (format: LicenseKeyFormat, typed: string) => {
  const read = readLicenseKey(format, typed);
  return read.ok ? null : read.refusal.facts['wrong'];
};
const five: LicenseKeyFormat = { alphabet: 'unambiguous', groups: [5, 5, 5, 5, 5], separator: '-', check: 'iso-7064' };

describe('a licence key', () => {
  it('is read back as it was formed, whatever the form', () => {
    fc.assert(
      fc.property(keys(formats), ({ format, key }) => {
        const read = readLicenseKey(format, key);
        expect(read).toMatchObject({ ok: true, value: { key } });
        expect(codeOf(format, key)).toHaveLength(keyLength(format));
        expect(key).toHaveLength(licenseKeyShape(format).length);
      }),
    );
  });

  it('of the longest form that a pack can have is read as well', () => {
    const longest: LicenseKeyFormat = { ...five, groups: Array.from({ length: 16 }, () => 32), prefix: 'ABCDEFGHJK' };
    const key = formLicenseKey(longest, new Uint8Array(licenseKeyBytes(longest)).fill(7));
    expect(readLicenseKey(longest, ` ${key} `)).toMatchObject({ ok: true, value: { key } });
  });

  it('does not mind case, width, spaces, dashes and a missing prefix', () => {
    fc.assert(
      fc.property(keys(formats), ({ format, key }) => {
        const code = codeOf(format, key);
        const wide = [...code].map((letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)).join('');
        const dashed = [...code].join('\u2011');
        for (const typed of [code, code.toLowerCase(), wide, dashed, ` ${[...code].join(' ')}\u00a0`, `\u200b${key.toLowerCase()}\ufeff`]) {
          expect(codeOf(format, typed)).toBe(code);
        }
      }),
    );
  });

  it('finds every single wrong character', () => {
    fc.assert(
      fc.property(keys(checked), fc.nat(), ({ format, key }, seed) => {
        const code = codeOf(format, key);
        const place = seed % code.length;
        for (const other of alphabets[format.alphabet].characters) {
          if (other === code[place]) continue;
          expect(wrong(format, code.slice(0, place) + other + code.slice(place + 1))).toBe('check');
        }
      }),
    );
  });

  it('finds every swap of neighbours, the check character included', () => {
    fc.assert(
      fc.property(keys(checked), ({ format, key }) => {
        const code = codeOf(format, key);
        for (let place = 0; place + 1 < code.length; place++) {
          const [left, right] = [code[place]!, code[place + 1]!];
          if (left === right) continue;
          expect(wrong(format, code.slice(0, place) + right + left + code.slice(place + 2))).toBe('check');
        }
      }),
    );
  });

  it('finds every missing and every added character by its length', () => {
    fc.assert(
      fc.property(keys(formats.map((format) => ({ ...format, prefix: undefined }))), fc.nat(), ({ format, key }, seed) => {
        const code = codeOf(format, key);
        const place = seed % code.length;
        expect(wrong(format, code.slice(0, place) + code.slice(place + 1))).toBe('length');
        expect(wrong(format, code.slice(0, place) + code[place] + code.slice(place))).toBe('length');
      }),
    );
  });

  it('never throws, and never echoes more than one character of what was typed', () => {
    fc.assert(
      fc.property(formats, fc.string({ unit: 'binary', maxLength: 300 }), (format, typed) => {
        const read = readLicenseKey(format, typed);
        if (!read.ok) expect([...String(read.refusal.facts['character'] ?? '')].length).toBeLessThanOrEqual(1);
        else expect(codeOf(format, read.value.code)).toBe(read.value.code);
      }),
    );
  });

  it('is drawn evenly: other bytes are another key', () => {
    const seen = new Set<string>();
    for (let number = 0; number < 2000; number++) {
      const bytes = new Uint8Array(licenseKeyBytes(five));
      bytes.set([number >> 8, number & 255], bytes.length - 2);
      seen.add(formLicenseKey(five, bytes));
    }
    expect(seen.size).toBe(2000);
    expect(() => formLicenseKey(five, new Uint8Array(3))).toThrow(RangeError);
  });
});

describe('the check character', () => {
  it('is that of ISO 7064 MOD 11,10 for digits', () => {
    // The example of the standard: 0794 is completed by 5.
    const digits = alphabets.digits;
    const state = [0, 7, 9, 4].reduce((sum, value) => nextState(sum, value, 10), startOf(digits));
    expect(checkValue(state, 10)).toBe(5);
    expect(isChecked(digits, '07945')).toBe(true);
  });

  it.each(names)('of %s overlooks one pair of neighbours at each place, which no key of ours holds', (name) => {
    const alphabet = alphabets[name];
    const size = alphabet.characters.length;
    expect(size % 2).toBe(0);
    // Every state a key can be in, every two neighbours: exactly one pair leads to the same sum either way round.
    for (let state = 1; state <= size; state++) {
      let overlooked = 0;
      for (let left = 0; left < size; left++) {
        for (let right = left + 1; right < size; right++) {
          const straight = nextState(nextState(state, left, size), right, size);
          const swapped = nextState(nextState(state, right, size), left, size);
          if (straight === swapped) overlooked++;
        }
      }
      expect(overlooked).toBe(1);
    }
  });

  it('does not claim more: of groups that changed places about one in thirty passes', () => {
    let passed = 0;
    const tries = 3000;
    for (let number = 0; number < tries; number++) {
      const bytes = new Uint8Array(licenseKeyBytes(five)).map((_, index) => (number * 31 + index * index * 7 + (number >> 3)) & 255);
      const code = codeOf(five, formLicenseKey(five, bytes));
      if (readLicenseKey(five, code.slice(5, 10) + code.slice(0, 5) + code.slice(10)).ok) passed++;
    }
    expect(passed / tries).toBeLessThan(0.1);
  });
});

describe('what is wrong', () => {
  const key = formLicenseKey({ ...five, prefix: 'ML' }, new Uint8Array(40).fill(77));

  it('is told with the expected form, and the place of a character that cannot be', () => {
    const format = { ...five, prefix: 'ML' };
    expect(readLicenseKey(format, `${key.slice(0, 4)}0${key.slice(5)}`)).toEqual({
      ok: false,
      refusal: {
        code: 'license-key-mistyped',
        facts: { expected: 'ML-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX', wrong: 'character', position: 4, character: '0' },
      },
    });
    expect(readLicenseKey(format, 'ML-22222')).toMatchObject({ refusal: { facts: { wrong: 'length', length: 25, entered: 5 } } });
    expect(readLicenseKey(format, '')).toMatchObject({ refusal: { facts: { wrong: 'length', entered: 0 } } });
    // A Cyrillic А only looks like one of ours.
    expect(readLicenseKey(five, `\u0410${'2'.repeat(24)}`)).toMatchObject({ refusal: { facts: { wrong: 'character', position: 1 } } });
    // A dotless i and a sharp s do not become other letters.
    expect(wrong(five, `\u0131${'2'.repeat(24)}`)).toBe('character');
    expect(wrong(five, `\u00df${'2'.repeat(23)}`)).toBe('character');
  });

  it('reads look-alikes only where they stand for nothing else', () => {
    const format: LicenseKeyFormat = { alphabet: 'crockford', groups: [13, 13], separator: '-', check: 'iso-7064' };
    const code = codeOf(format, formLicenseKey(format, new Uint8Array(40).fill(0)));
    expect(code).toContain('0');
    expect(codeOf(format, code.replace('0', 'o'))).toBe(code);
    expect(wrong(format, code.replace('0', 'u'))).toBe('character');
  });
});

describe('chance', () => {
  it('is counted in bits without prefix and check character', () => {
    expect(licenseKeyBits(five)).toBe(116);
    expect(licenseKeyBits({ ...five, prefix: 'LONG' })).toBe(116);
    expect(licenseKeyBits({ ...five, check: 'none' })).toBe(122);
    expect(licenseKeyBits({ alphabet: 'digits', groups: [4, 4], separator: '', check: 'iso-7064' })).toBeLessThan(24);
    expect(licenseKeyBits({ alphabet: 'digits', groups: [], separator: '', check: 'iso-7064' })).toBe(0);
  });
});

describe('a pasted list', () => {
  it('has a key on each line, or between commas, and empty lines are nothing', () => {
    expect(linesOf('A\r\n\n B ,C;\tD\u2028')).toEqual([
      { line: 1, text: 'A' },
      { line: 3, text: 'B' },
      { line: 4, text: 'C' },
      { line: 6, text: 'D' },
    ]);
  });
});
