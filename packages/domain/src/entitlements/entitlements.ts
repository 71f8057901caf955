import { Temporal } from 'temporal-polyfill';
import type { Feature, FeatureMaximum, Grant } from '../catalog/index.ts';
import { hasBegun, hasEnded, isWithin, lastDayOf } from '../terms/index.ts';
import type { ActiveLot, Entitlement, EntitlementChange, EntitlementValue, Step, StepReason } from './types.ts';

/** What a device may do depends on this and nothing else. */
export interface EntitlementInput {
  /** Lots active on the device; what one unit grants is by the part version each lot was issued under. */
  readonly lots: readonly ActiveLot[];
  /** The features of the vendor's present pack: kinds, and the order of versions. */
  readonly features: readonly Feature[];
  /** The most that demos may fill up to, by the product of the device. */
  readonly maxima: readonly FeatureMaximum[];
  /** The vendor's day. */
  readonly today: Temporal.PlainDate;
}

/**
 * What a device may do today, and why: quantities and capacities add, versions take the highest, flags or (B10).
 * Demos fill up to the product's maxima; what was bought stays what it is, even where a newer pack has a lower maximum. Lots outside their dates do not count, but are told in the steps. The one function behind licence files,
 * validation and whatever else answers "may it?". A feature that nothing grants today is left out.
 */
export function entitlements(input: EntitlementInput): readonly Entitlement[] {
  return input.features.flatMap((feature) => {
    const steps = stepsOf(feature, input);
    const maximum = input.maxima.find((one) => one.feature === feature.id)?.maximum ?? null;
    return steps.some(({ counted }) => counted) ? [entitlementOf(feature, steps, maximum)] : [];
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
  const { lotId, partNumber, quantity, validFrom, validUntil, demo = false } = lot;
  const common = { lotId, partNumber, quantity, validFrom, validUntil, demo };
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

function entitlementOf(feature: Feature, steps: readonly Step[], maximum: number | null): Entitlement {
  const counted = steps.filter((step) => step.counted);
  const adds = feature.kind === 'quantity' || feature.kind === 'capacity';
  const value = adds ? filledUp(counted, maximum) : counted[0]!.total;
  const isHeld = adds && value !== sum(counted);
  const { from, until } = isHeld ? heldPeriod(counted, maximum) : adds ? wholePeriod(counted) : anyPeriod(counted);
  return {
    feature: feature.id,
    kind: feature.kind,
    value,
    maximum: isHeld ? maximum : null,
    validFrom: from,
    validUntil: until,
    lastDay: until === null ? null : lastDayOf(until),
    steps,
  };
}

function sum(steps: readonly Step[]): number {
  return steps.reduce((total, step) => total + (step.total as number), 0);
}

/** What steps come to, where demos add no more than is left up to the maximum. */
function filledUp(steps: readonly Step[], maximum: number | null): number {
  const total = sum(steps);
  if (maximum === null || total <= maximum) return total;
  return Math.max(maximum, sum(steps.filter(({ demo }) => !demo)));
}

interface Span {
  readonly from: Temporal.PlainDate | null;
  readonly until: Temporal.PlainDate | null;
}

/** A sum is whole only while every lot is there. */
function wholePeriod(counted: readonly Step[]): Span {
  return { from: lastDay(counted.map(({ validFrom }) => validFrom)), until: firstDay(counted.map(({ validUntil }) => validUntil)) };
}

/** A flag or version is there as long as one lot is. */
function anyPeriod(counted: readonly Step[]): Span {
  const [from, until] = [counted.map(({ validFrom }) => validFrom), counted.map(({ validUntil }) => validUntil)];
  return { from: openOr(firstDay, from), until: openOr(lastDay, until) };
}

/** A value that is held to the maximum may outlive some of the lots it was made of. */
function heldPeriod(counted: readonly Step[], maximum: number | null): Span {
  const value = filledUp(counted, maximum);
  const worth = (there: (step: Step) => boolean) => filledUp(counted.filter(there), maximum);
  const froms = sorted(counted.map(({ validFrom }) => validFrom));
  const untils = sorted(counted.map(({ validUntil }) => validUntil));
  const isWhole = worth(({ validFrom }) => validFrom === null) === value;
  return {
    from: isWhole ? null : (froms.find((day) => worth((step) => hasBegun(step, day)) === value) ?? null),
    until: untils.find((day) => worth((step) => !hasEnded(step, day)) < value) ?? null,
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
