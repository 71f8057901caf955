import type {
  Child,
  Demo,
  Feature,
  Grant,
  ImportFailure,
  ImportMap,
  Part,
  PartAcceptance,
  Product,
  Variant,
} from '@muniment/domain/catalog';
import { identifier, texts, unique, type Words } from './dice.ts';
import { type FileKind, randomFile } from './files.ts';
import { type KeyFacts, randomKeys, type Way } from './keys.ts';
import { type NewPart, type RandomRule, type RuleKind, randomRule, type Units } from './rules.ts';

/** What is drawn once for the whole pack. */
export interface Drawing extends Words {
  readonly features: readonly Feature[];
  readonly categories: readonly string[];
  readonly agreements: readonly { readonly id: string }[];
  /** Every part so far. */
  readonly parts: Part[];
}

/** What a model is to be; the rest is chance. */
export interface ModelPlan {
  /** One digit, that of no other model. */
  readonly index: number;
  readonly way: Way;
  readonly file: FileKind;
  readonly rules: readonly RuleKind[];
  /** Parts named one by one, or those of a category whose numbers end so, or do not. */
  readonly takes: { readonly by: 'part' } | { readonly by: 'suffix' | 'withoutSuffix'; readonly category: string; readonly suffix: string };
  readonly unsplittable: boolean;
  readonly demos: readonly Demo['starts'][];
  readonly imports: boolean;
  /** It appears by itself: nothing is entered beside its key. */
  readonly byItself?: boolean;
}

/** What a product or variant says of itself. */
export type ModelSettings = Omit<Product, 'id' | 'label' | 'category' | 'variants' | 'withdrawn'>;

/** A model of the pack before it stands in a product. */
export interface DrawnModel {
  readonly settings: ModelSettings;
  readonly keys: KeyFacts;
  readonly rules: readonly RandomRule[];
  /** A selection that every rule allows: more than one unit, all of the same order. */
  readonly whole: Units;
  /** One part more than this is too much: refused at attach with `maximum-exceeded`. */
  readonly maxima: readonly { readonly part: string; readonly most: number }[];
  readonly trigger: string | null;
  /** Whether a file is made together with the key. */
  readonly fileAtKey: boolean;
}

function randomGrant({ dice, features }: Drawing): Grant {
  const feature = dice.pick(features.slice(0, -1));
  if (feature.kind === 'version') return { feature: feature.id, version: dice.pick(feature.versions) };
  return feature.kind === 'flag' ? { feature: feature.id } : { feature: feature.id, quantity: dice.int(1, 500) };
}

/** Makes parts for one model, with the category and the end of the number that it takes. */
function partsFor(drawing: Drawing, { takes }: Pick<ModelPlan, 'takes'>): NewPart & ((over?: Partial<Part>) => Part) {
  const { dice } = drawing;
  return (over = {}) => {
    const plain = () =>
      `${dice.text('ABCDEFGHJKLMNPQRSTUVWXYZ', dice.int(1, 4))}${dice.pick(['-', '.', '/'])}${dice.text('0123456789', dice.int(2, 5))}`;
    const number = unique(drawing, () => plain() + (takes.by === 'suffix' ? takes.suffix : ''));
    const dated = dice.chance(0.2) && !('model' in over);
    const part: Part = {
      number,
      label: texts(drawing),
      class: 'licence',
      assignedTo: 'device',
      model: dated ? 'term' : 'perpetual',
      ...(dated ? { term: { runs: 'fixed', days: dice.int(30, 900) } } : {}),
      ...(takes.by === 'part' ? (dice.chance(0.3) ? { category: dice.pick(drawing.categories) } : {}) : { category: takes.category }),
      grants: [randomGrant(drawing)],
      floating: false,
      alternatives: [],
      withdrawn: false,
      ...over,
    };
    drawing.parts.push(part);
    return part;
  };
}

/** A model with everything but what stands below it. */
export function randomModel(drawing: Drawing, plan: ModelPlan): DrawnModel {
  const { dice } = drawing;
  const before = drawing.parts.length;
  const newPart = partsFor(drawing, plan);
  const free = newPart();
  const trigger = plan.way === 'made-later' && dice.chance(0.75) ? newPart({ model: 'perpetual' }).number : null;
  const rules = plan.rules.map((kind) => randomRule(drawing, kind, newPart));
  const capped = dice.chance(0.6) ? cappedPart(drawing, newPart) : null;
  const own = drawing.parts.slice(before);
  const whole = Object.assign({ [free.number]: dice.int(1, 3) }, ...rules.map(({ fits }) => fits)) as Units;
  const early = plan.way === 'entered-later' && dice.chance(0.5) ? [free.number] : [];
  const keys = randomKeys(drawing, plan.way, plan.index, { trigger, early, beside: plan.byItself !== true });
  const demos = plan.demos.map(
    (starts): Demo => ({ id: identifier(drawing), label: texts(drawing), part: demoPart(drawing).number, count: dice.int(1, 3), starts }),
  );
  const onlyTrigger = trigger === null ? null : { [trigger]: 1 };
  const settings: ModelSettings = {
    ...keys.settings,
    parts: acceptance(plan, own, trigger),
    maxima: capped === null ? [] : [capped.maximum],
    rules: rules.map(({ rule }) => rule),
    licenseFile: randomFile(drawing, plan.file),
    children: [],
    demos,
    unsplittableOrders: plan.unsplittable,
    versions: [],
    ...(drawing.agreements.length > 0 && dice.chance(0.5) ? { agreement: dice.pick(drawing.agreements).id } : {}),
    ...(plan.imports ? { import: randomImport(drawing, Object.keys(whole)) } : {}),
  };
  const cap = capped === null ? [] : [{ part: capped.part, most: capped.most }];
  return {
    settings,
    keys: keys.facts,
    rules,
    whole,
    maxima: [...cap, ...(trigger === null || plan.takes.by !== 'part' ? [] : [{ part: trigger, most: 1 }])],
    trigger,
    fileAtKey: onlyTrigger !== null && rules.every(({ rule, holds }) => !rule.when.includes('activate') || holds(onlyTrigger)),
  };
}

/** The last feature of the pack is granted by capped parts and demos only, so that its maximum is counted by hand. */
function cappedPart({ dice, features }: Drawing, newPart: NewPart & ((over: Partial<Part>) => Part)) {
  const feature = features.at(-1)!.id;
  const [quantity, most] = [dice.int(2, 9), dice.int(1, 4)];
  const { number } = newPart({ model: 'perpetual', grants: [{ feature, quantity }] } as Partial<Part>);
  return { part: number, most, maximum: { feature, maximum: quantity * most + dice.int(0, quantity - 1) } };
}

function demoPart(drawing: Drawing): Part {
  const { dice, features } = drawing;
  const newPart = partsFor(drawing, { takes: { by: 'part' } });
  const grants = [{ feature: features.at(-1)!.id, quantity: dice.int(1, 5) }, randomGrant(drawing)];
  return newPart({ model: 'term', term: { runs: 'fixed', days: dice.int(5, 90) }, grants });
}

function acceptance({ takes }: ModelPlan, own: readonly Part[], trigger: string | null): PartAcceptance[] {
  if (takes.by === 'part') return own.map(({ number }) => ({ part: number, ...(number === trigger ? { maximum: 1 } : {}) }));
  return [{ category: takes.category, [takes.by]: takes.suffix }];
}

const importFailures: readonly ImportFailure[] = [
  'unknown',
  'not-applicable',
  'hardware-key',
  'feature-code-string',
  'feature-code',
  'feature-quantity',
  'timestamp',
  'cannot-write',
];

function randomImport(drawing: Drawing, parts: readonly string[]): ImportMap {
  const { dice } = drawing;
  const own = () => ({ code: dice.text('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', 6), message: texts(drawing), nextStep: texts(drawing) });
  return {
    features: parts.map((part) => ({ code: identifier(drawing), part })),
    errors: Object.fromEntries(dice.some(importFailures, 3).map((kind) => [kind, own()])),
    ...(dice.chance(0.6) ? { task: texts(drawing) } : {}),
  };
}

/** What a variant says where its product says something else, and what only a variant says. */
export function asVariant({ settings }: DrawnModel, inherits: boolean): Omit<Variant, 'id' | 'label' | 'withdrawn'> {
  const { keyFormats: _, parts: __, maxima: ___, rules: ____, licenseFile: _____, children: ______, demos: _______, ...rest } = settings;
  const { unsplittableOrders: ________, replaceable: _________, ...own } = rest;
  return inherits ? own : settings;
}

/** What the product of variants says, for the one that says nothing else. */
export function asProduct({ settings }: DrawnModel): ModelSettings {
  const { keyFormats, parts, maxima, rules, licenseFile, children, demos, unsplittableOrders, replaceable, versions } = settings;
  return { keyFormats, parts, maxima, rules, licenseFile, children, demos, unsplittableOrders, replaceable, versions };
}

/** The same with what stands below. */
export function withChildren(model: DrawnModel, children: readonly Child[]): DrawnModel {
  return { ...model, settings: { ...model.settings, children: [...model.settings.children, ...children] } };
}
