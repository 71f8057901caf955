import type { CatalogPack, Part, UnassignRule } from '@muniment/domain/catalog';
import fc from 'fast-check';
import { Dice, identifier, texts, unique, type Words } from './random/dice.ts';
import { type RandomPack, randomPackOf } from './random-pack.ts';

/** A pack with term licences that nobody has written, and what a test needs to know of them. */
export interface RandomTerms extends Omit<RandomPack, 'pack'> {
  /** Complete, defaults filled in; as JSON it is also a valid file. */
  readonly pack: CatalogPack;
  /** Parts for devices that every product takes: of one category, which give the same for different terms. */
  readonly combinable: readonly Part[];
  /** Of that category too, and gives something else. */
  readonly other: Part;
  /** For devices, every product takes it, and it has no category. */
  readonly loose: Part;
  /** For named users, of one category. */
  readonly forUsers: readonly Part[];
}

/** Random packs with term licences and rules of their own. A failing test names the seed: `randomTermsOf(seed)` gives the same pack again. */
export const randomTerms: fc.Arbitrary<RandomTerms> = fc
  .integer({ min: 0, max: 2 ** 31 - 1 })
  .map((seed) => ({ ...randomTermsOf(seed), [fc.toStringMethod]: () => `randomTermsOf(${seed})` }));

const zones = ['Europe/Berlin', 'America/Sao_Paulo', 'America/Havana', 'Asia/Kathmandu', 'Pacific/Apia', 'Australia/Lord_Howe', 'UTC'];

/** The random pack of a seed. */
export function randomTermsOf(seed: number): RandomTerms {
  const random = randomPackOf(seed);
  const { pack } = random;
  const dice = new Dice(seed + 1);
  const taken = new Set([pack.categories, pack.features, pack.products, pack.agreements].flatMap((list) => list.map(({ id }) => id)));
  const words: Words = { dice, languages: pack.vendor.languages, taken };
  const [device, user] = [identifier(words), identifier(words)];
  const [first, second] = dice.some(
    pack.features.filter(({ kind }) => kind === 'quantity' || kind === 'flag'),
    2,
  );
  const grant = (feature: CatalogPack['features'][number], quantity: number): Part['grants'][number] =>
    feature.kind === 'quantity' ? { feature: feature.id, quantity } : { feature: feature.id };
  const part = (days: number, more: Partial<Part>): Part => ({
    number: unique(words, () => `T${dice.text('ABCDEFGHJKLMNPQRSTUVWXYZ', 4)}${days}`),
    label: texts(words),
    class: 'licence',
    assignedTo: 'device',
    model: 'term',
    term: { runs: 'while-assigned', days },
    grants: [grant(first!, 3)],
    floating: false,
    alternatives: [],
    withdrawn: false,
    ...more,
  });
  const days = dice.some([1, 2, 30, 365, 1095, 1825], 3).slice(0, 4);
  const combinable = days.map((each) => part(each, { category: device }));
  const other = part(dice.int(1, 400), { category: device, grants: [grant(second!, 1)] });
  const loose = part(dice.int(1, 400), {});
  const forUsers = [dice.int(1, 40), 365].map((each) => part(each, { category: user, assignedTo: 'user' }));
  return {
    ...random,
    combinable,
    other,
    loose,
    forUsers,
    pack: {
      ...pack,
      vendor: { ...pack.vendor, timeZone: dice.pick(zones) },
      categories: [...pack.categories, { id: device, label: texts(words) }, { id: user, label: texts(words) }],
      parts: [...pack.parts, ...combinable, other, loose, ...forUsers],
      products: pack.products.map((product) => ({ ...product, parts: [...product.parts, { category: device }, { part: loose.number }] })),
      terms: { ...pack.terms, unassign: randomRule(dice), combine: dice.chance(0.8), split: dice.chance(0.8) },
    },
  };
}

function randomRule(dice: Dice): UnassignRule {
  return { roundUpDays: dice.int(0, 2), countLastDay: dice.chance(0.5), deductDays: dice.int(0, 3) };
}
