import type { checkHardwareKey, OutputOf } from '@muniment/contract';
import type { Io } from '../io.ts';
import { clean, padEnd, paint, widthOf } from './style.ts';

/** What was found of a key (contract). */
type KeyCheck = OutputOf<typeof checkHardwareKey>;

/** Whether an answer is what was found of a key. */
export const isKeyCheck = (value: object): value is KeyCheck => 'madeFromIt' in value && 'alsoFits' in value;

/** Where the type has such a key at all, it is another of its keys, or a model's. */
const noneHere =
  'No such key is entered for this type. Another of its keys is checked with --role (input: what a key is made from), that of a model with --variant.';

/** As it is written, or that one is made from it. */
function verdict({ valid, madeFromIt, hardwareKey }: KeyCheck): string {
  if (!valid) return 'The key does not fit.';
  const written = hardwareKey === null ? '' : `: ${clean(hardwareKey)}`;
  return madeFromIt ? `The key will be made from it${written}` : `The key fits${written}`;
}

/** Rows of two texts below a heading; nothing where there are none. */
function rows(io: Io, heading: string, pairs: readonly (readonly [left: string, right: string])[]): string[] {
  if (pairs.length === 0) return [];
  const width = Math.max(...pairs.map(([left]) => widthOf(clean(left))));
  return [paint(io, 'dim', heading), ...pairs.map(([left, right]) => `  ${padEnd(clean(left), width)}  ${clean(right)}`.trimEnd())];
}

/** Whether a key fits, what fits with examples, and whose key it may be instead (B4). */
export function keyCheckText(io: Io, check: KeyCheck): string {
  const example = ({ expected, example: one }: KeyCheck['expected'][number]) => [expected, `for example ${one}`] as const;
  const other = ({ label, product, variant }: KeyCheck['alsoFits'][number]) =>
    [label, variant === null ? `--product ${product}` : `--product ${product} --variant ${variant}`] as const;
  return [
    paint(io, 'bold', verdict(check)),
    ...rows(io, 'Expected', check.expected.map(example)),
    ...(check.expected.length === 0 ? [noneHere] : []),
    ...rows(io, check.valid ? 'Also fits' : 'Fits instead', check.alsoFits.map(other)),
  ].join('\n');
}
