import { type Alphabet, alphabets, keyLength, type LicenseKeyFormat } from './alphabets.ts';
import { checkValue, nextState, startOf, swapPasses } from './check-character.ts';

/** Values that no chance can tell from evenly drawn ones: so many bits more than the key needs. */
const spareBits = 128;

/** Random bytes that a key is formed from. */
export function licenseKeyBytes(format: LicenseKeyFormat): number {
  const bits = keyLength(format) * Math.log2(alphabets[format.alphabet].characters.length);
  return Math.ceil((bits + spareBits) / 8);
}

/** Bits of chance in a key, at least: neither prefix nor check character hold any (A1). */
export function licenseKeyBits(format: LicenseKeyFormat): number {
  const size = alphabets[format.alphabet].characters.length;
  const length = keyLength(format);
  if (format.check === 'none') return Math.floor(length * Math.log2(size));
  // The first is free, every other may not be one value beside its neighbour, the last not three.
  const choices = Array.from({ length: Math.max(0, length - 1) }, (_, index) =>
    index === 0 ? size : index === length - 2 ? size - 3 : size - 1,
  );
  return Math.floor(choices.reduce((sum, count) => sum + Math.log2(count), 0));
}

/**
 * Forms a key from random bytes (A1), as it is handed out: with prefix and separators. Where it has a check character, no
 * two neighbours of it can change places unnoticed.
 */
export function formLicenseKey(format: LicenseKeyFormat, random: Uint8Array): string {
  const needed = licenseKeyBytes(format);
  if (random.length < needed) throw new RangeError(`a key of this form needs ${needed} random bytes, not ${random.length}`);
  let left = random.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const draw = (count: number): number => {
    const drawn = Number(left % BigInt(count));
    left /= BigInt(count);
    return drawn;
  };
  const alphabet = alphabets[format.alphabet];
  const values = format.check === 'none' ? plainValues(format, alphabet, draw) : checkedValues(format, alphabet, draw);
  return writeLicenseKey(format, values.map((value) => alphabet.characters[value]).join(''));
}

type Draw = (count: number) => number;

function plainValues(format: LicenseKeyFormat, { characters }: Alphabet, draw: Draw): number[] {
  return Array.from({ length: keyLength(format) }, () => draw(characters.length));
}

function checkedValues(format: LicenseKeyFormat, alphabet: Alphabet, draw: Draw): number[] {
  const size = alphabet.characters.length;
  const length = keyLength(format);
  const values: number[] = [];
  let before = startOf(alphabet);
  let state = startOf(alphabet);
  for (let place = 0; place < length - 1; place++) {
    const possible = Array.from({ length: size }, (_, value) => value).filter((value) => {
      if (place > 0 && swapPasses(before, values[place - 1]!, value, size)) return false;
      return place < length - 2 || !swapPasses(state, value, checkValue(nextState(state, value, size), size), size);
    });
    const value = possible[draw(possible.length)]!;
    values.push(value);
    before = state;
    state = nextState(state, value, size);
  }
  return [...values, checkValue(state, size)];
}

/** A key as people see it: prefix, groups, separators. `code` is its characters alone. */
export function writeLicenseKey({ groups, separator, prefix }: LicenseKeyFormat, code: string): string {
  const parts: string[] = prefix === undefined || prefix === '' ? [] : [prefix];
  let at = 0;
  for (const size of groups) {
    parts.push(code.slice(at, at + size));
    at += size;
  }
  return parts.join(separator);
}

/** What a key looks like, with an X for each character that differs: `XXXXX-XXXXX`. */
export function licenseKeyShape(format: LicenseKeyFormat): string {
  return writeLicenseKey(format, 'X'.repeat(keyLength(format)));
}
