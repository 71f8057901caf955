import type { Temporal } from 'temporal-polyfill';
import type { Feature } from '../catalog/index.ts';
import { startOfDay } from '../terms/index.ts';
import { allSteps, entitlementChanges, entitlements, entitlementValues } from './entitlements.ts';
import type { ActiveLot, EntitlementValue, Step } from './types.ts';

/** A lot in a project's pool, by the part version it was issued under; `quantity` is what lies in the pool. */
export interface PoolLot extends ActiveLot {
  /** Only floating lots make seats; others wait there for a device or user. */
  readonly floating: boolean;
}

export interface CounterInput {
  readonly lots: readonly PoolLot[];
  /** The features of the vendor's present pack. */
  readonly features: readonly Feature[];
  /** The vendor's day. */
  readonly today: Temporal.PlainDate;
  /** Whose midnight begins the vendor's day. */
  readonly timeZone: string;
}

/** From this instant on there are so many seats, if nothing is added. */
export interface CounterStep {
  readonly from: Temporal.Instant;
  readonly on: Temporal.PlainDate;
  readonly seats: number;
  /** Why there are so many from then on (F12), lots outside their dates included. */
  readonly why: readonly Step[];
}

/** What a project owns of one feature's seats. */
export interface CounterSeats {
  readonly feature: string;
  /** Never empty, in order; the first is of today, and the last holds for good. */
  readonly steps: readonly CounterStep[];
}

/**
 * What the floating lots of a project's pool come to, feature by feature, as dated steps: an expiry at midnight needs no write (C3).
 * Features of which no floating lot in the pool speaks are left out: a counter that was there before has no seats left.
 */
export function counterSeats({ lots, features, today, timeZone }: CounterInput): readonly CounterSeats[] {
  const input = {
    lots: lots.filter(({ floating }) => floating),
    features: features.filter((feature) => feature.kind === 'quantity' && feature.seats !== undefined),
    // The most on one device: a pool is none.
    maxima: [],
    today,
  };
  const moments = [{ on: today, values: entitlementValues(entitlements(input)) }, ...entitlementChanges(input)];
  const whys = moments.map(({ on }) => new Map(allSteps({ ...input, today: on }).map(({ feature, steps }) => [feature, steps])));
  return [...whys[0]!.keys()].map((feature) => {
    const all = moments.map(({ on, values }, index) => ({
      from: startOfDay(on, timeZone),
      on,
      seats: seatsOf(values[feature]),
      why: whys[index]!.get(feature) ?? [],
    }));
    return { feature, steps: all.filter(({ seats }, index) => index === 0 || seats !== all[index - 1]!.seats) };
  });
}

/** A feature that grants nothing on a day has no value then. */
function seatsOf(value: EntitlementValue | undefined): number {
  return typeof value === 'number' ? value : 0;
}
