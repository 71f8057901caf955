import { type PatternNode, parsePattern } from './pattern.ts';

/**
 * Shapes: patterns whose every value can be counted and named by its number, so that a made key is one number put into
 * the vendor's own form (B5). A shape has no `*`, `+` or `{n,}`.
 */

/** Fewer values than this are too few to make keys from: two of them would soon be the same. */
export const smallestShape = 10_000n;

/** How many values, how long the longest is, and the value at each place. */
interface Values {
  readonly size: bigint;
  readonly longest: number;
  readonly at: (place: bigint) => string;
}

/** Shapes by their text: a text is always read as the same thing, so remembering it stays pure. */
const shapes = new Map<string, Values | null>();
const mostRemembered = 1_000;

function readShape(text: string): Values | null {
  let shape = shapes.get(text);
  if (shape === undefined) {
    const parsed = parsePattern(text);
    shape = parsed.ok ? valuesOf(parsed.node) : null;
    if (shapes.size >= mostRemembered) shapes.clear();
    shapes.set(text, shape);
  }
  return shape;
}

/** How many values a shape has; null where the text is no shape. A value that a pattern takes in two ways counts twice. */
export function shapeSize(shape: string): bigint | null {
  return readShape(shape)?.size ?? null;
}

/** The length of the longest value; 0 where the text is no shape. */
export function longestOfShape(shape: string): number {
  return readShape(shape)?.longest ?? 0;
}

/** The value of a shape at a place, from 0 to its size less 1. The same place is the same value for good. */
export function valueOfShape(shape: string, place: bigint): string {
  const values = readShape(shape);
  if (values === null || place < 0n || place >= values.size) throw new RangeError(`Shape ${shape} has no value at ${place}`);
  return values.at(place);
}

function valuesOf(node: PatternNode): Values | null {
  if (node.kind === 'characters') {
    const characters = [...node.set].sort((a, b) => a - b).map((code) => String.fromCharCode(code));
    return { size: BigInt(characters.length), longest: 1, at: (place) => characters[Number(place)]! };
  }
  if (node.kind === 'repeat') {
    const item = valuesOf(node.item);
    if (item === null || node.maximum === null) return null;
    const times = Array.from({ length: node.maximum - node.minimum + 1 }, (_, more) => node.minimum + more);
    return choiceOf(times.map((count) => sequenceOf(Array.from({ length: count }, () => item))));
  }
  const items = node.items.map(valuesOf);
  if (items.includes(null)) return null;
  return node.kind === 'choice' ? choiceOf(items as Values[]) : sequenceOf(items as Values[]);
}

/** One after the other; the last item turns fastest, as digits do. */
function sequenceOf(items: readonly Values[]): Values {
  return {
    size: items.reduce((product, { size }) => product * size, 1n),
    longest: items.reduce((sum, { longest }) => sum + longest, 0),
    at(place) {
      let left = place;
      let text = '';
      for (let index = items.length - 1; index >= 0; index--) {
        const { size, at } = items[index]!;
        if (size === 1n) text = at(0n) + text;
        else {
          text = at(left % size) + text;
          left /= size;
        }
      }
      return text;
    },
  };
}

/** One of several. */
function choiceOf(items: readonly Values[]): Values {
  if (items.length === 1) return items[0]!;
  return {
    size: items.reduce((sum, { size }) => sum + size, 0n),
    longest: Math.max(...items.map(({ longest }) => longest)),
    at(place) {
      let left = place;
      for (const { size, at } of items) {
        if (left < size) return at(left);
        left -= size;
      }
      throw new RangeError(`No value at ${place}`);
    },
  };
}
