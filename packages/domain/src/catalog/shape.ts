import { type PatternNode, parsePattern } from './pattern.ts';

/**
 * Shapes: patterns whose every value can be counted and named by its number, so that a made key is one number put into
 * the vendor's own form (B5). A shape has no `*`, `+` or `{n,}`.
 */

/** Fewer values than this are too few to make keys from: two of them would soon be the same. */
export const smallestShape = 10_000n;

/** How many values a shape has; null where the text is no shape. A value that a pattern takes in two ways counts twice. */
export function shapeSize(shape: string): bigint | null {
  const parsed = parsePattern(shape);
  return parsed.ok ? sizeOf(parsed.node) : null;
}

/** The value of a shape at a place, from 0 to its size less 1. The same place is the same value for good. */
export function valueOfShape(shape: string, place: bigint): string {
  const parsed = parsePattern(shape);
  const size = parsed.ok ? sizeOf(parsed.node) : null;
  if (!parsed.ok || size === null || place < 0n || place >= size) throw new RangeError(`Shape ${shape} has no value at ${place}`);
  return valueAt(parsed.node, place);
}

function sizeOf(node: PatternNode): bigint | null {
  if (node.kind === 'characters') return BigInt(node.set.size);
  if (node.kind === 'repeat') return repeatSize(node);
  const sizes = node.items.map(sizeOf);
  if (sizes.includes(null)) return null;
  return node.kind === 'choice'
    ? (sizes as bigint[]).reduce((sum, size) => sum + size, 0n)
    : (sizes as bigint[]).reduce((product, size) => product * size, 1n);
}

type Repeat = Extract<PatternNode, { kind: 'repeat' }>;

function repeatSize({ item, minimum, maximum }: Repeat): bigint | null {
  const each = sizeOf(item);
  if (each === null || maximum === null) return null;
  let total = 0n;
  for (let times = minimum; times <= maximum; times++) total += each ** BigInt(times);
  return total;
}

function valueAt(node: PatternNode, place: bigint): string {
  if (node.kind === 'characters') return String.fromCharCode([...node.set].sort((a, b) => a - b)[Number(place)]!);
  if (node.kind === 'sequence') return sequenceAt(node.items, place);
  if (node.kind === 'repeat') return repeatAt(node, place);
  let left = place;
  for (const item of node.items) {
    const size = sizeOf(item)!;
    if (left < size) return valueAt(item, left);
    left -= size;
  }
  throw new RangeError(`No value at ${place}`);
}

/** The last item turns fastest, as digits do. */
function sequenceAt(items: readonly PatternNode[], place: bigint): string {
  let left = place;
  let text = '';
  for (const item of items.toReversed()) {
    const size = sizeOf(item)!;
    text = valueAt(item, left % size) + text;
    left /= size;
  }
  return text;
}

function repeatAt({ item, minimum, maximum }: Repeat, place: bigint): string {
  const each = sizeOf(item)!;
  let left = place;
  for (let times = minimum; times <= maximum!; times++) {
    const size = each ** BigInt(times);
    if (left < size)
      return sequenceAt(
        Array.from({ length: times }, () => item),
        left,
      );
    left -= size;
  }
  throw new RangeError(`No value at ${place}`);
}
