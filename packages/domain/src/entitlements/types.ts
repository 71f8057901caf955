import type { Temporal } from 'temporal-polyfill';
import type { Feature, Grant, Part } from '../catalog/index.ts';

/** Of how much of a capacity one unit takes care as maintenance (E7). */
export type Cover = NonNullable<Part['covers']>;

/** A lot active on a device, with what one unit grants by the part version the lot was issued under. */
export interface ActiveLot {
  readonly lotId: string;
  readonly partNumber: string;
  /** Units active on the device. */
  readonly quantity: number;
  readonly grants: readonly Grant[];
  readonly covers?: Cover;
  readonly validFrom: Temporal.PlainDate | null;
  readonly validUntil: Temporal.PlainDate | null;
  /** It shows for a while and is nobody's purchase (B12): it fills up to the product's maximum and adds nothing above it. */
  readonly demo?: boolean;
}

/** A flag is `true`, a quantity or capacity a whole number, a version its name. */
export type EntitlementValue = true | number | string;

/** Why a lot counts for a feature, or does not. */
export type StepReason = 'adds' | 'highest-version' | 'lower-version' | 'turns-on' | 'not-yet-valid' | 'expired' | 'version-not-in-order';

/** One lot's part in one feature: data for `explain`, and for whoever wants to count again. */
export interface Step {
  readonly lotId: string;
  readonly partNumber: string;
  readonly quantity: number;
  /** What one unit grants: a number, a version, or true. */
  readonly each: EntitlementValue;
  /** What the lot contributes: `quantity × each`, the version, or true. */
  readonly total: EntitlementValue;
  readonly counted: boolean;
  readonly reason: StepReason;
  readonly demo: boolean;
  readonly validFrom: Temporal.PlainDate | null;
  readonly validUntil: Temporal.PlainDate | null;
}

/** What a device may do of one feature today. */
export interface Entitlement {
  readonly feature: string;
  readonly kind: Feature['kind'];
  readonly value: EntitlementValue;
  /** The most of it on one device, where a demo would add more than that; null where nothing is held back. */
  readonly maximum: number | null;
  /** The first day of the value as it is, by the lots that count today; null when it always was. */
  readonly validFrom: Temporal.PlainDate | null;
  /** The day from which the value is less, if no lot is added; null while nothing ends. */
  readonly validUntil: Temporal.PlainDate | null;
  /** The day before `validUntil`. */
  readonly lastDay: Temporal.PlainDate | null;
  readonly steps: readonly Step[];
}

/** From this day on the device may do this, if nothing is added: for documents and counters that outlive today. */
export interface EntitlementChange {
  readonly on: Temporal.PlainDate;
  /** Value by feature; a feature that has ended is missing. */
  readonly values: Readonly<Record<string, EntitlementValue>>;
}
