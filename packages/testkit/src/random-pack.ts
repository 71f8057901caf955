import type { CatalogPack, Feature, Part, Product, Rule, Texts } from '@muniment/domain/catalog';
import fc from 'fast-check';
import { capital, Dice, identifier, letters, noun, texts, unique, type Words, word } from './random/dice.ts';
import { type KeyRecipe, randomKeyFormat } from './random/key-formats.ts';
import { usualTerms } from './random/usual-terms.ts';

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

/** Everything that is drawn while a pack grows. */
interface Draft extends Words {
  readonly keys: Map<string, KeyRecipe[]>;
  readonly limits: { productId: string; part: string; most: number; code: string }[];
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
    terms: usualTerms,
    deviceAttributes: [],
    agreements,
    mails: [],
    orderFields: randomOrderFields(draft),
  };
  return withHelpers(seed, pack, draft);
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
        assignedTo: 'device',
        model: dated ? 'term' : 'perpetual',
        ...(dated ? { term: { runs: 'fixed', days: dice.int(30, 1_000) } } : {}),
        ...(dice.chance(0.5) ? { category: dice.pick(categories) } : {}),
        ...(dice.chance(0.3) ? { unit: noun(draft) } : {}),
        grants: [grant],
        floating: false,
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
    versions: [],
    variants: [],
    withdrawn: false,
  };
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
