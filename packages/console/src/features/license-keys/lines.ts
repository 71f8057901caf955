import { type LicenseKeyFormat, linesOf, readLicenseKey } from '@muniment/client/license-keys';
import type { ValueOf } from '../../lib/types.ts';

export type KeyForm = NonNullable<ValueOf<'get-license-key-terms'>['form']>;

/** As many keys as the server takes at a time. */
export const mostKeys = 500;

/** What a typing error is, as the reader of keys tells it. */
interface Slip {
  readonly wrong: 'length' | 'character' | 'check';
  readonly position: number;
  readonly character: string;
  readonly length: number;
  readonly entered: number;
}

/** One pasted key, and whether it is written correctly: found here, without asking anybody. */
export interface TypedKey {
  readonly number: number;
  readonly text: string;
  /** As it is handed out; null where it is mistyped. */
  readonly key: string | null;
  readonly slip: Slip | null;
  /** Number of the line with the same key, where there is one before. */
  readonly sameAs: number | null;
}

const formatOf = ({ alphabet, groups, separator, prefix, check }: KeyForm): LicenseKeyFormat => ({
  alphabet,
  groups,
  separator,
  check,
  ...(prefix === null ? {} : { prefix }),
});

/** Reads pasted text, key by key. */
export function typedKeys(text: string, form: KeyForm): TypedKey[] {
  const format = formatOf(form);
  const seen = new Map<string, number>();
  return linesOf(text).map(({ text: typed }, index) => {
    const number = index + 1;
    const read = readLicenseKey(format, typed);
    if (!read.ok) return { number, text: typed, key: null, slip: read.refusal.facts as unknown as Slip, sameAs: null };
    const { key } = read.value;
    const before = seen.get(key) ?? null;
    if (before === null) seen.set(key, number);
    return { number, text: typed, key, slip: null, sameAs: before };
  });
}

/** What is sent: the keys that are written correctly, each once, as many as go at a time. */
export const goodKeys = (keys: readonly TypedKey[]): string[] =>
  keys.flatMap(({ key, sameAs }) => (key !== null && sameAs === null ? [key] : [])).slice(0, mostKeys);
