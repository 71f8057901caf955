/**
 * Alphabets of licence keys. Every one has an even number of characters: only then does the check character find every
 * wrong one (see `check-character.ts`).
 */
export interface Alphabet {
  /** The characters, in the order of their values. */
  readonly characters: string;
  /** Characters that are read as others, because they look like them and stand for nothing else. */
  readonly readAs: Readonly<Record<string, string>>;
}

const zeroAndOne = { O: '0', I: '1', L: '1' } as const;

export const alphabets = {
  digits: { characters: '0123456789', readAs: zeroAndOne },
  hexadecimal: { characters: '0123456789ABCDEF', readAs: zeroAndOne },
  /** 30 characters, none of which looks like another: without 0, 1, I, L, O and U. */
  unambiguous: { characters: '23456789ABCDEFGHJKMNPQRSTVWXYZ', readAs: {} },
  /** 32 characters (Crockford's base 32), which reads O as 0, I and L as 1. */
  crockford: { characters: '0123456789ABCDEFGHJKMNPQRSTVWXYZ', readAs: zeroAndOne },
} as const satisfies Readonly<Record<string, Alphabet>>;

export type AlphabetName = keyof typeof alphabets;

/** The form of a vendor's licence keys, as the pack says it (A1). */
export interface LicenseKeyFormat {
  readonly alphabet: AlphabetName;
  /** Characters of each group, the check character included. */
  readonly groups: readonly number[];
  /** What stands between the groups. */
  readonly separator: '-' | ' ' | '.' | '';
  /** What stands before every key; it tells keys of a vendor from others and carries no chance. */
  readonly prefix?: string | undefined;
  /** `iso-7064`: the last character checks the others. */
  readonly check: 'iso-7064' | 'none';
}

/** Characters of a key without prefix and separators. */
export function keyLength({ groups }: Pick<LicenseKeyFormat, 'groups'>): number {
  return groups.reduce((sum, size) => sum + size, 0);
}
