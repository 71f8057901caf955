import type { CatalogPack, Feature, LicenseKeyForm, Part, Product, ProductVersion, TermRules } from '@muniment/domain/catalog';
import { Dice, identifier, noun, texts, unique, type Words } from './dice.ts';
import { type KeyRecipe, randomKeyFormat } from './key-formats.ts';

/** A part whose licences run out. */
export interface RandomTerm {
  readonly part: string;
  readonly days: number;
}

/** A product of the pack that a test may take its whole way: n-th keys in stored form and as entered (n < 10,000). */
interface RandomKeyed {
  readonly product: string;
  keyFor(n: number): string;
  enteredFor(n: number): string;
}

/** What lies in pools and is no use in a bin: licences whose days run while they are assigned, and those that controllers fetch. */
export interface RandomPools {
  /** Takes term licences of one category and nothing else. */
  readonly device: RandomKeyed & { readonly licences: readonly RandomTerm[] };
  /** Term licences for named users. */
  readonly users: readonly RandomTerm[];
  readonly controller: RandomKeyed & {
    /** What capacity and maintenance are of. */
    readonly feature: string;
    readonly capacity: readonly { readonly part: string; readonly quantity: number }[];
    readonly maintenance: readonly (RandomTerm & { readonly quantity: number })[];
    /** A licence whose days begin with its activation. */
    readonly activated: RandomTerm;
    /** Released by the middle of 2026. */
    readonly released: readonly string[];
    /** Comes in a hundred years. */
    readonly coming: string;
    readonly protocols: readonly string[];
  };
}

interface Grown {
  readonly pack: CatalogPack;
  readonly pools: RandomPools;
}

/**
 * The pack with term licences, licence keys, named users, controllers, maintenance, firmware and attributes of devices added to what it
 * has. Its dice are its own, so that the rest is what it was for a seed.
 */
export function withPools(pack: CatalogPack, seed: number, taken: Set<string>): Grown {
  const words: Words = { dice: new Dice(seed ^ 0x5eed), languages: pack.vendor.languages, taken };
  const [forDevices, forUsers] = [identifier(words), identifier(words)];
  const flag: Feature = { id: identifier(words), label: texts(words), kind: 'flag' };
  const capacity: Feature = { id: identifier(words), label: texts(words), kind: 'capacity', unit: noun(words) };
  const licences = terms(words, { category: forDevices, grants: [{ feature: flag.id }] });
  const users = terms(words, { category: forUsers, assignedTo: 'user', grants: [{ feature: flag.id }] });
  const recipe = randomKeyFormat(words, '88');
  const device: Product = { ...plainProduct(words, recipe), parts: [{ category: forDevices }] };
  const controller = randomController(words, capacity.id);
  return {
    pools: {
      device: { ...keysOf(device, recipe), licences: licences.map(termOf) },
      users: users.map(termOf),
      controller: controller.facts,
    },
    pack: {
      ...pack,
      licenseKeys: randomLicenseKeys(words, pack),
      terms: randomTermRules(words),
      deviceAttributes: (['text', 'ip-address', 'version'] as const).map((type) => ({ id: identifier(words), label: texts(words), type })),
      categories: [...pack.categories, ...[forDevices, forUsers].map((id) => ({ id, label: texts(words) }))],
      features: [...pack.features, flag, capacity],
      products: [...pack.products, device, controller.product],
      parts: [...pack.parts, ...licences, ...users, ...controller.parts],
    },
  };
}

const termOf = ({ number, term }: Part): RandomTerm => ({ part: number, days: term!.days });

function part(words: Words, more: Partial<Part>): Part {
  const { dice } = words;
  const number = unique(words, () => `${dice.text('ABCDEFGHJKLMNPQRSTUVWXYZ', 3)}_${dice.text('0123456789', dice.int(2, 5))}`);
  return {
    number,
    label: texts(words),
    class: 'licence',
    assignedTo: 'device',
    model: 'perpetual',
    grants: [],
    floating: false,
    alternatives: [],
    withdrawn: false,
    ...more,
  };
}

/** The same for several terms, no two of which are of one length. */
function terms(words: Words, more: Partial<Part>): Part[] {
  const lengths = words.dice.some([1, 7, 30, 90, 365, 730, 1_095, 1_825], 2).slice(0, 4);
  return lengths.map((days) => part(words, { ...more, model: 'term', term: { runs: 'while-assigned', days } }));
}

function plainProduct(words: Words, { format }: KeyRecipe): Product {
  return {
    id: identifier(words),
    label: texts(words),
    keyFormats: [format],
    parts: [],
    maxima: [],
    rules: [],
    licenseFile: { format: 'single', fileName: '{product}_{hardwareKey}_{serial}.lic' },
    children: [],
    demos: [],
    unsplittableOrders: false,
    replaceable: true,
    versions: [],
    variants: [],
    withdrawn: false,
  };
}

const keysOf = ({ id }: Product, { make, disguise }: KeyRecipe): RandomKeyed => ({
  product: id,
  keyFor: make,
  enteredFor: (n) => disguise(make(n)),
});

function randomController(words: Words, feature: string) {
  const { dice } = words;
  const recipe = randomKeyFormat(words, '99');
  const sizes = dice.some([1, 5, 10, 25, 100, 1_000], 2);
  const capacity = sizes.map((quantity) => part(words, { grants: [{ feature, quantity }] }));
  const maintenance = sizes.map((quantity) =>
    part(words, { model: 'term', term: { runs: 'fixed', days: dice.int(30, 1_095) }, covers: { feature, quantity } }),
  );
  const activated = part(words, {
    model: 'term',
    term: { runs: 'from-activation', days: dice.int(1, 400) },
    grants: [{ feature, quantity: 1 }],
  });
  const parts = [...capacity, ...maintenance, activated];
  const released = Array.from(
    { length: dice.int(1, 4) },
    (_, index): ProductVersion => ({
      version: `${dice.int(1, 9)}.${index}`,
      released: `20${10 + index * 4}-0${dice.int(1, 6)}-1${dice.int(0, 9)}`,
    }),
  );
  const coming = { version: `9.${released.length}`, released: '2126-01-01' };
  const protocols = Array.from({ length: dice.int(1, 3) }, () => ({ id: identifier(words), label: texts(words), feature }));
  const product: Product = {
    ...plainProduct(words, recipe),
    parts: parts.map(({ number }) => ({ part: number })),
    versions: [...released, coming],
    endpoints: { protocols, overCapacity: dice.pick(['oldest-first', 'newest-first'] as const) },
    enrolment: dice.pick(['customer-id', 'approval'] as const),
  };
  const facts: RandomPools['controller'] = {
    ...keysOf(product, recipe),
    feature,
    capacity: capacity.map(({ number, grants }) => ({ part: number, quantity: grants[0]!.quantity! })),
    maintenance: maintenance.map((one) => ({ ...termOf(one), quantity: one.covers!.quantity })),
    activated: termOf(activated),
    released: released.map(({ version }) => version),
    coming: coming.version,
    protocols: protocols.map(({ id }) => id),
  };
  return { product, parts, facts };
}

/** Enough characters that nobody guesses one, whatever the alphabet. */
function randomLicenseKeys({ dice }: Words, { agreements }: CatalogPack): LicenseKeyForm {
  // Twenty digits and a check character hold more than the sixty bits that a key must have.
  const groups = [...Array.from({ length: dice.int(4, 6) }, () => dice.int(4, 6)), 5];
  return {
    alphabet: dice.pick(['digits', 'hexadecimal', 'unambiguous', 'crockford'] as const),
    groups,
    separator: dice.pick(['-', ' ', '.', ''] as const),
    ...(dice.chance(0.5) ? { prefix: dice.text('ABCDEFGHJKMNPQRSTVWXYZ23456789', dice.int(2, 4)) } : {}),
    check: dice.pick(['iso-7064', 'none'] as const),
    ...(agreements.length > 0 && dice.chance(0.5) ? { agreement: dice.pick(agreements).id } : {}),
  };
}

function randomTermRules({ dice }: Words): TermRules {
  const unassign = { roundUpDays: dice.int(0, 2), countLastDay: dice.chance(0.5), deductDays: dice.int(0, 3) };
  const combine = dice.chance(0.8);
  return {
    unassign,
    combine,
    split: dice.chance(0.8),
    transfer: { toOthers: dice.chance(0.7), lapseDays: dice.int(1, 30) },
    noticeDays: dice.some([90, 60, 30, 14, 7, 1], 1),
    extendDaysBefore: dice.int(combine ? 1 : 0, 5),
  };
}
