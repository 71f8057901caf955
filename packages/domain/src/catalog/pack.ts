/**
 * The catalog pack: a vendor's products, parts, key formats, rules and texts as data (F5).
 * These are the types of a pack after reading, defaults filled in. `docs/catalog-packs.md` explains every field;
 * `packages/contract/src/catalog-pack.ts` holds the same shape as a schema, and a test keeps the two equal.
 */

import type { Product } from './product.ts';
import type { SeatRules } from './seats.ts';

export type * from './product.ts';
export type * from './seats.ts';

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
  /** Which day of an end people read: the first day without (`until`) or the last day with (`last-day`). */
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
  /** What licence keys look like (A1); without it none are made. */
  readonly licenseKeys?: LicenseKeyForm;
  readonly terms: TermRules;
  /** Columns of device lists beside the fixed ones (A13). */
  readonly deviceAttributes: readonly DeviceAttribute[];
}

/** The published alphabets of licence keys. */
export type LicenseKeyAlphabet = 'digits' | 'hexadecimal' | 'unambiguous' | 'crockford';

export interface LicenseKeyForm {
  readonly alphabet: LicenseKeyAlphabet;
  /** Length of each group; the check character is the last of all. */
  readonly groups: readonly number[];
  readonly separator: '-' | ' ' | '.' | '';
  readonly prefix?: string;
  readonly check: 'iso-7064' | 'none';
  /** Id of the agreement to accept when a key is registered; the pack's first when left out. */
  readonly agreement?: string;
}

/** Rules of term licences (A6–A11; design: Terms). */
export interface TermRules {
  readonly unassign: UnassignRule;
  /** Several licences on one device or user add up to one. */
  readonly combine: boolean;
  readonly split: boolean;
  readonly transfer: { readonly toOthers: boolean; readonly lapseDays: number };
  /** Until a project says otherwise. */
  readonly noticeDays: readonly number[];
  readonly extendDaysBefore: number;
}

/** What a removal costs: the day moved on, whether that day counts, and days deducted besides. */
export interface UnassignRule {
  readonly roundUpDays: number;
  readonly countLastDay: boolean;
  readonly deductDays: number;
}

export interface DeviceAttribute {
  readonly id: string;
  readonly label: Texts;
  readonly type: 'text' | 'ip-address' | 'version';
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
  | 'agreement'
  | 'licenceKey'
  | 'pool'
  | 'namedUser'
  | 'endpoint'
  | 'seat'
  | 'counter'
  | 'lease'
  | 'workstation'
  | 'activationKey';

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
/** A number of something. With `seats` so many may use it at once: units are counted, not switched on (C3). */
export interface QuantityFeature extends CountedFeature<'quantity'> {
  readonly seats?: SeatRules;
}
/** One of an ordered list; the highest wins. */
export interface VersionFeature extends FeatureCommon {
  readonly kind: 'version';
  /** From the lowest to the highest. */
  readonly versions: readonly string[];
}
/** Something a licence turns on. */
export type Feature = FlagFeature | QuantityFeature | CountedFeature<'capacity'> | VersionFeature;

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
  /** `user`: for a named user of a project; only with `while-assigned`. */
  readonly assignedTo: 'device' | 'user';
  /** Its units stay in a project's pool and make seats of what they grant; never assigned, attached or activated (C3). */
  readonly floating: boolean;
  /** Maintenance: of how much capacity one unit takes care while it is valid (E7). */
  readonly covers?: { readonly feature: string; readonly quantity: number };
  readonly grants: readonly Grant[];
  /** Parts that do as well where a rule asks for this one through `partsOrAlternatives`. */
  readonly alternatives: readonly string[];
  /** Can no longer be ordered; what was issued keeps its worth. */
  readonly withdrawn: boolean;
}

/**
 * `fixed`: the dates are set with the lot, from the vendor's day of shipping, for so many days. `while-assigned`: days run
 * while it is assigned, and what is left comes back. `from-activation`: from the day it is activated.
 */
export interface Term {
  readonly runs: 'fixed' | 'while-assigned' | 'from-activation';
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
export type MailKind =
  | 'order-shipped'
  | 'activation-code'
  | 'external-file-available'
  | 'licences-expiring'
  | 'licences-extended'
  | 'licences-not-extended'
  | 'transfer-offered'
  | 'transfer-accepted'
  | 'transfer-refused'
  | 'transfer-withdrawn'
  | 'transfer-lapsed'
  | 'controller-waits';

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
