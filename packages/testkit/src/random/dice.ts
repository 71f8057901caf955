import type { Noun, Texts } from '@muniment/domain/catalog';

/** For names in packs. */
export const letters = 'abcdefghijklmnopqrstuvwxyz';

/** Random numbers from a seed (mulberry32), so that a pack is the same wherever it is made. */
export class Dice {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
  /** Whole number in [from, to]. */
  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }
  pick<T>(items: readonly T[]): T {
    return items[this.int(0, items.length - 1)]!;
  }
  chance(probability: number): boolean {
    return this.next() < probability;
  }
  text(alphabet: string, length: number): string {
    return Array.from({ length }, () => this.pick([...alphabet])).join('');
  }
  some<T>(items: readonly T[], atLeast: number): T[] {
    const shuffled = [...items].map((item) => ({ item, at: this.next() })).sort((a, b) => a.at - b.at);
    return shuffled.slice(0, this.int(Math.min(atLeast, items.length), items.length)).map(({ item }) => item);
  }
}

/** What names are made from while a pack grows. */
export interface Words {
  readonly dice: Dice;
  readonly languages: readonly string[];
  /** Every id that was given. */
  readonly taken: Set<string>;
}

/** A few small letters. */
export function word(dice: Dice): string {
  return dice.text(letters, dice.int(3, 9));
}
/** With its first letter a capital. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
/** A text in every language of the pack. */
export function texts({ dice, languages }: Words): Texts {
  return Object.fromEntries(languages.map((language) => [language, `${capital(word(dice))} ${word(dice)}`]));
}
/** A word with its plural. */
export function noun(words: Words): Noun {
  return { one: texts(words), other: texts(words) };
}
/** What was made and nobody has yet. */
export function unique({ taken }: Pick<Words, 'taken'>, make: () => string): string {
  for (;;) {
    const made = make();
    if (!taken.has(made)) {
      taken.add(made);
      return made;
    }
  }
}
/** An id that nothing else of the pack has. */
export function identifier(words: Words): string {
  const { dice } = words;
  return unique(words, () => dice.pick([word(dice), `${word(dice)}-${dice.int(1, 99)}`, `${word(dice).toUpperCase()}_${dice.int(1, 9)}`]));
}
