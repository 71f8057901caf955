import { accept, type Decision, refuse } from '../refusal/index.ts';
import { alphabets, keyLength, type LicenseKeyFormat } from './alphabets.ts';
import { isChecked } from './check-character.ts';
import { licenseKeyShape, writeLicenseKey } from './form-key.ts';

export interface ReadLicenseKey {
  /** The characters alone: what keys are compared and looked up by. */
  readonly code: string;
  /** As it is handed out. */
  readonly key: string;
}

/** What people and programs put between the characters of a key: spaces of any kind, dashes, dots, marks that are not seen. */
const between = /[\s\p{Pd}\p{Cf}\p{Z}._\u2212\u00b7\u2022]/gu;

/** Longer than any key with its separators: nothing beyond is looked at. */
const mostCharacters = 700;

/** One text for all ways of writing the same characters: width and case do not matter. Only ASCII changes its case, so that no letter becomes two. */
function bare(text: string): string {
  return text
    .slice(0, mostCharacters)
    .normalize('NFKC')
    .replace(between, '')
    .replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

/**
 * Reads a key as somebody typed or pasted it (A1), without asking anybody: case, width, spaces and dashes do not matter,
 * nor whether the prefix is there. The refusal says the expected form and what is wrong: the length, a character and its
 * place (from 1, separators not counted), or the check.
 */
export function readLicenseKey(format: LicenseKeyFormat, typed: string): Decision<ReadLicenseKey, 'license-key-mistyped'> {
  const { characters, readAs } = alphabets[format.alphabet];
  const length = keyLength(format);
  const prefix = bare(format.prefix ?? '');
  const expected = licenseKeyShape(format);
  const text = bare(typed);
  const symbols = [...text];
  const given = [...prefix].length;
  // A key may begin as the prefix does: its length says whether the prefix is there.
  const withPrefix = prefix !== '' && symbols.length !== length && text.startsWith(prefix);
  const rest = withPrefix ? symbols.slice(given) : symbols;
  const at = withPrefix ? given : 0;
  const letters: string[] = [];
  for (const [index, symbol] of rest.entries()) {
    const read = characters.includes(symbol) ? symbol : (readAs as Readonly<Record<string, string>>)[symbol];
    if (read === undefined) {
      return refuse('license-key-mistyped', { expected, wrong: 'character', position: at + index + 1, character: symbol });
    }
    letters.push(read);
  }
  if (letters.length !== length) return refuse('license-key-mistyped', { expected, wrong: 'length', length, entered: letters.length });
  const code = letters.join('');
  if (format.check === 'iso-7064' && !isChecked(alphabets[format.alphabet], code)) {
    return refuse('license-key-mistyped', { expected, wrong: 'check' });
  }
  return accept({ code, key: writeLicenseKey(format, code) });
}

/** The lines of a pasted list, each with its place from 1; empty ones are left out. */
export function linesOf(pasted: string): { readonly line: number; readonly text: string }[] {
  return pasted
    .split(/\r\n|[\n\r\u2028\u2029;,\t]/)
    .map((text, index) => ({ line: index + 1, text: text.trim() }))
    .filter(({ text }) => text !== '');
}
