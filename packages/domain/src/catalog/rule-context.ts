import { findFeature } from './look-up.ts';
import type { CatalogPack, Feature, Grant, Part } from './pack.ts';

/** Units of a part, with what the part version they were issued under grants. */
export interface CountedPart {
  readonly part: Pick<Part, 'number' | 'category' | 'grants'> & Partial<Pick<Part, 'floating'>>;
  readonly quantity: number;
}

/** How many units of each part, and how much of each feature they come to; what is not there is zero. */
export interface Counts {
  readonly units: number;
  readonly parts: Readonly<Record<string, number>>;
  /**
   * A quantity or capacity: the sum. A flag: the units that turn it on.
   * A version: the place of the highest in the pack's order, from 1.
   */
  readonly features: Readonly<Record<string, number>>;
}

/** A device standing above or below the one acted on, with what is active on it. */
export interface RelatedDevice extends Counts {
  /** Id of the relation as the parent's product calls it. */
  readonly relation: string;
  readonly product: string;
  readonly hardwareKey: string;
}

/** What a rule can ask about: the fixed context of CEL expressions in packs. */
export interface RuleContext {
  /** The units to attach or activate. */
  readonly selection: Counts;
  /** Reserved on the device before the act, the selection left out. */
  readonly attached: Counts;
  /** Active on the device before the act. */
  readonly active: Counts;
  readonly device: {
    readonly product: string;
    /** Empty where the product has none. */
    readonly variant: string;
    readonly hardwareKey: string;
    readonly name: string;
  };
  /** The device above; null when the device stands alone. */
  readonly parent: RelatedDevice | null;
  readonly children: readonly RelatedDevice[];
  /** The one order all units of the selection came with; null when there are several or none. */
  readonly order: { readonly salesOrder: string; readonly purchaseOrder: string; readonly fields: Readonly<Record<string, string>> } | null;
  /** The maintenance contract covering the device today. */
  readonly contract: { readonly until: string } | null;
  /** The vendor's day, YYYY-MM-DD. */
  readonly today: string;
}

/** Nothing at all. */
export const noCounts: Counts = { units: 0, parts: {}, features: {} };

/** Counts units by part and by feature. */
export function countUnits(pack: CatalogPack, units: readonly CountedPart[]): Counts {
  // Without Object's own members: a part may be called "constructor".
  const parts = Object.create(null) as Record<string, number>;
  const features = Object.create(null) as Record<string, number>;
  let total = 0;
  for (const { part, quantity } of units) {
    if (quantity === 0) continue;
    total += quantity;
    parts[part.number] = (parts[part.number] ?? 0) + quantity;
    for (const grant of part.grants) {
      const feature = findFeature(pack, grant.feature);
      if (feature !== undefined) features[feature.id] = combine(feature, features[feature.id] ?? 0, grant, quantity);
    }
  }
  return { units: total, parts, features };
}

function combine(feature: Feature, before: number, grant: Grant, quantity: number): number {
  if (feature.kind === 'version') return Math.max(before, feature.versions.indexOf(grant.version ?? '') + 1);
  return before + quantity * (feature.kind === 'flag' ? 1 : (grant.quantity ?? 0));
}
