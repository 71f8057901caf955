/**
 * The catalog pack: a vendor's products, parts, key formats, rules and texts as data (F5).
 * These are the types of a pack after reading, defaults filled in. `docs/catalog-packs.md` explains every field;
 * `packages/contract/src/catalog-pack.ts` holds the same shape as a schema, and a test keeps the two equal.
 */

import type { Product } from './product.ts';

export type * from './product.ts';

/** A text by ISO 639-1 language; a checked pack has every language it declares. */
export type Texts = Readonly<Record<string, string>>;

/** A word with its plural: `{ one: { en: 'seat' }, other: { en: 'seats' } }`. */
export interface Noun {
  readonly one: Texts;
  readonly other: Texts;
}

export interface CatalogPack {
  /** Version of the format itself. Only additions will follow. */
  readonly format: 1;
  /** The vendor's own name for this version of the pack, such as "2026.2". */
  readonly version: string;
  readonly vendor: VendorFacts;
  /** What people see for our words, such as "location" for a device. Codes and API never change. */
  readonly labels: Readonly<Partial<Record<LabelWord, Noun>>>;
  /** What people see for the roles. */
  readonly roles: Readonly<Partial<Record<RoleWord, Texts>>>;
  /** Which day "valid until" prints: the first day without (`until`) or the last day with (`last-day`). */
  readonly validUntil: 'until' | 'last-day';
  readonly categories: readonly Category[];
  readonly features: readonly Feature[];
  readonly products: readonly Product[];
  readonly parts: readonly Part[];
  /** The first holds for every product that names no other; with none, nothing is to be accepted. */
  readonly agreements: readonly Agreement[];
  /** Letters in the pack's own words. */
  readonly mails: readonly MailTexts[];
  readonly orderFields: readonly OrderField[];
}

export interface VendorFacts {
  readonly name: string;
  /** IANA zone: its midnight begins the vendor's day. */
  readonly timeZone: string;
  /** ISO 639-1; the first is the one fallen back to. */
  readonly languages: readonly string[];
}

/** The words of ours that a pack may show differently. */
export type LabelWord =
  | 'device'
  | 'hardwareKey'
  | 'product'
  | 'part'
  | 'feature'
  | 'customer'
  | 'project'
  | 'organization'
  | 'order'
  | 'salesOrder'
  | 'purchaseOrder'
  | 'licence'
  | 'bin'
  | 'licenceFile'
  | 'agreement';

export type RoleWord = 'administrator' | 'distributor' | 'dealer' | 'customer' | 'read-only';

/** A group of parts or products, for acceptance and for headings. */
export interface Category {
  readonly id: string;
  readonly label: Texts;
}

interface FeatureCommon {
  readonly id: string;
  readonly label: Texts;
}
/** On or off. */
export interface FlagFeature extends FeatureCommon {
  readonly kind: 'flag';
}
/** A number of something; adds up over lots. `capacity` counts what may stand behind the device. */
export interface CountedFeature<K extends 'quantity' | 'capacity'> extends FeatureCommon {
  readonly kind: K;
  readonly unit?: Noun;
}
/** One of an ordered list; the highest wins. */
export interface VersionFeature extends FeatureCommon {
  readonly kind: 'version';
  /** From the lowest to the highest. */
  readonly versions: readonly string[];
}
/** Something a licence turns on. */
export type Feature = FlagFeature | CountedFeature<'quantity'> | CountedFeature<'capacity'> | VersionFeature;

/** `licence` goes to an organization's licence bin, `maintenance` to its bin of maintenance units. */
export type PartClass = 'licence' | 'maintenance';

/** A part number: what one unit grants. */
export interface Part {
  readonly number: string;
  readonly label: Texts;
  readonly description?: Texts;
  readonly class: PartClass;
  readonly category?: string;
  /** What one unit is called; "licence" when left out. */
  readonly unit?: Noun;
  readonly model: 'perpetual' | 'term';
  /** Only and always with `model: term`. */
  readonly term?: Term;
  readonly grants: readonly Grant[];
  /** Parts that do as well where a rule asks for this one through `partsOrAlternatives`. */
  readonly alternatives: readonly string[];
  /** Can no longer be ordered; what was issued keeps its worth. */
  readonly withdrawn: boolean;
}

/** `fixed`: the dates are set with the lot, from the vendor's day of shipping, for so many days. */
export interface Term {
  readonly runs: 'fixed';
  readonly days: number;
}

/** What one unit gives of a feature: `quantity` for quantity and capacity, `version` for version, neither for a flag. */
export interface Grant {
  readonly feature: string;
  readonly quantity?: number;
  readonly version?: string;
}

/** A text to accept at activation. A new text needs a new version. */
export interface Agreement {
  readonly id: string;
  readonly version: string;
  readonly title: Texts;
  readonly text: Texts;
}

/** Every letter that a pack may word itself. */
export type MailKind = 'order-shipped' | 'activation-code' | 'external-file-available';

/** A letter in the pack's own words; names in braces are filled in. */
export interface MailTexts {
  readonly kind: MailKind;
  readonly subject: Texts;
  readonly text: Texts;
}

/** A field of an order beside its numbers and lines. */
export interface OrderField {
  readonly id: string;
  readonly label: Texts;
  readonly type: 'text' | 'number' | 'date' | 'choice';
  readonly required: boolean;
  /** Only and always with `type: choice`. */
  readonly choices?: readonly OrderFieldChoice[];
}
export interface OrderFieldChoice {
  readonly value: string;
  readonly label: Texts;
}
