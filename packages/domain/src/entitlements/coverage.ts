import { Temporal } from 'temporal-polyfill';
import { acceptsPart, type CatalogPack, type Product } from '../catalog/index.ts';
import { hasBegun, hasEnded, isWithin, lastDayOf } from '../terms/index.ts';
import type { ActiveLot, Cover } from './types.ts';

/** How much of a licensed capacity current maintenance covers (E7). */
export interface Coverage {
  /** A capacity. */
  readonly feature: string;
  /** What is licensed today, demos aside: they are nobody's purchase. */
  readonly capacity: number;
  /** What the maintenance of today covers; it may be more than there is. */
  readonly covered: number;
  /** What maintenance must still be bought for; 0 where it reaches. */
  readonly missing: number;
  /** The day from which it no longer reaches, if nothing is added; null where it does not reach today, or reaches for good. */
  readonly until: Temporal.PlainDate | null;
  /** The day before `until`. */
  readonly lastDay: Temporal.PlainDate | null;
  readonly steps: readonly CoverageStep[];
}

/** One lot's part in a coverage: what it adds to the capacity, or what it covers of it. */
export interface CoverageStep {
  readonly side: 'capacity' | 'cover';
  readonly lotId: string;
  readonly partNumber: string;
  readonly quantity: number;
  readonly each: number;
  readonly total: number;
  readonly counted: boolean;
  readonly reason: 'adds' | 'not-yet-valid' | 'expired';
  readonly validFrom: Temporal.PlainDate | null;
  readonly validUntil: Temporal.PlainDate | null;
}

/** Capacity and cover from a day on, by feature: for documents that outlive today. */
export interface CoverageChange {
  readonly on: Temporal.PlainDate;
  readonly values: CoverageValues;
}
export type CoverageValues = Readonly<Record<string, Pick<Coverage, 'capacity' | 'covered'>>>;

/** A product with thousands of parts is asked for one device at a time. */
const known = new WeakMap<Product, readonly string[]>();

/** The capacities that maintenance is sold for with a product: those covered by a part that it takes. */
export function coveredFeatures(pack: CatalogPack, product: Product): readonly string[] {
  const before = known.get(product);
  if (before !== undefined) return before;
  const covering = pack.parts.filter((part) => part.covers !== undefined && acceptsPart(product, part));
  const named = new Set(covering.map(({ covers }) => covers!.feature));
  const found = pack.features.map(({ id }) => id).filter((id) => named.has(id));
  known.set(product, found);
  return found;
}

/**
 * What maintenance covers of what is licensed on a device today, capacity by capacity, and why. A capacity of which no lot
 * speaks is left out. Lots outside their dates do not count, but are told in the steps.
 */
export function coverage(lots: readonly ActiveLot[], features: readonly string[], today: Temporal.PlainDate): readonly Coverage[] {
  return features.flatMap((feature) => {
    const steps = stepsOf(feature, lots, today);
    return steps.length === 0 ? [] : [coverageOf(feature, steps, today)];
  });
}

/** How today's coverage will change as lots begin and end, if nothing is added; each entry holds everything from its day on. */
export function coverageChanges(
  lots: readonly ActiveLot[],
  features: readonly string[],
  today: Temporal.PlainDate,
): readonly CoverageChange[] {
  const changes: CoverageChange[] = [];
  let before = JSON.stringify(coverageValues(coverage(lots, features, today)));
  for (const on of daysAfter(lots, today)) {
    const values = coverageValues(coverage(lots, features, on));
    const now = JSON.stringify(values);
    if (now !== before) changes.push({ on, values });
    before = now;
  }
  return changes;
}

/** Capacity and cover by feature; a feature of which nothing is licensed or covered on that day is left out. */
export function coverageValues(list: readonly Coverage[]): CoverageValues {
  const counted = list.filter(({ capacity, covered }) => capacity > 0 || covered > 0);
  return Object.fromEntries(counted.map(({ feature, capacity, covered }) => [feature, { capacity, covered }]));
}

/** What is said to an upgrade of a product's firmware to a version. */
export type UpgradeDecision = 'valid' | 'maintenance-missing' | 'version-not-known' | 'version-not-released';

/**
 * Whether a device may be upgraded to a version of its product's firmware today: it must be released, and all that is licensed must
 * be covered (E7). Where no maintenance is sold for the product, every released version is free to all who have a licence.
 */
export function judgeUpgrade(
  { versions }: Pick<Product, 'versions'>,
  { version, today }: { readonly version: string; readonly today: Temporal.PlainDate },
  features: readonly string[],
  covered: readonly Pick<Coverage, 'feature' | 'capacity' | 'missing'>[],
): UpgradeDecision {
  const release = versions.find((one) => one.version === version);
  if (release === undefined) return 'version-not-known';
  if (release.released > today.toString()) return 'version-not-released';
  if (features.length === 0) return 'valid';
  const asked = covered.filter(({ feature }) => features.includes(feature));
  const reaches = asked.some(({ capacity }) => capacity > 0) && asked.every(({ missing }) => missing === 0);
  return reaches ? 'valid' : 'maintenance-missing';
}

function stepsOf(feature: string, lots: readonly ActiveLot[], today: Temporal.PlainDate): CoverageStep[] {
  const counting = lots.filter(({ quantity, demo }) => quantity > 0 && demo !== true);
  return counting
    .flatMap((lot) => [
      ...lot.grants.filter((grant) => grant.feature === feature).map(({ quantity }) => stepOf('capacity', lot, quantity ?? 0, today)),
      ...coversOf(lot, feature).map(({ quantity }) => stepOf('cover', lot, quantity, today)),
    ])
    .sort((a, b) => compare(a.side, b.side) || compare(a.partNumber, b.partNumber) || compare(a.lotId, b.lotId));
}

function coversOf({ covers }: ActiveLot, feature: string): readonly Cover[] {
  return covers?.feature === feature ? [covers] : [];
}

function stepOf(side: CoverageStep['side'], lot: ActiveLot, each: number, today: Temporal.PlainDate): CoverageStep {
  const { lotId, partNumber, quantity, validFrom, validUntil } = lot;
  const reason = hasEnded(lot, today) ? 'expired' : hasBegun(lot, today) ? 'adds' : 'not-yet-valid';
  const total = quantity * each;
  return { side, lotId, partNumber, quantity, each, total, counted: reason === 'adds', reason, validFrom, validUntil };
}

function coverageOf(feature: string, steps: readonly CoverageStep[], today: Temporal.PlainDate): Coverage {
  const { capacity, covered } = sumsOn(steps, today);
  const reaches = (day: Temporal.PlainDate): boolean => {
    const then = sumsOn(steps, day);
    return then.capacity > 0 && then.covered >= then.capacity;
  };
  const until = reaches(today) ? (daysAfter(steps, today).find((day) => !reaches(day)) ?? null) : null;
  return {
    feature,
    capacity,
    covered,
    missing: Math.max(0, capacity - covered),
    until,
    lastDay: until === null ? null : lastDayOf(until),
    steps,
  };
}

function sumsOn(steps: readonly CoverageStep[], day: Temporal.PlainDate): Pick<Coverage, 'capacity' | 'covered'> {
  const sum = (side: CoverageStep['side']) =>
    steps.reduce((total, step) => (step.side === side && isWithin(step, day) ? total + step.total : total), 0);
  return { capacity: sum('capacity'), covered: sum('cover') };
}

/** The days to come on which a lot begins or ends. */
function daysAfter(spans: readonly Pick<ActiveLot, 'validFrom' | 'validUntil'>[], today: Temporal.PlainDate): Temporal.PlainDate[] {
  const days = spans
    .flatMap(({ validFrom, validUntil }) => [validFrom, validUntil])
    .filter((day) => day !== null && Temporal.PlainDate.compare(day, today) > 0) as Temporal.PlainDate[];
  return [...new Map(days.map((day) => [day.toString(), day])).values()].sort(Temporal.PlainDate.compare);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
