/**
 * Patterns of hardware keys: a subset of RE2 whose every pattern is a plain regular language over printable ASCII.
 * Being that small, it runs in linear time, two patterns can be compared exactly (`commonKey`),
 * and nothing in it means something else in another engine.
 *
 *   literals; \d \w; escapes of punctuation; . (any printable character);
 *   [A-Z0-9-], [^…], [:digit:] and its kind inside brackets; ( ), (?: ), |; ? * + {n} {n,} {n,m} with n, m ≤ 200
 *
 * `^` and `$` may stand at the very start and end; the whole key must match with or without them.
 */
export type PatternNode =
  | { readonly kind: 'characters'; readonly set: CharacterSet }
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly item: PatternNode; readonly minimum: number; readonly maximum: number | null };

/** Printable ASCII characters, as their codes. */
export type CharacterSet = ReadonlySet<number>;

export type ParsedPattern =
  | { readonly ok: true; readonly node: PatternNode }
  | { readonly ok: false; readonly message: string; readonly position: number };

/** The highest number in `{n,m}`. */
export const highestRepeat = 200;
/** A pattern may describe keys of at most this many steps, so that checks stay quick. */
const largestSize = 1_000;

const range = (from: string, to: string): number[] => {
  const codes: number[] = [];
  for (let code = from.charCodeAt(0); code <= to.charCodeAt(0); code++) codes.push(code);
  return codes;
};
const printable: CharacterSet = new Set(range(' ', '~'));
const digits = range('0', '9');
const upper = range('A', 'Z');
const lower = range('a', 'z');
const namedClasses: Readonly<Record<string, readonly number[]>> = {
  digit: digits,
  upper,
  lower,
  alpha: [...upper, ...lower],
  alnum: [...digits, ...upper, ...lower],
  xdigit: [...digits, ...range('A', 'F'), ...range('a', 'f')],
};
const escapedClasses: Readonly<Record<string, readonly number[]>> = { d: digits, w: [...digits, ...upper, ...lower, 95] };

class PatternError extends Error {
  readonly position: number;
  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

/** Reads a pattern, or says what is wrong and at which character (from 0). */
export function parsePattern(pattern: string): ParsedPattern {
  try {
    const reader = new PatternReader(pattern);
    const node = reader.readWhole();
    if (sizeOf(node) > largestSize) throw new PatternError('the pattern describes too long or too many keys; repeat less', 0);
    return { ok: true, node };
  } catch (error) {
    if (error instanceof PatternError) return { ok: false, message: error.message, position: error.position };
    throw error;
  }
}

function sizeOf(node: PatternNode): number {
  if (node.kind === 'characters') return 1;
  if (node.kind === 'repeat') return sizeOf(node.item) * Math.max(node.minimum + 1, node.maximum ?? 1) + 1;
  return node.items.reduce((sum, item) => sum + sizeOf(item), 1);
}

class PatternReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readWhole(): PatternNode {
    if (this.#peek() === '^') this.#at++;
    const node = this.#readChoice();
    if (this.#peek() === '$' && this.#at === this.#text.length - 1) this.#at++;
    if (this.#at < this.#text.length) {
      throw new PatternError(this.#peek() === ')' ? 'a ) without its (' : `${this.#peek()} has no meaning here`, this.#at);
    }
    return node;
  }

  #peek(): string {
    return this.#text[this.#at] ?? '';
  }

  #readChoice(): PatternNode {
    const items = [this.#readSequence()];
    while (this.#peek() === '|') {
      this.#at++;
      items.push(this.#readSequence());
    }
    return items.length === 1 ? items[0]! : { kind: 'choice', items };
  }

  #readSequence(): PatternNode {
    const items: PatternNode[] = [];
    while (this.#at < this.#text.length && !'|)$'.includes(this.#peek())) items.push(this.#readRepeat());
    return items.length === 1 ? items[0]! : { kind: 'sequence', items };
  }

  #readRepeat(): PatternNode {
    const item = this.#readAtom();
    const limits = this.#readLimits();
    if (limits === null) return item;
    if ('?*+{'.includes(this.#peek()) && this.#peek() !== '') throw new PatternError('one repetition after another', this.#at);
    return { kind: 'repeat', item, ...limits };
  }

  #readLimits(): { minimum: number; maximum: number | null } | null {
    const start = this.#at;
    const sign = this.#peek();
    if (sign === '?' || sign === '*' || sign === '+') {
      this.#at++;
      return { minimum: sign === '+' ? 1 : 0, maximum: sign === '?' ? 1 : null };
    }
    if (sign !== '{') return null;
    const match = /^\{(\d{1,4})(?:(,)(\d{1,4})?)?\}/.exec(this.#text.slice(start));
    if (match === null) throw new PatternError('after { comes a number, as in {4} or {2,6}', start);
    this.#at += match[0].length;
    const minimum = Number(match[1]);
    const maximum = match[2] === undefined ? minimum : match[3] === undefined ? null : Number(match[3]);
    if (Math.max(minimum, maximum ?? 0) > highestRepeat) throw new PatternError(`at most ${highestRepeat} repetitions`, start);
    if (maximum !== null && maximum < minimum) throw new PatternError('the second number is less than the first', start);
    return { minimum, maximum };
  }

  #readAtom(): PatternNode {
    const start = this.#at;
    const sign = this.#peek();
    if (sign === '(') return this.#readGroup();
    if (sign === '[') return { kind: 'characters', set: this.#readClass() };
    if (sign === '.') {
      this.#at++;
      return { kind: 'characters', set: printable };
    }
    if (sign === '\\') return { kind: 'characters', set: new Set(this.#readEscape()) };
    if ('?*+{'.includes(sign)) throw new PatternError('nothing to repeat', start);
    if ('^$'.includes(sign)) throw new PatternError(`${sign} may stand only at the very ${sign === '^' ? 'start' : 'end'}`, start);
    if ('}]'.includes(sign)) throw new PatternError(`write \\${sign} for the character itself`, start);
    return { kind: 'characters', set: new Set([this.#readPlain()]) };
  }

  #readPlain(): number {
    const code = this.#text.charCodeAt(this.#at);
    if (!printable.has(code)) throw new PatternError('only printable ASCII characters', this.#at);
    this.#at++;
    return code;
  }

  #readGroup(): PatternNode {
    const start = this.#at;
    this.#at++;
    if (++this.#depth > 20) throw new PatternError('groups nested too deeply', start);
    if (this.#peek() === '?') {
      if (this.#text.slice(this.#at, this.#at + 2) !== '?:') throw new PatternError('only (?: … ) may follow a (', start);
      this.#at += 2;
    }
    const node = this.#readChoice();
    if (this.#peek() !== ')') throw new PatternError('a ( without its )', start);
    this.#at++;
    this.#depth--;
    return node;
  }

  #readEscape(): readonly number[] {
    const start = this.#at;
    const character = this.#text[start + 1] ?? '';
    const known = escapedClasses[character];
    if (known === undefined && !/^[!-/:-@[-`{-~]$/.test(character)) {
      throw new PatternError(`\\${character} is not known; \\d, \\w and escaped punctuation are`, start);
    }
    this.#at += 2;
    return known ?? [character.charCodeAt(0)];
  }

  #readClass(): CharacterSet {
    const start = this.#at;
    this.#at++;
    const inverted = this.#peek() === '^';
    if (inverted) this.#at++;
    const set = new Set<number>();
    while (this.#peek() !== ']') {
      if (this.#at >= this.#text.length) throw new PatternError('a [ without its ]', start);
      for (const code of this.#readClassItem()) set.add(code);
    }
    this.#at++;
    const result = inverted ? new Set([...printable].filter((code) => !set.has(code))) : set;
    if (result.size === 0) throw new PatternError('this class holds no character', start);
    return result;
  }

  #readClassItem(): readonly number[] {
    const start = this.#at;
    const named = /^\[:(\w+):\]/.exec(this.#text.slice(start));
    if (named !== null) {
      const codes = namedClasses[named[1]!];
      if (codes === undefined) throw new PatternError(`[:${named[1]}:] is not known`, start);
      this.#at += named[0].length;
      return codes;
    }
    if (this.#peek() === '[') throw new PatternError('write \\[ for the character itself', start);
    const from = this.#peek() === '\\' ? this.#readEscape() : [this.#readPlain()];
    const next = this.#text[this.#at + 1] ?? '';
    if (from.length !== 1 || this.#peek() !== '-' || next === ']' || next === '') return from;
    this.#at++;
    const to = this.#peek() === '\\' ? this.#readEscape() : [this.#readPlain()];
    if (to.length !== 1 || to[0]! < from[0]!) throw new PatternError('this range runs backwards', start);
    return range(String.fromCharCode(from[0]!), String.fromCharCode(to[0]!));
  }
}
