import { Temporal } from 'temporal-polyfill';
import type { Feature, Grant } from '../catalog/index.ts';
import { hasBegun, hasEnded, isWithin, lastDayOf } from '../terms/index.ts';
import type { ActiveLot, Entitlement, EntitlementChange, EntitlementValue, Step, StepReason } from './types.ts';

/** What a device may do depends on this and nothing else. */
export interface EntitlementInput {
  /** Lots active on the device; what one unit grants is by the part version each lot was issued under. */
  readonly lots: readonly ActiveLot[];
  /** The features of the vendor's present pack: kinds, and the order of versions. */
  readonly features: readonly Feature[];
  /** The vendor's day. */
  readonly today: Temporal.PlainDate;
}

/**
 * What a device may do today, and why: quantities and capacities add, versions take the highest, flags or (B10).
 * Lots outside their dates do not count, but are told in the steps. The one function behind licence files,
 * validation and whatever else answers "may it?". A feature that nothing grants today is left out.
 */
export function entitlements(input: EntitlementInput): readonly Entitlement[] {
  return input.features.flatMap((feature) => {
    const steps = stepsOf(feature, input);
    return steps.some(({ counted }) => counted) ? [entitlementOf(feature, steps)] : [];
  });
}

/** Why each feature is as it is, the ones that nothing grants today included: expired licences stay visible. */
export function allSteps(input: EntitlementInput): readonly { readonly feature: string; readonly steps: readonly Step[] }[] {
  return input.features.map((feature) => ({ feature: feature.id, steps: stepsOf(feature, input) })).filter(({ steps }) => steps.length > 0);
}

/**
 * How today's entitlements will change as lots begin and end, if nothing is added: for documents that outlive today.
 * Each entry holds everything from its day on; the last holds for good.
 */
export function entitlementChanges(input: EntitlementInput): readonly EntitlementChange[] {
  const days = input.lots
    .flatMap(({ validFrom, validUntil }) => [validFrom, validUntil])
    .filter((day) => day !== null && Temporal.PlainDate.compare(day, input.today) > 0) as Temporal.PlainDate[];
  const distinct = [...new Map(days.map((day) => [day.toString(), day])).values()].sort(Temporal.PlainDate.compare);
  const changes: EntitlementChange[] = [];
  let before = JSON.stringify(entitlementValues(entitlements(input)));
  for (const on of distinct) {
    const values = entitlementValues(entitlements({ ...input, today: on }));
    const now = JSON.stringify(values);
    if (now !== before) changes.push({ on, values });
    before = now;
  }
  return changes;
}

/** Values by feature, in the pack's order. */
export function entitlementValues(list: readonly Entitlement[]): Readonly<Record<string, EntitlementValue>> {
  return Object.fromEntries(list.map(({ feature, value }) => [feature, value]));
}

function stepsOf(feature: Feature, { lots, today }: EntitlementInput): readonly Step[] {
  const granting = lots.flatMap((lot) =>
    lot.quantity > 0 ? lot.grants.filter((grant) => grant.feature === feature.id).map((grant) => ({ lot, grant })) : [],
  );
  const highest = feature.kind === 'version' ? highestRank(feature.versions, granting, today) : -1;
  return granting
    .map(({ lot, grant }) => stepOf(feature, lot, grant, today, highest))
    .sort((a, b) => compareTexts(a.partNumber, b.partNumber) || compareTexts(a.lotId, b.lotId));
}

function highestRank(order: readonly string[], granting: readonly { lot: ActiveLot; grant: Grant }[], today: Temporal.PlainDate): number {
  return Math.max(-1, ...granting.filter(({ lot }) => isWithin(lot, today)).map(({ grant }) => order.indexOf(grant.version ?? '')));
}

function stepOf(feature: Feature, lot: ActiveLot, grant: Grant, today: Temporal.PlainDate, highest: number): Step {
  const { lotId, partNumber, quantity, validFrom, validUntil } = lot;
  const common = { lotId, partNumber, quantity, validFrom, validUntil };
  const outside: StepReason | null = hasEnded(lot, today) ? 'expired' : hasBegun(lot, today) ? null : 'not-yet-valid';
  if (feature.kind === 'version') {
    const version = grant.version ?? '';
    const rank = feature.versions.indexOf(version);
    const reason = outside ?? (rank === -1 ? 'version-not-in-order' : rank === highest ? 'highest-version' : 'lower-version');
    return { ...common, each: version, total: version, counted: reason === 'highest-version', reason };
  }
  if (feature.kind === 'flag') return { ...common, each: true, total: true, counted: outside === null, reason: outside ?? 'turns-on' };
  const each = grant.quantity ?? 0;
  return { ...common, each, total: quantity * each, counted: outside === null, reason: outside ?? 'adds' };
}

function entitlementOf(feature: Feature, steps: readonly Step[]): Entitlement {
  const counted = steps.filter((step) => step.counted);
  const adds = feature.kind === 'quantity' || feature.kind === 'capacity';
  const value = adds ? counted.reduce((sum, { total }) => sum + (total as number), 0) : counted[0]!.total;
  // A sum is whole only while every lot is there; a flag or version as long as one lot is.
  const from = adds
    ? lastDay(counted.map((step) => step.validFrom))
    : openOr(
        firstDay,
        counted.map((step) => step.validFrom),
      );
  const until = adds
    ? firstDay(counted.map((step) => step.validUntil))
    : openOr(
        lastDay,
        counted.map((step) => step.validUntil),
      );
  return {
    feature: feature.id,
    kind: feature.kind,
    value,
    validFrom: from,
    validUntil: until,
    lastDay: until === null ? null : lastDayOf(until),
    steps,
  };
}

type Days = readonly (Temporal.PlainDate | null)[];

function openOr(choose: (days: Days) => Temporal.PlainDate | null, days: Days): Temporal.PlainDate | null {
  return days.includes(null) ? null : choose(days);
}
function firstDay(days: Days): Temporal.PlainDate | null {
  return sorted(days)[0] ?? null;
}
function lastDay(days: Days): Temporal.PlainDate | null {
  return sorted(days).at(-1) ?? null;
}
function sorted(days: Days): Temporal.PlainDate[] {
  return days.filter((day) => day !== null).sort(Temporal.PlainDate.compare);
}
function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
