import {
  type Agreement,
  type CatalogPack,
  type Feature,
  findProduct,
  type MailKind,
  type MailTexts,
  type Product,
  type Variant,
} from '@muniment/domain/catalog';
import fc from 'fast-check';
import { addedChild, followingChild, followingFormat, pairedChild, temporaryChild } from './random/children.ts';
import { capital, Dice, identifier, noun, texts, word } from './random/dice.ts';
import { fileKinds } from './random/files.ts';
import { ways } from './random/keys.ts';
import { asProduct, asVariant, type Drawing, type DrawnModel, type ModelPlan, randomModel, withChildren } from './random/models.ts';
import { type RandomPools, withPools } from './random/pools.ts';
import { type RuleKind, ruleKinds } from './random/rules.ts';
import { type RandomFloating, withFloating } from './random/seats.ts';
import { usualTerms } from './random/usual-terms.ts';

export type { RandomPools, RandomTerm } from './random/pools.ts';
export { type RandomRule, type RuleKind, ruleKinds, type Units } from './random/rules.ts';
export type { RandomFloating, RandomSeats, RandomWorkstation } from './random/seats.ts';

/** A product, or a variant of one, with what a test must know to take it its whole way. */
export interface RandomModel extends Omit<DrawnModel, 'settings'> {
  readonly product: string;
  readonly variant: string | null;
  /** As the pack says it, the product's own settings filled in. */
  readonly settings: Product;
  /** Made to stand below others; it may stand alone as well. */
  readonly below: boolean;
  /** A part of the pack that it does not take. */
  readonly foreignPart: string;
}

/** A pack in which every mechanism of the format occurs, in combinations that nobody has written. */
export interface RandomMechanisms {
  readonly seed: number;
  /** Complete, defaults filled in; as JSON it is also a valid file. */
  readonly pack: CatalogPack;
  readonly models: readonly RandomModel[];
  /** A variant that is sold no more: nobody adds a device of it. */
  readonly withdrawn: { readonly product: string; readonly variant: string };
  /** What lies in projects' pools; its products are none of the models. */
  readonly pools: RandomPools;
  /** Seats that float in projects' pools, and workstations with licences of their own; none of the models either. */
  readonly floating: RandomFloating;
}

/** Random packs with every mechanism. A failing test names the seed: `randomMechanismsOf(seed)` gives the same pack again. */
export const randomMechanisms: fc.Arbitrary<RandomMechanisms> = fc.integer({ min: 0, max: 2 ** 31 - 1 }).map((seed) => ({
  ...randomMechanismsOf(seed),
  [fc.toStringMethod]: () => `randomMechanismsOf(${seed})`,
}));

/** The pack of a seed. */
export function randomMechanismsOf(seed: number): RandomMechanisms {
  const drawing = beginDrawing(seed);
  const { dice } = drawing;
  const { plans, below } = planModels(drawing);
  const places = placesOf(drawing, [...plans, ...below]);
  const [follows, temporary, mate] = [plans.length, plans.length + 1, plans.length + 2].map((at) => places[at]!);
  const drawn = [...plans, ...below].map((plan) => randomModel(drawing, plan));
  // What follows from any key above fits no form that could be drawn.
  drawn[plans.length] = withForm(drawn[plans.length]!, drawing);
  const hosts = dice.some(
    plans.map((_, at) => at),
    plans.length,
  );
  const below1 = [followingChild(drawing, follows!), temporaryChild(drawing, temporary!), addedChild(drawing, follows!)];
  below1.forEach((child, at) => {
    drawn[hosts[at]!] = withChildren(drawn[hosts[at]!]!, [child]);
  });
  const zip = plans.findIndex(({ file }) => file === 'zip');
  drawn[zip] = withChildren(drawn[zip]!, [pairedChild(drawing, mate!)]);
  const { products, withdrawn } = assemble(drawing, drawn, places);
  const { pack: pooled, pools } = withPools(packOf(drawing, products), seed, drawing.taken);
  const { pack, floating } = withFloating(pooled, seed, drawing.taken);
  const models = drawn.map((model, at): RandomModel => {
    const { product, variant } = places[at]!;
    const settings = findProduct(pack, product, variant)!;
    const own = new Set(partsTaken(pack, settings));
    const foreignPart = pack.parts.find(({ number, model: kind }) => kind === 'perpetual' && !own.has(number))!.number;
    return { ...model, product, variant, settings, below: at >= plans.length, foreignPart };
  });
  return { seed, pack, models, withdrawn, pools, floating };
}

function beginDrawing(seed: number): Drawing & { readonly agreements: readonly Agreement[] } {
  const dice = new Dice(seed);
  const words = { dice, languages: dice.some(['en', 'de', 'fr', 'nl', 'sv', 'it'], 1), taken: new Set<string>() };
  const named = () => ({ id: identifier(words), label: texts(words) });
  const features: Feature[] = [
    { ...named(), kind: 'quantity', unit: noun(words) },
    { ...named(), kind: 'version', versions: Array.from({ length: dice.int(3, 6) }, () => identifier(words)) },
    { ...named(), kind: 'flag' },
    { ...named(), kind: 'capacity' },
  ];
  const agreements = Array.from({ length: dice.int(0, 2) }, () => ({
    id: identifier(words),
    version: dice.text('0123456789', 3),
    title: texts(words),
    text: texts(words),
  }));
  return { ...words, features, categories: Array.from({ length: 3 }, () => identifier(words)), agreements, parts: [] };
}

/** Which mechanisms come together; every way to a key, every kind of file and of rule is there. */
function planModels({ dice, categories }: Drawing): { plans: ModelPlan[]; below: ModelPlan[] } {
  const files = dice.some(fileKinds, fileKinds.length);
  const kinds = dice.some(ruleKinds, ruleKinds.length);
  const suffix = dice.pick(['-M', '+', '.X', '-2']);
  const takes = dice.some<ModelPlan['takes']>(
    [
      { by: 'suffix', category: categories[0]!, suffix },
      { by: 'withoutSuffix', category: categories[0]!, suffix },
      { by: 'part' },
      { by: 'part' },
      { by: 'part' },
    ],
    5,
  );
  const plans = dice.some(ways, ways.length).map((way, index): ModelPlan => {
    const dealt = kinds.filter((_, at) => at % ways.length === index);
    const more = dice.chance(0.4) ? [dice.pick(ruleKinds)] : [];
    const rules: readonly RuleKind[] = [...new Set([...dealt, ...more])];
    const demos = index === 0 ? (['request', 'first-use'] as const) : dice.chance(0.3) ? (['request'] as const) : [];
    const unsplittable = index === 1 || dice.chance(0.2);
    // What is imported was licensed under a key that somebody knows.
    return {
      index,
      way,
      file: files[index]!,
      rules,
      takes: takes[index]!,
      unsplittable,
      demos,
      imports: way === 'entered' || (way === 'derived' && dice.chance(0.5)),
    };
  });
  const plain = { rules: [], takes: { by: 'part' }, unsplittable: false, demos: [], imports: false } as const;
  const below: ModelPlan[] = [
    { ...plain, index: 5, way: 'entered', file: 'single', byItself: true },
    { ...plain, index: 6, way: 'temporary', file: 'single', byItself: true },
    { ...plain, index: 7, way: 'entered', file: dice.pick(['single', 'later'] as const) },
  ];
  return { plans, below };
}

interface Place {
  readonly product: string;
  readonly variant: string | null;
}

/** Some of the models are variants of one product, two of those below of another. */
function placesOf(drawing: Drawing, plans: readonly ModelPlan[]): Place[] {
  const { dice } = drawing;
  const together = new Set(dice.some([0, 1, 2, 3, 4], 2).slice(0, 3));
  const [product, lower] = [identifier(drawing), identifier(drawing)];
  return plans.map((_, at) => {
    if (together.has(at)) return { product, variant: identifier(drawing) };
    if (at >= 6) return { product: lower, variant: identifier(drawing) };
    return { product: identifier(drawing), variant: null };
  });
}

function withForm(model: DrawnModel, drawing: Drawing): DrawnModel {
  const format = followingFormat(drawing);
  const key = (n: number) => `N${n}.${model.keys.key.source.length}`;
  const keys = { ...model.keys, enteredFor: (n: number) => ({ hardwareKey: key(n) }), laterFor: key, key: /^[!-~]{3,190}$/, refused: [] };
  return { ...model, settings: { ...model.settings, keyFormats: [format] }, keys };
}

/** Puts models into products; the first of a product's variants says nothing that the product says already. */
function assemble(drawing: Drawing, drawn: readonly DrawnModel[], places: readonly Place[]) {
  const products = new Map<string, Product>();
  for (const [at, { product, variant }] of places.entries()) {
    const model = drawn[at]!;
    const before = products.get(product);
    if (variant === null) {
      products.set(product, { id: product, label: texts(drawing), ...model.settings, variants: [], withdrawn: false });
      continue;
    }
    const one: Variant = { id: variant, label: texts(drawing), ...asVariant(model, before === undefined), withdrawn: false };
    const base = before ?? { id: product, label: texts(drawing), ...asProduct(model), variants: [], withdrawn: false };
    products.set(product, { ...base, variants: [...base.variants, one] });
  }
  const old = [...products.values()].find(({ variants }) => variants.length > 0)!;
  const tempKey = { prefix: 'OLD', use: 'final', parts: [] } as const;
  const gone: Variant = { id: identifier(drawing), label: texts(drawing), tempKey, children: [], withdrawn: true };
  products.set(old.id, { ...old, variants: [...old.variants, gone] });
  return { products: [...products.values()], withdrawn: { product: old.id, variant: gone.id } };
}

function packOf(drawing: ReturnType<typeof beginDrawing>, products: readonly Product[]): CatalogPack {
  const { dice, languages } = drawing;
  const letter = (kind: MailKind, name: string): MailTexts => ({
    kind,
    subject: Object.fromEntries(languages.map((language) => [language, `${word(dice)} {${name}}`])),
    text: Object.fromEntries(languages.map((language) => [language, `${word(dice)} {${name}} {vendor}`])),
  });
  return {
    format: 1,
    version: `${dice.int(1, 99)}.${dice.int(0, 99)}`,
    vendor: {
      name: `${capital(word(dice))} ${capital(word(dice))}`,
      timeZone: dice.pick(['Europe/Amsterdam', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Auckland', 'UTC']),
      languages,
    },
    labels: dice.chance(0.5) ? { device: noun(drawing), hardwareKey: noun(drawing) } : {},
    roles: dice.chance(0.5) ? { dealer: texts(drawing) } : {},
    validUntil: dice.pick(['until', 'last-day']),
    categories: drawing.categories.map((id) => ({ id, label: texts(drawing) })),
    features: drawing.features,
    products,
    parts: drawing.parts,
    terms: usualTerms,
    deviceAttributes: [],
    agreements: drawing.agreements,
    mails: dice.some(
      [
        letter('activation-code', 'activationCode'),
        letter('order-shipped', 'salesOrder'),
        letter('external-file-available', 'hardwareKey'),
        letter('licences-expiring', 'days'),
        letter('licences-extended', 'project'),
        letter('licences-not-extended', 'customer'),
        letter('transfer-offered', 'note'),
        letter('transfer-lapsed', 'lastDay'),
        letter('controller-waits', 'thumbprint'),
      ],
      1,
    ),
    orderFields: [],
  };
}

function partsTaken({ parts }: CatalogPack, { parts: accepted }: Product): string[] {
  const takes = (number: string, category: string | undefined): boolean =>
    accepted.some(({ part, category: wanted, suffix, withoutSuffix }) =>
      part === undefined
        ? wanted === category && (suffix === undefined ? !number.endsWith(withoutSuffix!) : number.endsWith(suffix))
        : part === number,
    );
  return parts.filter(({ number, category }) => takes(number, category)).map(({ number }) => number);
}
