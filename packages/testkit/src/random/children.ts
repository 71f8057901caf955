import type { Child, KeyFormat, KeyStep } from '@muniment/domain/catalog';
import { identifier, texts, type Words } from './dice.ts';

/** What stands below: `product` as one of its variants. */
interface Below {
  readonly product: string;
  readonly variant: string | null;
}

/** A form that takes whatever follows from the key above. */
export function followingFormat(words: Words): KeyFormat {
  return {
    id: identifier(words),
    pattern: '[!-~]{3,190}',
    normalise: [],
    letterCase: 'as-is',
    expected: texts(words),
    example: 'ANY.KEY-1',
  };
}

/** Steps that make another key of every key. */
function randomSteps({ dice }: Words): readonly KeyStep[] {
  const letter = () => dice.text('ABCDEFGHJKLMNPQRSTUVWXYZ', dice.int(1, 3));
  return dice.pick<readonly KeyStep[]>([
    [{ 'add-prefix': letter() }],
    [{ 'add-suffix': letter() }, { 'add-prefix': letter() }],
    [{ match: '(.)(.{1,150})', give: `${letter()}{2}.{1}` }],
    [{ 'strip-prefix': 'nothing begins so' }, { match: '(.{2})(?:(.{0,150}))', give: `{1}${letter()}{2}` }, { 'strip-suffix': '?' }],
  ]);
}

const common = (words: Words, { product, variant }: Below) => ({
  id: identifier(words),
  label: texts(words),
  product,
  ...(variant === null ? {} : { variant }),
  least: 0,
  most: 1,
  onlyBeforeActivation: false,
  licensed: 'itself' as const,
  shownOnParent: words.dice.chance(0.5),
});

/** Appears with the device, under a key that follows from its key. */
export function followingChild(words: Words, below: Below): Child {
  return { ...common(words, below), creation: 'automatic', key: randomSteps(words), least: words.dice.int(0, 1) };
}

/** Appears with the device, under a temporary key of its own. */
export function temporaryChild(words: Words, below: Below): Child {
  return { ...common(words, below), creation: 'automatic' };
}

/** Added by hand, and covered by the file of the device: the second of a pair. */
export function pairedChild(words: Words, below: Below): Child {
  const { dice } = words;
  const limits = {
    least: 1,
    most: dice.int(1, 2),
    onlyBeforeActivation: dice.chance(0.6),
    licensed: 'with-parent',
    shownOnParent: false,
  } as const;
  return { ...common(words, below), creation: 'manual', ...limits, ...(dice.chance(0.6) ? { confirmation: texts(words) } : {}) };
}

/** Added by hand, under the key that is proposed or another. */
export function addedChild(words: Words, below: Below): Child {
  const { dice } = words;
  const limits = { most: dice.int(1, 3), onlyBeforeActivation: dice.chance(0.5) };
  return {
    ...common(words, below),
    creation: 'manual',
    key: randomSteps(words),
    ...limits,
    ...(dice.chance(0.5) ? { confirmation: texts(words) } : {}),
  };
}
