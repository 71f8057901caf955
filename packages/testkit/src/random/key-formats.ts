import type { KeyFormat, NormaliseStep } from '@muniment/domain/catalog';
import { identifier, texts, type Words } from './dice.ts';

const classes = [
  { pattern: '\\d', characters: '0123456789' },
  { pattern: '[0-9]', characters: '0123456789' },
  { pattern: '[0-9A-F]', characters: '0123456789ABCDEF' },
  { pattern: '[A-HJ-NP-Z]', characters: 'ABCDEFGHJKLMNPQRSTUVWXYZ' },
  { pattern: '[a-z\\d]', characters: 'abcdefghijklmnopqrstuvwxyz0123456789' },
] as const;

/** A key format, and how keys of it are made and entered. */
export interface KeyRecipe {
  readonly format: KeyFormat;
  /** Different n give different keys (n < 10,000). */
  readonly make: (n: number) => string;
  /** As somebody may enter it. */
  readonly disguise: (key: string) => string;
}

/** A format that begins with `mark`: two digits of its own keep formats of a product, and products, apart. */
export function randomKeyFormat(words: Words, mark: string): KeyRecipe {
  const { dice } = words;
  const letterCase = dice.pick(['as-is', 'upper', 'lower'] as const);
  const impossible = { 'as-is': /^$/, upper: /[a-z]/, lower: /[A-Z]/ }[letterCase];
  const usable = classes.filter(({ characters }) => !impossible.test(characters));
  const segments = Array.from({ length: dice.int(2, 4) }, () => ({ ...dice.pick(usable), length: dice.int(3, 6) }));
  const separator = dice.pick(['', '', '-', ':']);
  const escaped = separator === '-' ? '\\-' : separator;
  const pattern = `${mark}${segments.map((segment) => `${segment.pattern}{${segment.length}}`).join(escaped)}`;
  const steps: NormaliseStep[] = ['strip-whitespace'];
  if (separator !== '-' && dice.chance(0.5)) steps.push('strip-dashes');
  if (dice.chance(0.3)) steps.push('strip-underscores');
  if (dice.chance(0.3)) steps.push({ 'strip-prefix': '#K' });
  const salt = dice.int(0, 1_000);
  const make = (n: number): string => {
    let left = n + 1;
    const body = segments.map(({ characters, length }) => {
      let part = '';
      for (let i = 0; i < length; i++) {
        part += characters[(left + salt * (i + 1)) % characters.length];
        left = Math.floor(left / characters.length);
      }
      return part;
    });
    return mark + body.join(separator);
  };
  const disguise = (key: string): string => {
    const spaced = ` ${key.slice(0, 3)} ${key.slice(3)}`;
    const dashed = steps.includes('strip-dashes') ? `${spaced.slice(0, 6)}-${spaced.slice(6)}` : spaced;
    const prefixed = steps.some((step) => typeof step === 'object') ? `#K${dashed}` : dashed;
    return letterCase === 'upper' ? prefixed.toLowerCase() : letterCase === 'lower' ? prefixed.toUpperCase() : prefixed;
  };
  const format: KeyFormat = {
    id: identifier(words),
    pattern,
    normalise: steps,
    letterCase,
    expected: texts(words),
    example: make(dice.int(10_000, 20_000)),
  };
  return { format, make, disguise };
}
