import type { EnteredKeys, KeyRole, Product, Variant } from '@muniment/domain/catalog';
import { type Dice, texts, type Words } from './dice.ts';
import { type KeyRecipe, randomKeyFormat } from './key-formats.ts';

/** How a device comes to its key: at once, or first a temporary one that somebody replaces later. */
export const ways = ['entered', 'derived', 'temporary', 'made-later', 'entered-later'] as const;
export type Way = (typeof ways)[number];

/** What somebody enters that is refused, with what is told. */
export interface RefusedKeys {
  readonly what: string;
  readonly entered: EnteredKeys;
  readonly code: string;
  readonly role: KeyRole;
}

/** How devices of a model come to their keys. */
export interface KeyFacts {
  readonly way: Way;
  /** What to enter for the n-th device (n < 1,000); each has keys of its own. */
  enteredFor(n: number): EnteredKeys;
  /** What is entered later: what the key is made from, or the key itself. */
  laterFor(n: number): string;
  /** What every key looks like that is not temporary any more. */
  readonly key: RegExp;
  readonly refused: readonly RefusedKeys[];
}

type KeySettings = Pick<Variant, 'keyLabel' | 'secondaryKey' | 'productKey' | 'derivedKey' | 'tempKey'> &
  Pick<Product, 'keyFormats' | 'replaceable'>;

/** What is decided elsewhere: parts that the key waits for. */
export interface KeyPlanned {
  readonly trigger: string | null;
  /** Other parts that may be attached before. */
  readonly early: readonly string[];
  /** Whether there may be other keys beside it. */
  readonly beside: boolean;
}

/** Values of at least a million, with a letter first that no entered key begins with. */
export function randomShape(dice: Dice): string {
  const classes = ['\\d', '[0-9A-F]', '[A-HJ-NP-Z]', '[a-z]', '(?:[x-z]\\d)'] as const;
  const piece = () => `${dice.pick(classes)}{${dice.int(4, 6)}}`;
  return `${dice.text('KMQVZ', dice.int(1, 3))}${piece()}${dice.pick(['', '-', '.'])}${piece()}`.replace('.', '\\.');
}

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);

/** The keys of a model; `index` (one digit) keeps them apart from those of every other. */
export function randomKeys(words: Words, way: Way, index: number, planned: KeyPlanned): { settings: KeySettings; facts: KeyFacts } {
  const { dice } = words;
  const takesKeys = way === 'entered' || way === 'entered-later' || (way !== 'made-later' && dice.chance(0.5));
  const primary = takesKeys ? Array.from({ length: dice.int(1, 2) }, (_, at) => randomKeyFormat(words, `${index}${at}`)) : [];
  const input = way === 'derived' || way === 'made-later' ? randomKeyFormat(words, `${index}2`) : null;
  const second = way === 'entered' && planned.beside ? randomSecond(words, index, primary) : null;
  const product = planned.beside && dice.chance(0.6) ? randomProductKey(words, index) : null;
  const shape = randomShape(dice);
  const tempKey = { prefix: dice.text('ABCDEFGH', 2), use: way === 'temporary' ? 'final' : 'provisional' } as const;
  const allowed = way === 'temporary' ? [] : [...(planned.trigger === null ? [] : [planned.trigger]), ...planned.early];
  const settings: KeySettings = {
    keyFormats: primary.map(({ format }) => format),
    replaceable: dice.chance(0.6),
    ...(dice.chance(0.4) ? { keyLabel: texts(words) } : {}),
    ...(second === null ? {} : { secondaryKey: second.settings }),
    ...(product === null ? {} : { productKey: product.settings }),
    ...(input === null
      ? {}
      : {
          derivedKey: {
            label: texts(words),
            keyFormats: [input.format],
            editable: dice.chance(0.5),
            shape,
            at: way === 'derived' ? 'creation' : 'request',
            ...(planned.trigger === null ? {} : { trigger: planned.trigger }),
            replaceable: dice.chance(0.5),
          },
        }),
    ...(way === 'entered' || way === 'derived' ? {} : { tempKey: { ...tempKey, parts: allowed } }),
  };
  const recipe = (n: number): KeyRecipe => primary[n % primary.length]!;
  const own = (n: number): EnteredKeys => {
    if (way === 'entered') return { hardwareKey: recipe(n).disguise(recipe(n).make(n)) };
    return way === 'derived' ? { keyInput: input!.disguise(input!.make(n)) } : {};
  };
  const beside = (n: number): EnteredKeys => ({ ...second?.entered(n), ...product?.entered(n) });
  const patterns = primary.map(({ format }) => format.pattern);
  const key = { entered: patterns, 'entered-later': patterns, derived: [shape], 'made-later': [shape], temporary: [] }[way];
  const facts: KeyFacts = {
    way,
    enteredFor: (n) => ({ ...own(n), ...beside(n) }),
    laterFor: (n) => (way === 'made-later' ? input!.disguise(input!.make(n)) : recipe(n).disguise(recipe(n).make(n))),
    key: way === 'temporary' ? whole(`${tempKey.prefix}-\\d{12}-\\d{3}-TEMP-KEY`) : whole(key.join('|')),
    refused: [
      ...refusedPrimary(way, primary, input, beside(9)),
      ...(second?.refused ?? [notExpected('secondaryKey', 'secondary')]).map((one) => ({
        ...one,
        entered: { ...own(9), ...product?.entered(9), ...one.entered },
      })),
      ...(product?.refused ?? [notExpected('productKey', 'product-key')]).map((one) => ({
        ...one,
        entered: { ...own(9), ...second?.entered(9), ...one.entered },
      })),
    ],
  };
  return { settings, facts };
}

const notExpected = (field: keyof EnteredKeys, role: KeyRole): RefusedKeys => ({
  what: `a ${role} where there is none`,
  entered: { [field]: 'X1' },
  code: 'key-not-expected',
  role,
});

function refusedPrimary(way: Way, primary: readonly KeyRecipe[], input: KeyRecipe | null, beside: EnteredKeys): RefusedKeys[] {
  const fromInput = way === 'derived' ? input : null;
  const takes = primary.length > 0 || fromInput !== null;
  const wrong = `${(primary[0] ?? input)?.make(9) ?? 'X'}!`;
  // Where no key is ever entered, what is missing or wrong is what one is made from.
  const role = primary.length === 0 && fromInput !== null ? 'input' : 'primary';
  const found: RefusedKeys[] = [
    {
      what: takes ? 'a key of no form' : 'a key where it is made',
      entered: { ...beside, hardwareKey: wrong },
      code: takes ? 'hardware-key-invalid' : 'key-not-expected',
      role,
    },
  ];
  if (way === 'entered' || way === 'derived')
    found.push({ what: 'no key', entered: { ...beside, hardwareKey: ' ' }, code: 'hardware-key-missing', role });
  const named = { what: 'what no key is made from', entered: { ...beside, keyInput: wrong }, role: 'input' as const };
  found.push({ ...named, code: fromInput === null ? 'key-not-expected' : 'hardware-key-invalid' });
  if (fromInput !== null) {
    const both = { ...beside, keyInput: fromInput.make(9), hardwareKey: fromInput.make(9) };
    found.push({ what: 'a key and what one is made from', entered: both, code: 'key-not-expected', role: 'input' });
  }
  return found;
}

/** A second key: forms of its own, or those of the first. */
function randomSecond(words: Words, index: number, primary: readonly KeyRecipe[]) {
  const { dice } = words;
  if (dice.chance(0.3)) return null;
  const required = dice.chance(0.5);
  const own = dice.chance(0.5) ? randomKeyFormat(words, `${index}3`) : null;
  const recipe = own ?? primary[0]!;
  const refused: RefusedKeys[] = [
    { what: 'a second key of no form', entered: { secondaryKey: `${recipe.make(9)}!` }, code: 'hardware-key-invalid', role: 'secondary' },
  ];
  if (required) refused.push({ what: 'no second key', entered: {}, code: 'hardware-key-missing', role: 'secondary' });
  if (own === null) {
    const key = recipe.make(10 * primary.length);
    refused.push({
      what: 'the first key again',
      entered: { hardwareKey: key, secondaryKey: key },
      code: 'secondary-key-same',
      role: 'secondary',
    });
  }
  return {
    settings: { label: texts(words), keyFormats: own === null ? [] : [own.format], required },
    entered: (n: number): EnteredKeys => (required || n % 2 === 0 ? { secondaryKey: recipe.disguise(recipe.make(5_000 + n)) } : {}),
    refused,
  };
}

/** A number for the names of files: entered, made, or either. */
function randomProductKey(words: Words, index: number) {
  const { dice } = words;
  const made = dice.chance(0.5) ? randomShape(dice) : null;
  const recipe = made === null || dice.chance(0.5) ? randomKeyFormat(words, `${index}4`) : null;
  const required = recipe !== null && made === null && dice.chance(0.7);
  const refused: RefusedKeys[] = [];
  if (recipe === null) refused.push(notExpected('productKey', 'product-key'));
  else
    refused.push({
      what: 'a product key of no form',
      entered: { productKey: `${recipe.make(9)}!` },
      code: 'hardware-key-invalid',
      role: 'product-key',
    });
  if (required) refused.push({ what: 'no product key', entered: {}, code: 'hardware-key-missing', role: 'product-key' });
  return {
    settings: {
      ...(dice.chance(0.5) ? { label: texts(words) } : {}),
      keyFormats: recipe === null ? [] : [recipe.format],
      required,
      ...(made === null ? {} : { shape: made }),
    },
    entered: (n: number): EnteredKeys =>
      recipe !== null && (required || n % 2 === 0) ? { productKey: recipe.disguise(recipe.make(n)) } : {},
    refused,
  };
}
