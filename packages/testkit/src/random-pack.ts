import type { CatalogPack, Feature, KeyFormat, NormaliseStep, Noun, Part, Product, Rule, Texts } from '@muniment/domain/catalog';
import fc from 'fast-check';

/** A pack nobody has written, and what a test needs to know about it. */
export interface RandomPack {
  readonly seed: number;
  /** Complete, defaults filled in; as JSON it is also a valid file. */
  readonly pack: CatalogPack;
  /** The n-th of the hardware keys a product takes, in stored form; different n give different keys (n < 10,000). */
  keyFor(productId: string, n: number): string;
  /** The same key as somebody may enter it: with the dashes, blanks, prefix or letter case that are normalised away. */
  enteredKeyFor(productId: string, n: number): string;
  /** A key no format of the product takes. */
  wrongKeyFor(productId: string): string;
  /** Rules of the pack in words: no more than `most` units of the part on one device, else the pack's own code. */
  readonly limits: readonly { readonly productId: string; readonly part: string; readonly most: number; readonly code: string }[];
  /** Parts a product takes, by what they grant. Every product takes at least one of each. */
  partsOf(productId: string): { readonly quantity: readonly Part[]; readonly version: readonly Part[]; readonly flag: readonly Part[] };
  /** A part of the pack that the product does not take. */
  foreignPartOf(productId: string): Part;
}

/** Random valid packs. A failing test names the seed: `randomPackOf(seed)` gives the same pack again. */
export const randomPack: fc.Arbitrary<RandomPack> = fc.integer({ min: 0, max: 2 ** 31 - 1 }).map(randomPackOf);

const letters = 'abcdefghijklmnopqrstuvwxyz';
const classes = [
  { pattern: '\\d', characters: '0123456789' },
  { pattern: '[0-9]', characters: '0123456789' },
  { pattern: '[0-9A-F]', characters: '0123456789ABCDEF' },
  { pattern: '[A-HJ-NP-Z]', characters: 'ABCDEFGHJKLMNPQRSTUVWXYZ' },
  { pattern: '[a-z\\d]', characters: 'abcdefghijklmnopqrstuvwxyz0123456789' },
] as const;

/** Random numbers from a seed (mulberry32), so that a pack is the same wherever it is made. */
class Dice {
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

/** Everything that is drawn while a pack grows. */
interface Draft {
  readonly dice: Dice;
  readonly languages: readonly string[];
  readonly taken: Set<string>;
  readonly keys: Map<string, KeyRecipe[]>;
  readonly limits: { productId: string; part: string; most: number; code: string }[];
}

interface KeyRecipe {
  readonly format: KeyFormat;
  readonly make: (n: number) => string;
  readonly disguise: (key: string) => string;
}

/** The random pack of a seed. */
export function randomPackOf(seed: number): RandomPack {
  const dice = new Dice(seed);
  const languages = dice.some(['en', 'de', 'fr', 'nl', 'sv', 'it'], 1);
  const draft: Draft = { dice, languages, taken: new Set(), keys: new Map(), limits: [] };
  const categories = Array.from({ length: dice.int(1, 3) }, () => ({ id: identifier(draft), label: texts(draft) }));
  const features = randomFeatures(draft);
  const parts = randomParts(
    draft,
    features,
    categories.map(({ id }) => id),
  );
  const agreements = Array.from({ length: dice.int(1, 2) }, () => ({
    id: identifier(draft),
    version: dice.text('0123456789', 3),
    title: texts(draft),
    text: texts(draft),
  }));
  const products = Array.from({ length: dice.int(2, 5) }, (_, index) => randomProduct(draft, index, features, parts, agreements));
  const pack: CatalogPack = {
    format: 1,
    version: `${dice.int(1, 99)}.${dice.int(0, 99)}`,
    vendor: {
      name: `${capital(word(dice))} ${capital(word(dice))}`,
      timeZone: dice.pick(['Europe/Amsterdam', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Auckland', 'UTC', 'America/Sao_Paulo']),
      languages,
    },
    labels: dice.chance(0.7) ? { device: noun(draft), hardwareKey: noun(draft), product: noun(draft) } : {},
    roles: dice.chance(0.5) ? { dealer: texts(draft), administrator: texts(draft) } : {},
    validUntil: dice.pick(['until', 'last-day']),
    categories,
    features,
    products,
    parts,
    agreements,
    mails: [],
    orderFields: randomOrderFields(draft),
  };
  return withHelpers(seed, pack, draft);
}

function word(dice: Dice): string {
  return dice.text(letters, dice.int(3, 9));
}
function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
function texts({ dice, languages }: Draft): Texts {
  return Object.fromEntries(languages.map((language) => [language, `${capital(word(dice))} ${word(dice)}`]));
}
function noun(draft: Draft): Noun {
  return { one: texts(draft), other: texts(draft) };
}
function unique({ taken }: Draft, make: () => string): string {
  for (;;) {
    const made = make();
    if (!taken.has(made)) {
      taken.add(made);
      return made;
    }
  }
}
function identifier(draft: Draft): string {
  const { dice } = draft;
  return unique(draft, () => dice.pick([word(dice), `${word(dice)}-${dice.int(1, 99)}`, `${word(dice).toUpperCase()}_${dice.int(1, 9)}`]));
}

function randomFeatures(draft: Draft): Feature[] {
  const { dice } = draft;
  const common = (): { id: string; label: Texts } => ({ id: identifier(draft), label: texts(draft) });
  const features: Feature[] = [
    { ...common(), kind: 'quantity', unit: noun(draft) },
    { ...common(), kind: 'version', versions: Array.from({ length: dice.int(3, 8) }, () => identifier(draft)) },
    { ...common(), kind: 'flag' },
  ];
  for (let i = dice.int(0, 3); i > 0; i--) {
    features.push({ ...common(), ...dice.pick([{ kind: 'flag' }, { kind: 'quantity' }, { kind: 'capacity' }] as const) });
  }
  return features;
}

function randomParts(draft: Draft, features: readonly Feature[], categories: readonly string[]): Part[] {
  const { dice } = draft;
  const number = (): string =>
    unique(
      draft,
      () =>
        dice.text('ABCDEFGHJKLMNPQRSTUVWXYZ', dice.int(1, 4)) + dice.pick(['-', '.', '/', ' ']) + dice.text('0123456789', dice.int(2, 5)),
    );
  return features.flatMap((feature) =>
    Array.from({ length: dice.int(2, 4) }, (): Part => {
      const grant =
        feature.kind === 'version'
          ? { feature: feature.id, version: dice.pick(feature.versions) }
          : feature.kind === 'flag'
            ? { feature: feature.id }
            : { feature: feature.id, quantity: dice.int(1, 500) };
      const dated = feature.kind !== 'version' && dice.chance(0.2);
      return {
        number: number(),
        label: texts(draft),
        class: 'licence',
        model: dated ? 'term' : 'perpetual',
        ...(dated ? { term: { runs: 'fixed', days: dice.int(30, 1_000) } } : {}),
        ...(dice.chance(0.5) ? { category: dice.pick(categories) } : {}),
        ...(dice.chance(0.3) ? { unit: noun(draft) } : {}),
        grants: [grant],
        alternatives: [],
        withdrawn: false,
      };
    }),
  );
}

function randomProduct(
  draft: Draft,
  index: number,
  features: readonly Feature[],
  parts: readonly Part[],
  agreements: readonly { readonly id: string }[],
): Product {
  const { dice } = draft;
  const id = identifier(draft);
  const kindOf = (part: Part): string => features.find((feature) => feature.id === part.grants[0]!.feature)!.kind;
  // One part of each kind, another for every second product, stays foreign, so that there is one to refuse.
  const accepted = (['quantity', 'version', 'flag'] as const).flatMap((kind) => {
    const ofKind = parts.filter((part) => kindOf(part) === kind);
    return dice.some(index % 2 === 0 ? ofKind.slice(1) : ofKind.slice(0, -1), 1);
  });
  const limited = accepted[0]!;
  const most = dice.int(3, 9);
  const code = dice.text('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 6);
  const rules: Rule[] = [];
  if (dice.chance(0.6)) {
    const count = ['selection', 'attached', 'active'].map((where) => `${where}.parts['${limited.number}']`).join(' + ');
    rules.push({ when: ['attach', 'activate'], check: `${count} <= ${most}`, code, message: texts(draft), nextStep: texts(draft) });
    draft.limits.push({ productId: id, part: limited.number, most, code });
  }
  const recipes = Array.from({ length: dice.int(1, 3) }, (_, at) => randomKeyFormat(draft, `${index}${at}`));
  draft.keys.set(id, recipes);
  return {
    id,
    label: texts(draft),
    keyFormats: recipes.map(({ format }) => format),
    parts: accepted.map(({ number }) => ({ part: number })),
    maxima: [],
    rules,
    licenseFile: {
      format: 'single',
      fileName: `${word(dice)}-${dice.pick(['{hardwareKey}', '{product}.{hardwareKey}', '{hardwareKey}_{serial}_{date}'])}.${dice.text(letters, 3)}`,
    },
    ...(dice.chance(0.5) ? { agreement: dice.pick(agreements).id } : {}),
    children: [],
    demos: [],
    unsplittableOrders: false,
    replaceable: true,
    variants: [],
    withdrawn: false,
  };
}

/** A format that begins with `mark`: two digits of its own keep formats of a product, and products, apart. */
function randomKeyFormat(draft: Draft, mark: string): KeyRecipe {
  const { dice } = draft;
  const letterCase = dice.pick(['as-is', 'upper', 'lower'] as const);
  const impossible = { 'as-is': /^$/, upper: /[a-z]/, lower: /[A-Z]/ }[letterCase];
  const usable = classes.filter(({ characters }) => !impossible.test(characters));
  const segments = Array.from({ length: dice.int(2, 4) }, () => ({ ...dice.pick(usable), length: dice.int(3, 6) }));
  const separator = dice.pick(['', '', '-', ':']);
  const escaped = separator === '-' ? '\\-' : separator;
  const pattern = `${mark}${segments.map((segment) => `${segment.pattern}{${segment.length}}`).join(escaped)}`;
  const steps: NormaliseStep[] = ['strip-whitespace'];
  if (separator !== '-' && dice.chance(0.5)) steps.push('strip-dashes');
  if (dice.chance(0.3)) steps.push('strip-underscores');
  if (dice.chance(0.3)) steps.push({ 'strip-prefix': '#K' });
  const salt = dice.int(0, 1_000);
  const make = (n: number): string => {
    let left = n + 1;
    const body = segments.map(({ characters, length }) => {
      let part = '';
      for (let i = 0; i < length; i++) {
        part += characters[(left + salt * (i + 1)) % characters.length];
        left = Math.floor(left / characters.length);
      }
      return part;
    });
    return mark + body.join(separator);
  };
  const disguise = (key: string): string => {
    const spaced = ` ${key.slice(0, 3)} ${key.slice(3)}`;
    const dashed = steps.includes('strip-dashes') ? `${spaced.slice(0, 6)}-${spaced.slice(6)}` : spaced;
    const prefixed = steps.some((step) => typeof step === 'object') ? `#K${dashed}` : dashed;
    return letterCase === 'upper' ? prefixed.toLowerCase() : letterCase === 'lower' ? prefixed.toUpperCase() : prefixed;
  };
  const format: KeyFormat = {
    id: identifier(draft),
    pattern,
    normalise: steps,
    letterCase,
    expected: texts(draft),
    example: make(dice.int(10_000, 20_000)),
  };
  return { format, make, disguise };
}

function randomOrderFields(draft: Draft): CatalogPack['orderFields'] {
  const { dice } = draft;
  return Array.from({ length: dice.int(0, 3) }, () => {
    const type = dice.pick(['text', 'number', 'date', 'choice'] as const);
    const choices = [
      { value: identifier(draft), label: texts(draft) },
      { value: identifier(draft), label: texts(draft) },
    ];
    return { id: identifier(draft), label: texts(draft), type, required: false, ...(type === 'choice' ? { choices } : {}) };
  });
}

function withHelpers(seed: number, pack: CatalogPack, draft: Draft): RandomPack {
  const productOf = (id: string): Product => pack.products.find((product) => product.id === id)!;
  const recipeFor = (id: string, n: number): KeyRecipe => draft.keys.get(id)![n % draft.keys.get(id)!.length]!;
  const accepted = (id: string): Part[] => productOf(id).parts.map(({ part }) => pack.parts.find(({ number }) => number === part)!);
  const granting = (id: string, kind: Feature['kind']): Part[] =>
    accepted(id).filter((part) => pack.features.find((feature) => feature.id === part.grants[0]!.feature)!.kind === kind);
  return {
    seed,
    pack,
    limits: draft.limits,
    keyFor: (id, n) => recipeFor(id, n).make(n),
    enteredKeyFor: (id, n) => recipeFor(id, n).disguise(recipeFor(id, n).make(n)),
    wrongKeyFor: (id) => `${recipeFor(id, 0).make(0)}!`,
    partsOf: (id) => ({ quantity: granting(id, 'quantity'), version: granting(id, 'version'), flag: granting(id, 'flag') }),
    foreignPartOf: (id) => pack.parts.find(({ number }) => !productOf(id).parts.some(({ part }) => part === number))!,
  };
}
