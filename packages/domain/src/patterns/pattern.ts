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
  | ({ readonly ok: false; readonly position: number } & PatternMistake);

/** What is wrong with a pattern; `text` is what was read, `most` a limit. */
export interface PatternMistake {
  readonly reason: PatternFault;
  readonly text?: string;
  readonly most?: number;
}
export type PatternFault =
  | 'too-large'
  | 'closing-alone'
  | 'end-in-the-middle'
  | 'repeated-twice'
  | 'repeat-without-number'
  | 'repeat-too-often'
  | 'numbers-backwards'
  | 'nothing-to-repeat'
  | 'start-in-the-middle'
  | 'write-escaped'
  | 'not-printable'
  | 'groups-too-deep'
  | 'group-of-other-kind'
  | 'group-not-closed'
  | 'escape-unknown'
  | 'class-not-closed'
  | 'class-empty'
  | 'class-unknown'
  | 'range-backwards';

/** The highest number in `{n,m}`. */
const highestRepeat = 200;
/** Groups within groups, at most. */
const deepestGroup = 20;
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

/** Where reading stands. The first mistake is kept, and reading jumps to the end, where every loop stops. */
interface Reader {
  readonly text: string;
  at: number;
  depth: number;
  mistake: (PatternMistake & { readonly position: number }) | null;
}

/** Reads a pattern, or says what is wrong and at which character (from 0). */
export function parsePattern(pattern: string): ParsedPattern {
  const reader: Reader = { text: pattern, at: 0, depth: 0, mistake: null };
  const node = readWhole(reader);
  if (reader.mistake === null && sizeOf(node) > largestSize) fail(reader, 'too-large', 0);
  return reader.mistake === null ? { ok: true, node } : { ok: false, ...reader.mistake };
}

function sizeOf(node: PatternNode): number {
  if (node.kind === 'characters') return 1;
  if (node.kind === 'repeat') return sizeOf(node.item) * Math.max(node.minimum + 1, node.maximum ?? 1) + 1;
  return node.items.reduce((sum, item) => sum + sizeOf(item), 1);
}

function fail(reader: Reader, reason: PatternFault, position: number, more: Omit<PatternMistake, 'reason'> = {}): void {
  reader.mistake ??= { reason, ...more, position };
  reader.at = reader.text.length;
}

function peek({ text, at }: Reader): string {
  return text[at] ?? '';
}

/** Whether the next character is one of these; at the end there is none. */
function isNext(reader: Reader, characters: string): boolean {
  return reader.at < reader.text.length && characters.includes(peek(reader));
}

function readWhole(reader: Reader): PatternNode {
  if (isNext(reader, '^')) reader.at++;
  const node = readChoice(reader);
  if (isNext(reader, '$') && reader.at === reader.text.length - 1) reader.at++;
  if (isNext(reader, ')')) fail(reader, 'closing-alone', reader.at);
  if (isNext(reader, '$')) fail(reader, 'end-in-the-middle', reader.at);
  return node;
}

function readChoice(reader: Reader): PatternNode {
  const items = [readSequence(reader)];
  while (isNext(reader, '|')) {
    reader.at++;
    items.push(readSequence(reader));
  }
  return items.length === 1 ? items[0]! : { kind: 'choice', items };
}

function readSequence(reader: Reader): PatternNode {
  const items: PatternNode[] = [];
  while (reader.at < reader.text.length && !isNext(reader, '|)$')) items.push(readRepeat(reader));
  return items.length === 1 ? items[0]! : { kind: 'sequence', items };
}

function readRepeat(reader: Reader): PatternNode {
  const item = readAtom(reader);
  const limits = readLimits(reader);
  if (limits === null) return item;
  if (isNext(reader, '?*+{')) fail(reader, 'repeated-twice', reader.at);
  return { kind: 'repeat', item, ...limits };
}

function readLimits(reader: Reader): { minimum: number; maximum: number | null } | null {
  const start = reader.at;
  if (isNext(reader, '?*+')) {
    const sign = peek(reader);
    reader.at++;
    return { minimum: sign === '+' ? 1 : 0, maximum: sign === '?' ? 1 : null };
  }
  if (!isNext(reader, '{')) return null;
  const match = /^\{(\d{1,4})(?:(,)(\d{1,4})?)?\}/.exec(reader.text.slice(start));
  if (match === null) {
    fail(reader, 'repeat-without-number', start);
    return null;
  }
  reader.at += match[0].length;
  const minimum = Number(match[1]);
  const maximum = match[2] === undefined ? minimum : match[3] === undefined ? null : Number(match[3]);
  if (Math.max(minimum, maximum ?? 0) > highestRepeat) fail(reader, 'repeat-too-often', start, { most: highestRepeat });
  if (maximum !== null && maximum < minimum) fail(reader, 'numbers-backwards', start);
  return { minimum, maximum };
}

function readAtom(reader: Reader): PatternNode {
  if (isNext(reader, '(')) return readGroup(reader);
  return { kind: 'characters', set: readCharacters(reader) };
}

function readCharacters(reader: Reader): CharacterSet {
  const start = reader.at;
  const sign = peek(reader);
  if (sign === '[') return readClass(reader);
  if (sign === '\\') return new Set(readEscape(reader));
  if (sign === '.') {
    reader.at++;
    return printable;
  }
  if ('?*+{'.includes(sign)) fail(reader, 'nothing-to-repeat', start);
  else if (sign === '^') fail(reader, 'start-in-the-middle', start);
  else if ('}]'.includes(sign)) fail(reader, 'write-escaped', start, { text: sign });
  return new Set([readPlain(reader)]);
}

function readPlain(reader: Reader): number {
  const code = reader.text.charCodeAt(reader.at);
  if (!printable.has(code)) fail(reader, 'not-printable', reader.at);
  reader.at++;
  return code;
}

function readGroup(reader: Reader): PatternNode {
  const start = reader.at;
  reader.at++;
  if (++reader.depth > deepestGroup) fail(reader, 'groups-too-deep', start, { most: deepestGroup });
  if (isNext(reader, '?')) {
    if (reader.text.slice(reader.at, reader.at + 2) !== '?:') fail(reader, 'group-of-other-kind', start);
    reader.at += 2;
  }
  const node = readChoice(reader);
  if (!isNext(reader, ')')) fail(reader, 'group-not-closed', start);
  reader.at++;
  reader.depth--;
  return node;
}

function readEscape(reader: Reader): readonly number[] {
  const start = reader.at;
  const character = reader.text[start + 1] ?? '';
  const known = escapedClasses[character];
  if (known === undefined && !/^[!-/:-@[-`{-~]$/.test(character)) {
    fail(reader, 'escape-unknown', start, { text: character });
  }
  reader.at += 2;
  return known ?? [character.charCodeAt(0)];
}

function readClass(reader: Reader): CharacterSet {
  const start = reader.at;
  reader.at++;
  const inverted = isNext(reader, '^');
  if (inverted) reader.at++;
  const set = new Set<number>();
  while (reader.at < reader.text.length && !isNext(reader, ']')) {
    for (const code of readClassItem(reader)) set.add(code);
  }
  if (!isNext(reader, ']')) fail(reader, 'class-not-closed', start);
  reader.at++;
  const result = inverted ? new Set([...printable].filter((code) => !set.has(code))) : set;
  if (result.size === 0) fail(reader, 'class-empty', start);
  return result;
}

function readClassItem(reader: Reader): readonly number[] {
  const start = reader.at;
  const named = /^\[:(\w+):\]/.exec(reader.text.slice(start));
  if (named !== null) {
    const codes = namedClasses[named[1]!];
    if (codes === undefined) fail(reader, 'class-unknown', start, { text: named[1]! });
    else reader.at += named[0].length;
    return codes ?? [];
  }
  if (isNext(reader, '[')) fail(reader, 'write-escaped', start, { text: '[' });
  const from = readClassCharacter(reader);
  const next = reader.text[reader.at + 1] ?? '';
  if (from.length !== 1 || !isNext(reader, '-') || next === ']' || next === '') return from;
  reader.at++;
  const to = readClassCharacter(reader);
  if (to.length === 1 && to[0]! >= from[0]!) return range(String.fromCharCode(from[0]!), String.fromCharCode(to[0]!));
  fail(reader, 'range-backwards', start);
  return [];
}

function readClassCharacter(reader: Reader): readonly number[] {
  return isNext(reader, '\\') ? readEscape(reader) : [readPlain(reader)];
}
