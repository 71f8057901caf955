import type { CatalogPack, Feature, NodeLocked, Part, Product, SeatRules } from '@muniment/domain/catalog';
import { Dice, identifier, noun, texts, unique, type Words } from './dice.ts';
import { type KeyRecipe, randomKeyFormat } from './key-formats.ts';

/** A feature whose units are counted, with the parts that make seats of it. */
export interface RandomSeats {
  readonly feature: string;
  readonly rules: SeatRules;
  /** Floating parts and the seats of this feature that one unit of each makes, the first for good. */
  readonly parts: readonly { readonly part: string; readonly seats: number }[];
}

/** A product whose licences are each for one computer. */
export interface RandomWorkstation {
  readonly product: string;
  /** The n-th key in stored form (n < 10,000). */
  keyFor(n: number): string;
  /** A licence for good, and the flag that it turns on. */
  readonly part: string;
  readonly feature: string;
  readonly policy: NonNullable<NodeLocked['fingerprint']>;
  readonly binding: 'request' | 'key';
  readonly offlineDays: number | null;
}

export interface RandomFloating {
  readonly seats: readonly RandomSeats[];
  readonly workstation: RandomWorkstation;
}

interface Grown {
  readonly pack: CatalogPack;
  readonly floating: RandomFloating;
}

/** The pack with seats, floating parts and workstations added; its dice are its own, so that the rest is what it was for a seed. */
export function withFloating(pack: CatalogPack, seed: number, taken: Set<string>): Grown {
  const words: Words = { dice: new Dice(seed ^ 0x5ea7), languages: pack.vendor.languages, taken };
  // One with everything, one that is decided without rules, one as it comes.
  const counted = (['everything', 'plain', 'any'] as const).map((kind) => randomCounted(words, kind));
  const parts = counted.map(({ id }) => randomFloatingParts(words, id));
  const all = [...parts.flat(), randomBundle(words, counted)];
  const workstation = randomWorkstation(words);
  return {
    floating: {
      workstation: workstation.facts,
      seats: counted.map((feature) => ({
        feature: feature.id,
        rules: feature.seats,
        parts: all.flatMap(({ number, grants }) =>
          grants.filter((grant) => grant.feature === feature.id).map(({ quantity }) => ({ part: number, seats: quantity! })),
        ),
      })),
    },
    pack: {
      ...pack,
      features: [...pack.features, ...counted, workstation.flag],
      products: [...pack.products, workstation.product],
      parts: [...pack.parts, ...all, workstation.part],
    },
  };
}

type Counted = Extract<Feature, { readonly kind: 'quantity' }> & { readonly seats: SeatRules };

function randomCounted(words: Words, kind: 'everything' | 'plain' | 'any'): Counted {
  const { dice } = words;
  const has = (probability: number) => kind === 'everything' || (kind === 'any' && dice.chance(probability));
  const longestDays = dice.int(2, 40);
  // A server that was just started takes no seat back for one heartbeat: a short one is not waited for.
  const heartbeatSeconds = dice.int(1, 3);
  const rules: SeatRules = {
    heartbeatSeconds,
    leaseSeconds: heartbeatSeconds + dice.int(60, 600),
    lingerSeconds: has(0.4) ? dice.int(30, 900) : 0,
    ...(has(0.4) ? { idleMinutes: dice.int(1, 90) } : {}),
    overdraft: dice.chance(0.5) ? dice.int(1, 3) : 0,
    ...(has(0.5) ? { perUser: dice.int(1, 3) } : {}),
    ...(has(0.5) ? { queue: { ticketSeconds: dice.int(20, 300) } } : {}),
    ...(has(0.6)
      ? { borrow: { longestDays, renewals: dice.int(0, 3), ...(dice.chance(0.6) ? { documentDays: dice.int(1, longestDays) } : {}) } }
      : {}),
  };
  return { id: identifier(words), label: texts(words), kind: 'quantity', unit: noun(words), seats: rules };
}

function newPart(words: Words, more: Partial<Part>): Part {
  const { dice } = words;
  return {
    number: unique(words, () => `${dice.text('ABCDEFGHJKLMNPQRSTUVWXYZ', 2)}:${dice.text('0123456789', dice.int(3, 6))}`),
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

/** One for good, and one for some time. */
function randomFloatingParts(words: Words, feature: string): Part[] {
  const { dice } = words;
  return [
    newPart(words, { floating: true, grants: [{ feature, quantity: dice.int(1, 7) }] }),
    newPart(words, {
      floating: true,
      model: 'term',
      term: { runs: 'fixed', days: dice.int(10, 60) },
      grants: [{ feature, quantity: dice.int(1, 7) }],
    }),
  ];
}

/** Seats of several features in one. */
function randomBundle(words: Words, counted: readonly Feature[]): Part {
  const { dice } = words;
  return newPart(words, { floating: true, grants: dice.some(counted, 2).map(({ id }) => ({ feature: id, quantity: dice.int(1, 4) })) });
}

const components = ['machine-id', 'system-uuid', 'board-serial', 'disk-serial', 'mac-address', 'cpu-model', 'host-name'] as const;

function randomNodeLocked(words: Words): NodeLocked & { readonly fingerprint: NonNullable<NodeLocked['fingerprint']> } {
  const { dice } = words;
  const chosen = dice.some(components, 3).map((id) => ({
    id,
    weight: dice.int(1, 9),
    ...(dice.chance(0.3) ? { label: texts(words) } : {}),
  }));
  const most = chosen.reduce((sum, { weight }) => sum + weight, 0);
  // Less than all of it, so that something may change; more than half, so that not everything may.
  const atLeast = Math.max(1, Math.min(most - Math.min(...chosen.map(({ weight }) => weight)), Math.ceil(most / 2) + dice.int(0, 3)));
  return {
    fingerprint: { components: chosen, atLeast, yearlyRepairs: dice.int(0, 3) },
    ...(dice.chance(0.7) ? { binding: dice.pick(['request', 'key'] as const) } : {}),
    ...(dice.chance(0.5) ? { clock: { toleranceMinutes: dice.int(0, 600) } } : {}),
    ...(dice.chance(0.5) ? { offlineDays: dice.int(2, 90) } : {}),
  };
}

function randomWorkstation(words: Words) {
  const { dice } = words;
  const recipe: KeyRecipe = randomKeyFormat(words, '77');
  const flag: Feature = { id: identifier(words), label: texts(words), kind: 'flag' };
  const part = newPart(words, { grants: [{ feature: flag.id }] });
  const locked = randomNodeLocked(words);
  const product: Product = {
    id: identifier(words),
    label: texts(words),
    keyFormats: [recipe.format],
    parts: [{ part: part.number }],
    maxima: [],
    rules: [],
    licenseFile: { format: 'single', fileName: '{product}_{hardwareKey}.lic' },
    children: [],
    demos: [],
    unsplittableOrders: false,
    replaceable: true,
    versions: [],
    variants: [],
    withdrawn: false,
    enrolment: dice.pick(['customer-id', 'approval'] as const),
    ...locked,
  };
  const { fingerprint, binding = 'key', offlineDays = null } = locked;
  const facts: RandomWorkstation = {
    product: product.id,
    keyFor: recipe.make,
    part: part.number,
    feature: flag.id,
    policy: fingerprint,
    binding,
    offlineDays,
  };
  return { flag, part, product, facts };
}
