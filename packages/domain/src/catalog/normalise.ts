import type { KeyFormat, NormaliseStep, PlainNormaliser } from './pack.ts';

/** The longest key anybody may enter, in characters. */
export const longestKey = 200;

/** The characters each published primitive takes out, wherever they stand. */
export const strippedCharacters: Readonly<Record<PlainNormaliser, string>> = {
  'strip-whitespace': ' \t\r\n\u00a0',
  'strip-dashes': '-\u2010\u2011\u2012\u2013\u2014\u2212',
  'strip-underscores': '_',
  'strip-colons': ':',
  'strip-dots': '.',
};

function applyStep(key: string, step: NormaliseStep): string {
  if (typeof step === 'string') {
    const stripped = strippedCharacters[step];
    return [...key].filter((character) => !stripped.includes(character)).join('');
  }
  if ('strip-prefix' in step) return key.startsWith(step['strip-prefix']) ? key.slice(step['strip-prefix'].length) : key;
  return key.endsWith(step['strip-suffix']) ? key.slice(0, -step['strip-suffix'].length) : key;
}

function applyCase(key: string, letterCase: KeyFormat['letterCase']): string {
  if (letterCase === 'upper') return key.replace(/[a-z]/g, (letter) => letter.toUpperCase());
  if (letterCase === 'lower') return key.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return key;
}

/**
 * A key as it was entered or scanned, in the form it is stored and compared.
 * Blanks at the ends never count. The steps are repeated until nothing changes, so that normalising twice is
 * normalising once, whatever steps a pack combines. Only A–Z and a–z change case.
 */
export function normaliseKey(format: Pick<KeyFormat, 'normalise' | 'letterCase'>, entered: string): string {
  let key = entered.trim();
  for (;;) {
    const before = key;
    key = applyCase(format.normalise.reduce(applyStep, key).trim(), format.letterCase);
    if (key === before) return key;
  }
}
